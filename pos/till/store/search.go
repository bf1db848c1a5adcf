package store

import (
	"slices"
	"strings"
	"unicode"

	"holdfast/pos/pinyin"
)

// How well something fits what is looked for, the best first.
const (
	fitsExactly = iota
	fitsFromStart
	fitsInside
	fitsNot
)

// wanted is what is looked for, as names are compared with it.
type wanted struct {
	text  string // folded, without spaces
	parts []part // with a letter or a digit in each
}

// part is what stands between spaces.
type part struct {
	text    string
	letters string // its letters and digits, where it is made of nothing else
	digits  bool   // there is no letter among them
}

func want(text string) (w wanted) {
	for field := range strings.FieldsSeq(folded(shortened(text))) {
		p := part{text: field}
		if !strings.ContainsFunc(field, func(r rune) bool { return r > unicode.MaxASCII }) {
			p.letters = strings.Join(latin(field), "")
			p.digits = !strings.ContainsFunc(p.letters, unicode.IsLetter)
		}
		if len(pinyin.AllInitials(field)) > 0 { // no lone punctuation
			w.parts = append(w.parts, p)
			w.text += field
		}
	}
	return w
}

// fits is how well a name fits.
func (w wanted) fits(name, nameEn, brand string) int {
	compact := strings.ReplaceAll(folded(name), " ", "")
	english := folded(nameEn)
	var initials []string
	begins := false
	for i, start := range starts(name, brand) {
		for _, letters := range pinyin.AllInitials(start) {
			initials = append(initials, letters)
			if p := w.parts[0].letters; i == 0 && p != "" && strings.HasPrefix(letters, p) {
				if begins = true; letters == p && len(w.parts) == 1 {
					return fitsExactly
				}
			}
		}
	}
	for _, p := range w.parts {
		if !p.fits(compact, english, initials) {
			return fitsNot
		}
	}
	switch {
	case compact == w.text || strings.ReplaceAll(english, " ", "") == w.text:
		return fitsExactly
	case begins || strings.HasPrefix(compact, w.parts[0].text) || strings.HasPrefix(english, w.parts[0].text):
		return fitsFromStart
	}
	return fitsInside
}

// fits reports whether a part is in a name: anywhere in Chinese, else as the initials from a word on or as the
// beginning of an English word.
func (p part) fits(compact, english string, initials []string) bool {
	if p.letters == "" || p.digits {
		return strings.Contains(compact, p.text) || strings.Contains(english, p.text)
	}
	begins := func(word string) bool { return strings.HasPrefix(word, p.letters) }
	return slices.ContainsFunc(initials, begins) || slices.ContainsFunc(latin(english), begins) || slices.ContainsFunc(latin(compact), begins) ||
		p.text != p.letters && (strings.Contains(english, p.text) || strings.Contains(compact, p.text)) // coca-cola
}

// queries is what to ask an index of words for, the best answers first: the whole name, its beginning, anything. An answer
// may be one that doesn't fit.
func (w wanted) queries(text string) (list []string) {
	if manyDigits(text) {
		list = append(list, beginning(ending(text)))
	}
	var whole, start, rest []string
	for _, letters := range pinyin.AllInitials(w.parts[0].text) {
		whole, start = append(whole, exactly("^"+cut(letters, maxInitials))), append(start, fromInitials("^", letters))
	}
	for _, p := range w.parts[1:] {
		rest = append(rest, p.query())
	}
	if chinese := w.parts[0].chinese(); len(whole) > 0 {
		if len(rest) == 0 {
			list = append(list, all(either(whole...), chinese))
		}
		list = append(list, all(append(rest, either(start...), chinese)...))
	}
	if anywhere := all(append(rest, w.parts[0].query())...); anywhere != "" {
		list = append(list, anywhere)
	}
	return list
}

// query is for a part anywhere in a name; none where that is asking for too much, as for digits.
func (p part) query() string {
	switch {
	case p.digits:
		return ""
	case p.letters == "":
		return p.chinese()
	}
	list := []string{fromInitials("^", p.letters), fromInitials("-", p.letters)}
	if word := latin(p.text)[0]; len(word) >= fewLatin {
		list = append(list, exactly(cut(word, maxLatin)))
	}
	return either(list...)
}

// fromInitials is for what has initials that begin with these. A single one would find half a shop: what is sold of late
// is looked at for that, and nothing else.
func fromInitials(mark, letters string) string {
	if len(letters) <= fewInitials {
		return exactly(mark + letters)
	}
	return beginning(mark + cut(letters, maxInitials))
}

// chinese is for what is Chinese in a part.
func (p part) chinese() string {
	list := grams(p.text)
	if r := []rune(p.text); list == nil && unicode.Is(unicode.Han, r[0]) {
		list = []string{string(r[0])}
	}
	for i := range list {
		list[i] = exactly(list[i])
	}
	return all(list...)
}

// The language of a full-text index. No word has anything in it that would have to be escaped.
func exactly(word string) string    { return `"` + word + `"` }
func beginning(word string) string  { return `"` + word + `" *` }
func either(terms ...string) string { return "(" + strings.Join(terms, " OR ") + ")" }
func all(terms ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(terms), func(term string) bool { return term == "" }), " AND ")
}
