package texts

import (
	"strings"
	"testing"

	"holdfast/pos"
)

func TestSay(t *testing.T) {
	chinese = map[string]string{
		"{} of {}": "{2}的{1}", "a {} card": "{}卡", "lost": "挂失", "close|shift": "交班", "no card": "没有卡",
	}
	for _, c := range []struct {
		text   pos.Text
		en, zh string
	}{
		{pos.T("close|shift"), "close", "交班"},
		{pos.T("{} of {}", pos.T("a {} card", pos.Lost), "张伟"), "a lost card of 张伟", "张伟的挂失卡"},
		{pos.T("{} of {}", "{1}", "{}"), "{1} of {}", "{}的{1}"},
		{pos.T("{} of {}", pos.E(pos.State, "op", "no card"), "x"), "no card of x", "x的没有卡"},
		{pos.Said("what {} says | stands"), "what {} says | stands", "what {} says | stands"},
		{pos.T("not in the catalogue"), "not in the catalogue", "not in the catalogue"},
	} {
		if got := Say(pos.English, c.text); got != c.en {
			t.Errorf("English: %q, want %q", got, c.en)
		}
		if got := Say(pos.Chinese, c.text); got != c.zh {
			t.Errorf("Chinese: %q, want %q", got, c.zh)
		}
	}
}

// FuzzFill: whatever a message and its arguments hold, each argument stands once where it belongs and nothing panics.
func FuzzFill(f *testing.F) {
	f.Add("{} and {2} {", "{}", "{1}")
	f.Fuzz(func(t *testing.T, message, a, b string) {
		fill(message, []string{a, b})
		if got := fill("{2}\x00{1}", []string{a, b}); got != b+"\x00"+a {
			t.Errorf("%q", got)
		}
		if strings.Count(message, "{") == 0 && fill(message, nil) != message {
			t.Errorf("%q changed", message)
		}
	})
}
