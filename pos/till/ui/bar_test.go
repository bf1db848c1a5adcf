package ui

import (
	"strings"
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/till"
	"holdfast/pos/till/desk"
)

// TestBar: what isn't as it should be is in view on every screen, and a time that isn't today's has its date.
func TestBar(t *testing.T) {
	for name, one := range map[string]struct {
		change func(b *desk.Bar)
		says   string
	}{
		"as usual":             {func(*desk.Bar) {}, "和邻超市 梧桐路店 · T1|陈晓梅|shift since 08:36|Online|0 unsent|14:36"},
		"cut off since today":  {func(b *desk.Bar) { b.Online = false }, "和邻超市 梧桐路店 · T1|陈晓梅|shift since 08:36|Offline since 13:36|0 unsent|14:36"},
		"cut off for days":     {func(b *desk.Bar) { b.Online, b.Since = false, b.Since.AddDate(0, 0, -4) }, "和邻超市 梧桐路店 · T1|陈晓梅|shift since 08:36|Offline since 11-23 13:36|0 unsent|14:36"},
		"a night shift":        {func(b *desk.Bar) { b.Shift.Date = "2026-11-26" }, "和邻超市 梧桐路店 · T1|陈晓梅|shift of 2026-11-26|Online|0 unsent|14:36"},
		"a shift yet to come":  {func(b *desk.Bar) { b.Shift.Date = "2036-11-26" }, "和邻超市 梧桐路店 · T1|陈晓梅|shift of 2036-11-26: close it, the clock was wrong|Online|0 unsent|14:36"},
		"perhaps an old copy":  {func(b *desk.Bar) { b.Doubt = pos.T("an old copy") }, "和邻超市 梧桐路店 · T1|陈晓梅|shift since 08:36|Online|Stored value waits|0 unsent|14:36"},
		"being closed":         {func(b *desk.Bar) { b.Closing = &till.Closing{} }, "和邻超市 梧桐路店 · T1|陈晓梅|shift since 08:36|Online|Being closed|0 unsent|14:36"},
		"nobody has signed in": {func(b *desk.Bar) { b.Shift, b.Person, b.Since = nil, "", time.Time{} }, "和邻超市 梧桐路店 · T1|Online|0 unsent|14:36"},
	} {
		t.Run(name, func(t *testing.T) {
			s := state(&desk.Selling{})
			s.Lang = pos.English
			one.change(&s.Bar)
			w := open(t, s, 1024, 768)
			var says []string
			for _, item := range append(barLeft(w.Window, s), barRight(w.Window, s)...) {
				says = append(says, item.Text)
			}
			if got := strings.Join(says, "|"); got != one.says {
				t.Errorf("%s\nwant %s", got, one.says)
			}
		})
	}
}
