// Package texts is the catalogue: what the English messages of pos.Text are in Chinese.
//
// It imports pos and is pure. The one thing to know: the English message is the name of the text, and the files in zh have a
// Chinese one for each that the code has (cmd/tidy sees to that). {} stands for the next argument; a Chinese text that needs them
// in another order has {1}, {2}. What follows a | in an English message only tells two meanings of one word apart, and is
// not said.
package texts

import (
	"embed"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"holdfast/pos"
)

//go:embed zh/*.json
var files embed.FS

// chinese is read once: the files are part of the program, and a test reads them too. No text stands in two of them.
var chinese = func() map[string]string {
	all := map[string]string{}
	names, err := files.ReadDir("zh")
	if err != nil {
		panic("texts: " + err.Error())
	}
	for _, name := range names {
		file := map[string]string{}
		body, err := files.ReadFile("zh/" + name.Name())
		if err == nil {
			err = json.Unmarshal(body, &file)
		}
		if err != nil {
			panic("texts: " + name.Name() + ": " + err.Error())
		}
		for message, text := range file {
			if _, twice := all[message]; twice {
				panic("texts: " + name.Name() + " has again: " + message)
			}
			all[message] = text
		}
	}
	return all
}()

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
	if lang == pos.Chinese {
		if text, ok := chinese[message]; ok {
			message = text
		}
	}
	if len(t.Args) == 0 {
		return meaning(message)
	}
	args := make([]string, len(t.Args))
	for i, arg := range t.Args {
		args[i] = word(lang, arg)
	}
	return fill(meaning(message), args)
}

// meaning cuts off what only tells two meanings apart.
func meaning(message string) string {
	text, _, _ := strings.Cut(message, "|")
	return text
}

// word is an argument: a text in the language, an error as what it says, a word of ours by its own entry, anything else as
// it prints itself.
func word(lang pos.Lang, arg any) string {
	switch a := arg.(type) {
	case pos.Text:
		return Say(lang, a)
	case error:
		return Say(lang, pos.TextOf(a))
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
