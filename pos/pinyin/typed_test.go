package pinyin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// offered is what is offered first, each with how much of the letters it stands for where that isn't all.
func offered(letters string, found []Candidate) string {
	var texts []string
	for _, c := range found {
		if c.Used != len(letters) {
			c.Text += fmt.Sprint(c.Used)
		}
		texts = append(texts, c.Text)
	}
	return strings.Join(texts, " ")
}

func TestCandidates(t *testing.T) {
	for letters, want := range map[string]string{
		"wang":      "王 汪 亡",     // surnames first
		"wei":       "魏 韦 伟 薇 威", // then given names, then everyday characters
		"shan":      "山 单 珊",     // a surname's reading is as good as its common one
		"zhe":       "遮 折",
		"lv":        "吕 驴",
		"nv":        "女",
		"zhangw":    "张5 长5",
		"ZHANGWEI":  "张5 长5",
		"zw":        "张1 赵1 周1", // beginnings: zh is typed z too
		"zhw":       "张2 赵2",
		"x":         "徐 许 谢",
		"xian":      "掀 锨 先 仙",
		"xi'an":     "西3 昔3",
		"fangan":    "方4 芳4", // fang'an before fan'gan
		"n":         "娜",
		"wang 1":    "王4 汪4",
		"wang小":     "王4 汪4",
		"i":         "",
		"'":         "",
		"":          "",
		"zhangzhen": "张5",
	} {
		n := len(strings.Fields(want))
		got := offered(letters, Candidates(letters, max(n, 1)))
		if letters == "x" {
			got = offered(letters, Candidates(letters, 40)) // some of the many
			for _, w := range strings.Fields(want) {
				if !strings.Contains(got, w) {
					t.Errorf("x: no %s among %s", w, got)
				}
			}
			continue
		}
		if got != want {
			t.Errorf("%q: %s, want %s", letters, got, want)
		}
	}
	xian := offered("xian", Candidates("xian", 2000))
	if !strings.Contains(xian, "西2") || !strings.Contains(xian, "夏3") || strings.Index(xian, "西2") > strings.Index(xian, "夏3") {
		t.Errorf("xian may be xi'an, and sooner than xia'n")
	}
	if all := Candidates("yi", 1000); !slices.Contains(all, Candidate{"屹", 2}) || !slices.Contains(all, Candidate{"頤", 2}) {
		t.Error("rare characters are missing")
	}
}

func TestLexicon(t *testing.T) {
	l := NewLexicon([]string{"矿泉水", "张伟", "张伟民", "西安", "先锋", "周华健", "女儿", "重庆", "重庆", "单雄信", "王", "Cola 可乐"})
	for letters, want := range map[string]string{
		"kqs":        "矿泉水",
		"kuangqs":    "矿泉水",
		"kuangquans": "矿泉水",
		"kq":         "矿泉水",
		"zw":         "张伟 张伟民",
		"zhangwei":   "张伟 张伟民",
		"zhwm":       "张伟民",
		"xian":       "西安 先锋",
		"xi'an":      "西安",
		"xf":         "先锋",
		"zhj":        "周华健",
		"nver":       "女儿",
		"chongqing":  "重庆",
		"zq":         "重庆",
		"shanxx":     "单雄信",
		"danxx":      "单雄信",
		"wang":       "王",
		"zhangx":     "张5",
	} {
		n := len(strings.Fields(want))
		if got := offered(letters, l.Candidates(letters, n)); got != want {
			t.Errorf("%q: %s, want %s", letters, got, want)
		}
	}
	if got := offered("zhangwei", l.Candidates("zhangwei", 3)); got != "张伟 张伟民 张5" {
		t.Errorf("behind the words: %s", got)
	}
}

// FuzzCandidates: whatever is typed, what is offered is Chinese, for letters that are there.
func FuzzCandidates(f *testing.F) {
	l := NewLexicon([]string{"矿泉水", "西安", "啊啊啊啊啊啊啊啊啊啊啊啊", "张伟"})
	for _, seed := range []string{"xian", "xi'an", "''", strings.Repeat("a", 200), strings.Repeat("zh", 40), "wang小", "\xff", "K"} {
		f.Add(seed, 10)
	}
	f.Fuzz(func(t *testing.T, letters string, limit int) {
		found := l.Candidates(letters, limit)
		if len(found) > max(limit, 0) {
			t.Errorf("%d are offered, %d were asked for", len(found), limit)
		}
		for _, c := range found {
			if c.Used < 1 || c.Used > len(letters) || !utf8.ValidString(c.Text) || Initials(c.Text) == "" {
				t.Errorf("%q: %+v", letters, c)
			}
		}
		AllInitials(letters)
	})
}

func BenchmarkCandidates(b *testing.B) {
	readings()
	for b.Loop() {
		Candidates("zhangxianan", 50)
	}
}
