package pinyin

import (
	"maps"
	"slices"
	"strings"
	"sync"

	dict "github.com/mozillazg/go-pinyin"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// maxSyllable is the length of the longest syllables, such as zhuang.
const maxSyllable = 6

// read is which characters are read how, the likeliest in a name first.
type read struct {
	exactly   map[string][]rune // by a whole syllable
	beginning map[string][]rune // by any beginning of one
}

// readings is made when it is first needed, which takes some hundredths of a second.
var readings = sync.OnceValue(func() read {
	made := read{map[string][]rune{}, map[string][]rune{}}
	for _, characters := range []string{surnames + given + gb2312(0xB0, 0xD7), gb2312(0xD8, 0xF7), unified()} {
		unusual := map[string][]rune{}
		for _, r := range characters {
			var starts []byte
			for _, s := range syllables(r) {
				if starts == nil || strings.IndexByte(heteronyms[r], s[0]) >= 0 && !slices.Contains(starts, s[0]) {
					made.add(r, s)
				} else {
					unusual[s] = append(unusual[s], r)
				}
				starts = append(starts, s[0])
			}
		}
		for _, s := range slices.Sorted(maps.Keys(unusual)) {
			for _, r := range unusual[s] {
				made.add(r, s)
			}
		}
	}
	return made
})

func (made read) add(r rune, syllable string) {
	if slices.Contains(made.exactly[syllable], r) {
		return
	}
	made.exactly[syllable] = append(made.exactly[syllable], r)
	for n := 1; n <= len(syllable); n++ {
		made.beginning[syllable[:n]] = append(made.beginning[syllable[:n]], r)
	}
}

// syllables is the readings of a character without tones, the commonest first. A sound without a vowel (嗯, 呣) is left
// out: nobody types it.
func syllables(r rune) (list []string) {
	for reading := range strings.SplitSeq(dict.PinyinDict[int(r)], ",") {
		if s := untoned(reading); strings.ContainsAny(s, "aeiouv") && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// gb2312 is the characters of some rows of GB 2312. Its first level (B0 to D7) is the 3,755 of everyday life in the order
// of their readings, its second (D8 to F7) the 3,008 that are rarer.
func gb2312(from, to byte) string {
	var b []byte
	for row := from; row <= to; row++ {
		for cell := byte(0xA1); cell <= 0xFE; cell++ {
			b = append(b, row, cell)
		}
	}
	text, _ := simplifiedchinese.GBK.NewDecoder().Bytes(b) // it decodes anything
	return string(text)
}

// unified is the characters that Unicode had from its first version, among them those of names that GB 2312 lacks: 喆, 堃, 玥.
func unified() string {
	var b strings.Builder
	for r := '\u4E00'; r <= '\u9FA5'; r++ {
		b.WriteRune(r)
	}
	return b.String()
}
