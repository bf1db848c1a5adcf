package pinyin

import (
	"math/bits"
	"slices"
	"strings"
)

// Candidate is what typed letters may mean.
type Candidate struct {
	Text string
	Used int // how many bytes of the letters it stands for, from their beginning
}

// maxLetters is how many letters are looked at: far more than the longest name, few enough that nobody waits.
const maxLetters = 63

// Candidates offers Chinese characters for letters as they are typed: syllables (zhangwei, ü as v, xi'an with an
// apostrophe where it could be read otherwise) and, for what is unfinished, their beginnings (zhangw, zw). Each is for the
// first syllable, which the caller takes off before it asks again. The likeliest in a name of a person or a product goes first.
func Candidates(letters string, limit int) []Candidate {
	var found []Candidate
	letters = typed(letters)
	for _, n := range firstSyllables(letters) {
		found = offer(found, readings().exactly[letters[:n]], used(letters, n), limit)
	}
	if n := begun(letters); len(found) == 0 && n > 0 {
		found = offer(found, readings().beginning[letters[:n]], used(letters, n), limit)
	}
	return found
}

// offer adds characters up to a limit, each once.
func offer(found []Candidate, characters []rune, used, limit int) []Candidate {
	for _, r := range characters {
		if len(found) >= limit {
			break
		}
		if c := (Candidate{string(r), used}); !slices.Contains(found, c) {
			found = append(found, c)
		}
	}
	return found
}

// typed is what of the input can be read: letters in lower case and apostrophes, up to the first other character.
func typed(letters string) string {
	letters = letters[:min(len(letters), maxLetters)]
	for i := range len(letters) {
		if c := letters[i] | 0x20; (c < 'a' || c > 'z') && letters[i] != '\'' {
			letters = letters[:i]
			break
		}
	}
	return strings.ToLower(letters)
}

// used is n and the apostrophe behind it.
func used(letters string, n int) int {
	if n < len(letters) && letters[n] == '\'' {
		n++
	}
	return n
}

// firstSyllables is the lengths that the first syllable may have. First those that leave whole syllables, then those that
// leave beginnings of some, each the longest first: xian is xian, xi'an, xia'n.
func firstSyllables(letters string) []int {
	whole, begun := splits(letters)
	var first, then []int
	for n := min(len(letters), maxSyllable); n > 0; n-- {
		_, ok := readings().exactly[letters[:n]]
		switch {
		case ok && whole>>n&1 == 1:
			first = append(first, n)
		case ok && begun>>n&1 == 1:
			then = append(then, n)
		}
	}
	return append(first, then...)
}

// splits finds the places, a bit each, from which on the letters are whole syllables, and from which on they are whole or
// begun ones. An apostrophe ends a syllable.
func splits(letters string) (whole, begun uint64) {
	end := len(letters)
	whole, begun = 1<<end, 1<<end
	for at := end - 1; at >= 0; at-- {
		if letters[at] == '\'' {
			whole |= whole >> 1 & (1 << at)
			begun |= begun >> 1 & (1 << at)
			continue
		}
		for n := 1; n <= maxSyllable && at+n <= end; n++ {
			part := letters[at : at+n]
			if _, ok := readings().exactly[part]; ok {
				whole |= whole >> n & (1 << at)
				begun |= begun >> n & (1 << at)
			} else if _, ok := readings().beginning[part]; ok && (at+n == end || n == initial(part)) {
				begun |= begun >> n & (1 << at)
			}
		}
	}
	return whole, begun
}

// begun is the length of the beginning of a syllable that the letters start with: its initial if more follows.
func begun(letters string) int {
	n := min(len(letters), maxSyllable)
	if _, ok := readings().beginning[letters[:n]]; ok {
		return n
	}
	return initial(letters)
}

// initial is the length of the consonant, or the vowel, that a syllable starts with: 2 for zh, ch and sh; 0 where none
// starts so.
func initial(letters string) int {
	switch {
	case letters == "" || strings.IndexByte("iuv'", letters[0]) >= 0:
		return 0
	case len(letters) > 1 && letters[1] == 'h' && strings.IndexByte("zcs", letters[0]) >= 0:
		return 2
	}
	return 1
}

// A Lexicon is words that are offered whole: the names that a shop knows. It is not changed once it is made, so it may be
// used by many goroutines.
type Lexicon struct {
	words map[byte][]word // by the letters that they may start with
}

type word struct {
	text      string
	syllables [][]string // the readings of each character
}

// maxWord is how many characters a word has at most.
const maxWord = 12

// NewLexicon makes a lexicon of Chinese words, the likelier before the less likely. What isn't all Chinese is left out.
func NewLexicon(words []string) *Lexicon {
	l := &Lexicon{words: map[byte][]word{}}
	seen := map[string]bool{}
	for _, text := range words {
		w := word{text: text}
		for _, r := range text {
			if s := syllables(r); len(s) > 0 && len(w.syllables) < maxWord {
				w.syllables = append(w.syllables, s)
				continue
			}
			w.syllables = nil
			break
		}
		if len(w.syllables) < 2 || seen[text] {
			continue
		}
		seen[text] = true
		var starts []byte
		for _, s := range w.syllables[0] {
			if !slices.Contains(starts, s[0]) {
				starts = append(starts, s[0])
				l.words[s[0]] = append(l.words[s[0]], w)
			}
		}
	}
	return l
}

// Candidates is words for all of the letters, those that are typed in full before those that go on, and then the characters
// that the function of this name offers.
func (l *Lexicon) Candidates(letters string, limit int) (found []Candidate) {
	if limit <= 0 {
		return nil
	}
	var longer []Candidate
	if said := typed(letters); len(said) > 1 {
		for _, w := range l.words[said[0]] {
			switch w.match(said) {
			case inFull:
				found = append(found, Candidate{w.text, len(said)})
			case inPart:
				if len(longer) < limit {
					longer = append(longer, Candidate{w.text, len(said)})
				}
			}
			if len(found) == limit {
				return found
			}
		}
	}
	found = append(found, longer[:min(len(longer), limit-len(found))]...)
	return append(found, Candidates(letters, limit-len(found))...)
}

type match int

const (
	notAtAll match = iota
	inPart         // the letters end before the word
	inFull
)

// match holds letters against a word: each character by its whole syllable or the beginning of it.
func (w word) match(letters string) match {
	found := notAtAll
	end := uint64(1) << len(letters)
	at := uint64(1) // the places that may be reached, a bit each
	for i, readings := range w.syllables {
		var next uint64
		for left := at; left != 0; left &= left - 1 {
			from := bits.TrailingZeros64(left)
			if i > 0 && letters[from] == '\'' {
				from++
			}
			for _, s := range readings {
				next |= reached(letters[from:], s) << from
			}
		}
		switch {
		case next&end == 0:
		case i == len(w.syllables)-1:
			return inFull
		default:
			found = inPart
		}
		at = next &^ end
	}
	return found
}

// reached is the places, a bit each, behind what of a syllable the letters may be: all of it, its initial or the z of zh,
// and whatever they end with.
func reached(letters, syllable string) (places uint64) {
	n := 0
	for n < len(letters) && n < len(syllable) && letters[n] == syllable[n] {
		n++
	}
	for i := 1; i <= n; i++ {
		if i == len(syllable) || i == len(letters) || i <= initial(syllable) {
			places |= 1 << i
		}
	}
	return places
}
