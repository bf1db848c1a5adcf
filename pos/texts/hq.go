package texts

import (
	"cmp"
	"slices"
	"strings"
)

// sentence is what head office may say: the pieces of its English around what is put in, and the Chinese.
type sentence struct {
	pieces  []string
	chinese string
}

// sentences are those of head office, the longest first, so that one that says more is not taken for another.
var sentences = func() (all []sentence) {
	for message, zh := range merged("hq") {
		all = append(all, sentence{strings.Split(message, "{}"), zh})
	}
	slices.SortFunc(all, func(a, b sentence) int {
		x, y := strings.Join(a.pieces, "{}"), strings.Join(b.pieces, "{}")
		return cmp.Or(len(y)-len(x), cmp.Compare(x, y))
	})
	return all
}()

// heard is a sentence of head office's in Chinese; as it is, where the catalogue doesn't know it. Only the words travel,
// so that an older head office and a refusal that was stored are understood too.
func heard(words string) string {
	if zh, ok := chinese[words]; ok {
		return zh
	}
	for _, s := range sentences {
		args, ok := s.match(words)
		if !ok {
			continue
		}
		for i, arg := range args {
			args[i] = heard(arg) // which is shorter
		}
		return fill(s.chinese, args)
	}
	return words
}

// match finds what was put into a sentence.
func (s sentence) match(words string) (args []string, ok bool) {
	rest, ok := strings.CutPrefix(words, s.pieces[0])
	last := len(s.pieces) - 1
	for i, piece := range s.pieces[1:] {
		if !ok {
			return nil, false
		}
		var arg string
		if i+1 == last {
			arg, ok = strings.CutSuffix(rest, piece)
			rest = ""
		} else {
			arg, rest, ok = strings.Cut(rest, piece)
		}
		args = append(args, arg)
	}
	return args, ok && rest == "" && len(s.pieces) > 1
}
