// Package pinyin is how Chinese names are found and typed with Latin letters: by the first letters of their syllables
// (助记码: kqs finds 矿泉水), and by choosing characters for typed syllables where a machine has no input method.
//
// It imports no package of ours; the readings are those of go-pinyin. The one thing to know: a dictionary lists readings
// that nobody has used for centuries beside those of every day, so the characters that are read in two ways today are a
// list of our own (heteronyms.go), and only they have more than one initial.
package pinyin

import (
	"strings"
	"unicode/utf8"

	dict "github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// maxInitials bounds how many initials a name has. Two characters that are read in two ways make four.
const maxInitials = 4

// Initials is the first letters of a name's syllables in lower case. Digits and Latin letters stay, everything else is
// left out: 矿泉水 1.5升 is "kqs15s". A character that is read in several ways has its commonest reading.
func Initials(name string) string {
	var b strings.Builder
	for _, r := range name {
		letters, han := initialsOf(r)
		if han {
			letters = letters[:1]
		}
		b.WriteString(letters)
	}
	return b.String()
}

// AllInitials is Initials and after it those by the other readings in use today, at most four in all: 重庆 is "zq" and
// "cq". A name without any letter has none.
func AllInitials(name string) []string {
	all := make([]string, 1, maxInitials)
	for _, r := range name {
		letters, han := initialsOf(r)
		before := len(all)
		if han {
			for _, other := range letters[1:] {
				for i := 0; i < before && len(all) < maxInitials; i++ {
					all = append(all, all[i]+string(other))
				}
			}
			letters = letters[:1]
		}
		for i := range before {
			all[i] += letters
		}
	}
	if all[0] == "" {
		return nil
	}
	return all
}

// initialsOf is a Chinese character's initials, the commonest first, or what of any other character is Latin letters and
// digits: É is "e", ５ is "5", ㎏ is "kg".
func initialsOf(r rune) (letters string, han bool) {
	if r < utf8.RuneSelf {
		return latin(r), false
	}
	if letters = heteronyms[r]; letters != "" {
		return letters, true
	}
	if readings := dict.PinyinDict[int(r)]; readings != "" {
		if first := readings[:1]; first[0] < utf8.RuneSelf {
			return first, true
		}
		return untoned(readings)[:1], true // 阿, 恩, 欧: the vowel has the tone
	}
	for _, part := range norm.NFKD.String(string(r)) {
		letters += latin(part)
	}
	return letters, false
}

// latin is an ASCII letter in lower case, or a digit; nothing for any other character.
func latin(r rune) string {
	switch {
	case r >= 'A' && r <= 'Z':
		return string(r + 'a' - 'A')
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return string(r)
	}
	return ""
}

// untoned is a reading in the letters that are typed for it: lǜ is "lv", ē is "e".
func untoned(reading string) string {
	var b []byte
	for _, r := range reading {
		if c, ok := toned[r]; ok {
			b = append(b, c)
		} else if r >= 'a' && r <= 'z' {
			b = append(b, byte(r))
		}
	}
	return string(b)
}

// toned is the letter under each mark. ü is typed v.
var toned = func() map[rune]byte {
	letters := map[rune]byte{}
	for _, row := range []string{"aāáǎà", "eēéěèêếề", "iīíǐì", "oōóǒò", "uūúǔù", "vüǖǘǚǜ", "nńňǹ", "mḿ"} {
		for _, r := range row[1:] {
			letters[r] = row[0]
		}
	}
	return letters
}()
