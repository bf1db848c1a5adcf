package console

import (
	"strings"
	"testing"
)

// FuzzSplit: no word of a line has what only separates words, and nothing of what was typed is lost.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{`scan 690 2`, `card lost 8801 "in the bus"`, `a""b ""`, `"`, "\t x\u00a0y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		words, err := split(s)
		if err != nil && strings.Count(s, `"`)%2 == 0 {
			t.Errorf("%q: %v", s, err)
		}
		plain := strings.NewReplacer(`"`, "", " ", "", "\t", "")
		if got, want := plain.Replace(strings.Join(words, "")), plain.Replace(strings.ToValidUTF8(s, "\ufffd")); strings.ToValidUTF8(got, "\ufffd") != want && strings.ToValidUTF8(s, "") == s {
			t.Errorf("%q is %q", s, words)
		}
	})
}
