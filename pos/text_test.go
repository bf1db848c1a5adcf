package pos_test

import (
	"errors"
	"fmt"
	"testing"

	"holdfast/pos"
	"holdfast/pos/money"
)

func TestText(t *testing.T) {
	for want, text := range map[string]pos.Text{
		"nothing to fill in":        pos.T("nothing to fill in"),
		"12.30 is due, not 1.00":    pos.T("{} is due, not {}", 1230*money.Fen(1), money.Yuan),
		"an argument {} stays {}":   pos.T("an argument {} stays {}", "{}", "{}"),
		"a lost card of 张伟":         pos.T("{} of {}", pos.T("a {} card", pos.Lost), "张伟"),
		"what came with {} from HQ": pos.Said("what came with {} from HQ"),
		"one of Price":              pos.T("one of {}", pos.T("Price|of one")),
		"heard | with {}":           pos.Heard("heard | with {}"),
		"too few":                   pos.T("too few{}", ""),
	} {
		if got := text.String(); got != want {
			t.Errorf("%+v is %q, want %q", text, got, want)
		}
	}
}

func TestTextOf(t *testing.T) {
	cause := errors.New("disk")
	e := pos.E(pos.State, "scan", "{} is off the shelf", "茶")
	e.Err = cause
	wrapped := fmt.Errorf("append: %w", e)
	if got := pos.TextOf(wrapped).String(); got != "茶 is off the shelf" {
		t.Error(got)
	}
	if got := pos.MessageOf(wrapped); got != "茶 is off the shelf" {
		t.Error(got)
	}
	if got := pos.MessageOf(pos.E(pos.Usage, "", "usage: a|b")); got != "usage: a|b" {
		t.Error(got)
	}
	if !pos.Heard("").IsZero() {
		t.Error("nothing was heard, and something is said")
	}
	if got := e.Error(); got != "scan: 茶 is off the shelf" {
		t.Error(got)
	}
	if got := pos.TextOf(errors.New("plain {} error")).String(); got != "plain {} error" {
		t.Error(got)
	}
}

func TestLangName(t *testing.T) {
	for _, c := range []struct {
		lang         pos.Lang
		zh, en, want string
	}{
		{pos.English, "茶", "Tea", "Tea"}, {pos.English, "茶", "", "茶"}, {pos.Chinese, "茶", "Tea", "茶"}, {"", "茶", "Tea", "茶"},
	} {
		if got := c.lang.Name(c.zh, c.en); got != c.want {
			t.Errorf("in %q %s, %q is %q, want %q", c.lang, c.zh, c.en, got, c.want)
		}
	}
}
