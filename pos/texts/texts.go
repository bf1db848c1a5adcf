// Package texts is the catalogue: what the English messages of pos.Text are in Chinese.
//
// It imports pos and is pure. The one thing to know: the English message is the name of the text, and one of the files in
// zh has a Chinese one for each that the code has (cmd/tidy sees to that). {} stands for the next argument; a Chinese text
// that needs them in another order has {1}, {2}. What follows a | in an English message only tells two meanings of one
// word apart, and is not said. What head office says comes as a whole sentence; it is known by its words (see hq.go).
package texts

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"holdfast/pos"
)

//go:embed zh/*.json
var files embed.FS

// chinese is read once: the files are part of the program, and a test reads them too.
var chinese = merged("*")

// merged is the entries of the files of the catalogue with such a name. No text stands in two of them.
func merged(name string) map[string]string {
	all := map[string]string{}
	names, _ := fs.Glob(files, "zh/"+name+".json") // the pattern is a good one
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err == nil {
			err = json.Unmarshal(text, &all)
		}
		if err != nil {
			panic("texts: " + name + ": " + err.Error())
		}
	}
	return all
}

// Chinese is what a message is in Chinese, arguments not filled in; ok is false where the catalogue has none.
func Chinese(message string) (text string, ok bool) {
	text, ok = chinese[message]
	return text, ok
}

// All lists the messages that have a Chinese text.
func All() map[string]string { return chinese }

// Say is a text in a language. What has no Chinese is said in English.
func Say(lang pos.Lang, t pos.Text) string {
	message := t.Message
	if zh, ok := chinese[message]; ok && lang == pos.Chinese {
		message = zh
	}
	message, _, _ = strings.Cut(message, "|")
	if len(t.Args) == 0 {
		return message
	}
	args := make([]string, len(t.Args))
	for i, arg := range t.Args {
		args[i] = word(lang, arg)
	}
	return fill(message, args)
}

// word is an argument: a text in the language, an error as what it says, a sentence by its words, a word of ours by its own
// entry, anything else as it prints itself.
func word(lang pos.Lang, arg any) string {
	switch a := arg.(type) {
	case pos.Text:
		return Say(lang, a)
	case error:
		return Say(lang, pos.TextOf(a))
	case pos.Words:
		if lang == pos.Chinese {
			return heard(string(a))
		}
		return string(a)
	case string, int, int64, uint64:
		return fmt.Sprint(a)
	}
	text := fmt.Sprint(arg)
	if zh, ok := chinese[text]; ok && lang == pos.Chinese {
		return zh
	}
	return text
}

// fill puts arguments where the message has {} or {N}. What is in an argument is never looked at.
func fill(message string, args []string) string {
	var b strings.Builder
	for next := 0; ; {
		before, after, ok := strings.Cut(message, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		number, rest, ok := strings.Cut(after, "}")
		at := next
		if n, err := strconv.Atoi(number); err == nil {
			at = n - 1
		} else {
			next++
		}
		if !ok || at < 0 || at >= len(args) {
			b.WriteString("{" + after)
			return b.String()
		}
		b.WriteString(args[at])
		message = rest
	}
}
