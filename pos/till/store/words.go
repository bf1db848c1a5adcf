package store

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"holdfast/pos"
	"holdfast/pos/pinyin"
)

// Things are found by words of six kinds, all in one index:
//
//	^nf ^nfs ^nfsqyyst   the initials of the whole name, two, three and up to eight; ^ says that the name begins here
//	-yy -yyt -yytrs      the initials from a later word on, or from behind the brand
//	矿泉 泉水             what stands side by side in Chinese, and the single character that begins a word
//	min mine             the first three and four letters of a word in Latin letters
//	#76543210            a barcode or a phone from its last digit to its first
//	=1380000             the first seven digits of a phone
//
// All of them are short, so that the index has few words; whoever asks reads the names themselves to leave out what only
// looked right. A word that is looked for by its beginning costs as much as there are answers in all, so what has very many
// is a word of its own: the first initials, the first letters of a word.
const (
	fewInitials = 3
	maxInitials = 8
	fewLatin    = 3
	maxLatin    = 4
	maxDigits   = 11
	firstDigits = 7
	maxStarts   = 4  // later words that a name is found from
	maxName     = 60 // characters
)

// wordsOfProduct is nothing for one that is off the shelf, or isn't there.
func wordsOfProduct(p pos.Product) string {
	if p.Off {
		return ""
	}
	return words(p.Name, p.NameEn, p.Brand, p.Barcodes...)
}

func wordsOfMember(m pos.Member) string {
	return strings.TrimSpace(words(m.Name, "", "", m.Phone) + " " + firstOf(m.Phone))
}

// firstOf is the word for how a phone begins, or for what may be typed of it so far; none where that is little.
func firstOf(phone string) string {
	if len(phone) < firstDigits || !manyDigits(phone) {
		return ""
	}
	return "=" + cut(phone, firstDigits)
}

// words is what something is found by that has these names and numbers.
func words(name, nameEn, brand string, numbers ...string) string {
	var list []string
	add := func(word string) {
		if word != "" && !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	for _, n := range numbers {
		add(ending(n))
	}
	for i, start := range starts(name, brand) {
		for _, letters := range pinyin.AllInitials(start) {
			mark := "-"
			if i == 0 {
				mark = "^"
			}
			add(mark + cut(letters, fewInitials-1))
			add(mark + cut(letters, fewInitials))
			add(mark + cut(letters, maxInitials))
		}
	}
	for word := range strings.FieldsSeq(shortened(name)) {
		for i, r := range grams(word) {
			if i == 0 {
				first, _ := utf8.DecodeRuneInString(r)
				add(string(first))
			}
			add(r)
		}
	}
	for _, text := range []string{name, nameEn} {
		for _, word := range latin(folded(shortened(text))) {
			if word[0] > '9' {
				add(cut(word, fewLatin))
				add(cut(word, maxLatin))
			}
		}
	}
	return strings.Join(list, " ")
}

// starts is a name from its beginning on, from each of its later words on but those that begin with a digit, and from
// behind its brand on.
func starts(name, brand string) []string {
	name = shortened(name)
	list := []string{name}
	if rest, ok := strings.CutPrefix(name, brand); ok && brand != "" && rest != "" && rest[0] != ' ' {
		list = append(list, rest)
	}
	for rest := name; len(list) <= maxStarts; {
		_, after, more := strings.Cut(rest, " ")
		if !more {
			break
		}
		if rest = after; rest != "" && (rest[0] < '0' || rest[0] > '9') && rest[0] != ' ' {
			list = append(list, rest)
		}
	}
	return list
}

// grams is each two Chinese characters that stand side by side.
func grams(text string) (list []string) {
	before := -1
	for i, r := range text {
		if !unicode.Is(unicode.Han, r) {
			before = -1
			continue
		}
		if before >= 0 {
			list = append(list, text[before:i+utf8.RuneLen(r)])
		}
		before = i
	}
	return list
}

// latin is the words in Latin letters and digits.
func latin(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

// folded is a text as it is compared: in lower case, ５ as 5 and é as it is written with one character.
func folded(text string) string { return strings.ToLower(norm.NFKC.String(text)) }

// shortened bounds what a name without end would put into the index.
func shortened(name string) string {
	n := 0
	for i := range name {
		if n++; n > maxName {
			return name[:i]
		}
	}
	return name
}

// cut is the first n bytes of letters.
func cut(letters string, n int) string { return letters[:min(n, len(letters))] }

// ending is the word for how a number ends, from its last digit on; none where it has no digit or letter.
func ending(number string) string {
	last := []byte(strings.Join(latin(folded(number)), ""))
	slices.Reverse(last)
	if len(last) == 0 {
		return ""
	}
	return "#" + cut(string(last), maxDigits)
}

// index is one of the tables of words: how a row is put into it, and how it is taken out.
type index struct{ put, remove string }

var (
	productWords = index{"INSERT INTO product_words (rowid, words) VALUES (?, ?)", "DELETE FROM product_words WHERE rowid = ?"}
	memberWords  = index{"INSERT INTO member_words (rowid, words) VALUES (?, ?)", "DELETE FROM member_words WHERE rowid = ?"}
)

// indexed is a change of one row of an index.
type indexed struct {
	in       index
	row      int64
	was, now string
}

// putWords changes what a row is found by, if it changes at all: most of what the feed brings is another price.
func (tx *Tx) putWords(in index, row int64, was, now string) {
	if was != now {
		tx.words = append(tx.words, indexed{in, row, was, now})
	}
}

// writeWords is the end of a transaction that has changed an index. It waits for the end because a full-text index sorts
// what it is given in memory, and any other statement in between would have it write that down, row by row: a new till's
// snapshot would take five times as long.
func (tx *Tx) writeWords() error {
	for _, w := range tx.words {
		if w.was != "" {
			if _, err := tx.tx.Exec(w.in.remove, w.row); err != nil {
				return err
			}
		}
		if w.now != "" {
			if _, err := tx.tx.Exec(w.in.put, w.row, w.now); err != nil {
				return err
			}
		}
	}
	tx.words = nil
	return nil
}
