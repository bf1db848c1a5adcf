// Package console is the till without a window: a command a line on one stream, an answer a command on the other.
//
// It imports pos/till and what that may, and has no powers of its own: it turns words into calls of pos/till and
// results into JSON or a line of English. The one thing to know: a program can hold a conversation over it, as each
// answer is written out before the next line is read.
//
// A line is a command with arguments, blanks between them, double quotes around what has blanks in it. A leading `!`
// says that the command must be refused, a leading `?` that either will do; the console ends at the first command that
// didn't do as it should, unless a person sits there. Blank lines and lines starting with `#` are passed over. The
// commands are in commands.go.
package console

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"holdfast/pos"
	"holdfast/pos/till"
)

// MaxLine is the longest line in bytes, without its end.
const MaxLine = 1 << 20

// Console answers commands.
type Console struct {
	Till  *till.Till
	JSON  bool     // one JSON object for each command instead of text
	GoOn  bool     // go on after a command that didn't do as its prefix said: a person sits there
	Width int      // columns of printed receipts
	Lang  pos.Lang // of printed receipts
}

// Run answers what comes in until that ends, and returns nil then. It returns an error at the first command that
// didn't do as its prefix said, and when an answer can't be written.
func (c *Console) Run(ctx context.Context, in io.Reader, out io.Writer) error {
	r := bufio.NewReader(in)
	for number := 1; ctx.Err() == nil; number++ {
		text, long, err := readLine(r)
		last := errors.Is(err, io.EOF)
		if err != nil && !last {
			return fmt.Errorf("read commands: %w", err)
		}
		if unexpected, err := c.line(ctx, text, long, out); err != nil {
			return fmt.Errorf("write answers: %w", err)
		} else if unexpected != nil && !c.GoOn {
			return fmt.Errorf("line %d: %w", number, unexpected)
		}
		if last {
			return nil
		}
	}
	return ctx.Err()
}

// readLine reads a line without its end. Of one that is too long it returns the beginning, and skips the rest.
func readLine(r *bufio.Reader) (line string, long bool, err error) {
	var b []byte
	for {
		part, err := r.ReadSlice('\n')
		if room := MaxLine + 2 - len(b); room > 0 { // the line's end may be two bytes
			b = append(b, part[:min(len(part), room)]...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		b = bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
		return string(b), len(b) > MaxLine, err
	}
}

// line answers one line. unexpected is set where the command didn't do as its prefix said; err where the answer
// couldn't be written.
func (c *Console) line(ctx context.Context, text string, long bool, out io.Writer) (unexpected, err error) {
	text = strings.TrimSpace(text)
	var prefix byte
	if text != "" && (text[0] == '!' || text[0] == '?') {
		prefix, text = text[0], strings.TrimSpace(text[1:])
	}
	if text == "" || text[0] == '#' {
		return nil, nil
	}
	name, answer, failed := c.command(ctx, text, long)
	if _, err := out.Write(c.render(name, answer, failed)); err != nil {
		return nil, err
	}
	switch {
	case prefix == 0 && failed != nil:
		return fmt.Errorf("%s: %s", name, message(failed)), nil
	case prefix == '!' && failed == nil:
		return fmt.Errorf("%s: must be refused, and was not", name), nil
	}
	return nil, nil
}

// command does what a line says. name is its first word.
func (c *Console) command(ctx context.Context, text string, long bool) (name string, answer reply, err error) {
	if long {
		name, _, _ = strings.Cut(text[:min(len(text), maxEcho)], " ")
		return name, answer, pos.E(pos.Usage, "", "the line is longer than 1 MiB and was not read")
	}
	words, err := split(text)
	name = shorten(words[0])
	if err != nil {
		return name, answer, err
	}
	cmd, args, err := find(words)
	if err != nil {
		c.Till.EndOverride()
		return name, answer, err
	}
	answer, err = cmd.do(call{ctx: ctx, Console: c, args: args, command: cmd})
	if !slices.Contains(besides, cmd.name) {
		c.Till.EndOverride()
	}
	return name, answer, err
}

// besides is the commands that don't use up the rights lent to the next one.
var besides = []string{"override", "login", "status", "help"}

// split takes a line apart. Quotes hold blanks together, anywhere in a word. There is at least one word, also beside
// an error.
func split(text string) (words []string, err error) {
	var word strings.Builder
	quoted, begun := false, false
	end := func() {
		if begun {
			words = append(words, word.String())
		}
		word.Reset()
		begun = false
	}
	for _, r := range text {
		switch {
		case r == '"':
			quoted, begun = !quoted, true
		case !quoted && (r == ' ' || r == '\t'):
			end()
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	end()
	if quoted {
		err = pos.E(pos.Usage, "", `a quote is open: write " at both ends`)
	}
	return words, err
}

// maxEcho is how much of a word an answer repeats.
const maxEcho = 40

func shorten(word string) string {
	if len(word) > maxEcho {
		return strings.ToValidUTF8(word[:maxEcho], "") + "…"
	}
	return word
}
