package pinyin

import (
	"slices"
	"strings"
	"testing"

	dict "github.com/mozillazg/go-pinyin"
)

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"矿泉水":            "kqs",
		"矿泉水 1.5升":       "kqs15s",
		"农夫山泉饮用天然水550ml": "nfsqyytrs550ml",
		"重庆小面":           "zqxm cqxm",
		"长沙臭豆腐":          "cscdf zscdf csxdf zsxdf",
		"重庆长沙调味":         "zqcstw cqcstw zqzstw cqzstw", // no more than four
		"阿胶糕":            "ajg ejg",
		"鹅蛋":             "ed",
		"欧阳娜娜":           "oynn",
		"吕律绿":            "lll",
		"单雄信":            "dxx sxx",
		"张伟":             "zw",
		"ＡＢＣ钙片５００㎎":      "abcgp500mg",
		"Nestlé Café":    "nestlecafe",
		"㐀𠮷":             "q",
		"":               "",
		"——！（）":          "",
	} {
		if got := strings.Join(AllInitials(name), " "); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
		if first, _, _ := strings.Cut(want, " "); Initials(name) != first {
			t.Errorf("%s: %q, want %q", name, Initials(name), first)
		}
	}
}

// TestHeteronyms: each has several initials, each of them of a reading that the dictionary knows.
func TestHeteronyms(t *testing.T) {
	for r, letters := range heteronyms {
		if len(letters) < 2 {
			t.Errorf("%c has one initial, %q, and needs no line", r, letters)
		}
		var known []byte
		for reading := range strings.SplitSeq(dict.PinyinDict[int(r)], ",") {
			known = append(known, untoned(reading)[0])
		}
		for i := range letters {
			if !slices.Contains(known, letters[i]) || strings.IndexByte(letters, letters[i]) != i {
				t.Errorf("%c%s: the dictionary has %s", r, letters, dict.PinyinDict[int(r)])
			}
		}
	}
}
