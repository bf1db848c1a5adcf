package texts

import (
	"strings"
	"testing"

	"holdfast/pos"
)

func TestSay(t *testing.T) {
	was := chinese
	defer func() { chinese = was }()
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
		{pos.T("{}: {}", pos.Lost, pos.T("no card")), "lost: no card", "挂失: 没有卡"}, // nothing of its own to translate
		{pos.T("{} of {}", pos.T("close|shift"), pos.Heard("no card")), "close of no card", "没有卡的交班"},
		{pos.Said("what {} says | stands"), "what {} says | stands", "what {} says | stands"},
		{pos.T("not in the catalogue"), "not in the catalogue", "not in the catalogue"},
		{pos.Heard("words | of {} others"), "words | of {} others", "words | of {} others"},
	} {
		if got := Say(pos.English, c.text); got != c.en {
			t.Errorf("English: %q, want %q", got, c.en)
		}
		if got := Say(pos.Chinese, c.text); got != c.zh {
			t.Errorf("Chinese: %q, want %q", got, c.zh)
		}
	}
}

// TestHeard: what head office says is known by its words, whatever it puts in, and by no other sentence of its own.
func TestHeard(t *testing.T) {
	for message, zh := range merged("hq") {
		for _, put := range []string{"T1", "x:y", "{1}"} {
			args := make([]any, strings.Count(message, "{}"))
			words := make([]string, len(args))
			for i := range args {
				args[i], words[i] = put, put
			}
			heard := pos.Fill(message, args)
			if got, want := Say(pos.Chinese, pos.T("{}; {}", pos.Heard(heard), "then")), fill(zh, words)+"；then"; got != want {
				t.Errorf("%q: %q, want %q", heard, got, want)
			}
			if got := Say(pos.English, pos.Heard(heard)); got != heard {
				t.Errorf("in English %q became %q", heard, got)
			}
		}
	}
	if got, want := Say(pos.Chinese, pos.Heard("this card is lost; it pays for nothing")), "这张卡已挂失，不能付款"; got != want {
		t.Errorf("%q, want %q: words of ours in it are said too", got, want)
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

// FuzzHeard: nothing that comes over the wire panics.
func FuzzHeard(f *testing.F) {
	f.Add("receipt {} and its refunds are too large to be sent; refund it where it was sold")
	f.Fuzz(func(t *testing.T, words string) {
		if heard(words) == "" && words != "" {
			t.Errorf("%q is said as nothing", words)
		}
	})
}
