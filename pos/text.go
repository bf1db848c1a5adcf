package pos

import (
	"fmt"
	"strings"
)

// Lang is a language that people are spoken to in.
type Lang string

// The languages.
const (
	Chinese Lang = "zh"
	English Lang = "en"
)

// Name is a name in the language: in Chinese where it has no English one.
func (l Lang) Name(zh, en string) string {
	if l == English && en != "" {
		return en
	}
	return zh
}

// Text is a sentence for a person: English, with a {} for each argument. The English is also its name in the catalogue of
// other languages (pos/texts). Arguments may be texts themselves. What follows a | in the message tells two meanings of one
// word apart, such as "Price|of one", and is not said.
type Text struct {
	Message string
	Args    []any
}

// Words is an argument that came from elsewhere as a whole sentence of English, which the catalogue may know by its words.
type Words string

// T is a text of ours, whose message is in the catalogue.
func T(message string, args ...any) Text { return Text{message, args} }

// Said is a text that came from elsewhere and stands as it is, whatever is in it.
func Said(words string) Text { return Text{"{}", []any{words}} }

// Heard is a text that came from elsewhere, and is said in another language where the catalogue knows its [Words].
func Heard(words string) Text {
	if words == "" {
		return Text{}
	}
	return Text{"{}", []any{Words(words)}}
}

// E makes an Error that says the text.
func (t Text) E(code Code, op string) *Error { return E(code, op, t.Message, t.Args...) }

// And is two texts, one after the other; either may be zero.
func (t Text) And(more Text) Text {
	switch {
	case t.IsZero():
		return more
	case more.IsZero():
		return t
	}
	return T("{}; {}", t, more)
}

// IsZero reports whether there is nothing to say.
func (t Text) IsZero() bool { return t.Message == "" }

// String is the text in English.
func (t Text) String() string {
	message, _, _ := strings.Cut(t.Message, "|")
	return Fill(message, t.Args)
}

// MarshalText is the text in English, for programs that read along.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// Fill puts arguments, in their order, where a message has {}. What is in an argument is never looked at.
func Fill(message string, args []any) string {
	if len(args) == 0 {
		return message
	}
	var b strings.Builder
	for _, arg := range args {
		before, after, ok := strings.Cut(message, "{}")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		b.WriteString(fmt.Sprint(arg))
		message = after
	}
	b.WriteString(message)
	return b.String()
}
