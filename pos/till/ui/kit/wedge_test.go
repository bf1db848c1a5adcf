package kit

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// A script is typed at a wedge: each character after a pause of milliseconds.
type stroke struct {
	after int
	char  rune
}

// each is a text typed with the same pause before each character.
func each(after int, text string) (s []stroke) {
	for _, r := range text {
		s = append(s, stroke{after, r})
	}
	return s
}

// feed plays strokes and tells what came of it: typed text with scans in brackets and a < for each character taken back.
func feed(w *Wedge, strokes []stroke) string {
	var b strings.Builder
	now := time.Date(2026, 11, 22, 14, 36, 0, 0, time.UTC)
	tell := func(h Heard) {
		b.WriteString(string(h.Pass) + strings.Repeat("<", h.Taken))
		if h.Scan != "" {
			fmt.Fprintf(&b, "[%s]", h.Scan)
		}
	}
	for _, s := range strokes {
		now = now.Add(time.Duration(s.after) * time.Millisecond)
		tell(w.Feed(s.char, now))
	}
	tell(w.Expire(now.Add(time.Second)))
	return strings.ReplaceAll(b.String(), "\r", "⏎")
}

func TestWedge(t *testing.T) {
	prefixed := Wedge{Prefix: "~", Suffix: "\r", Hold: 150 * time.Millisecond, Gap: 35 * time.Millisecond, Least: 6}
	double := Wedge{Prefix: "~#", Suffix: "!", Hold: 150 * time.Millisecond}
	open := Wedge{Prefix: "~", Hold: 150 * time.Millisecond}
	timed := Wedge{Suffix: "\r", Gap: 35 * time.Millisecond, Least: 6}
	quick := Wedge{Suffix: "\r", Gap: 35 * time.Millisecond, Least: 6, Quick: 20 * time.Millisecond}
	both := quick
	both.Prefix, both.Hold = "~", 150*time.Millisecond
	for _, c := range []struct {
		name    string
		wedge   Wedge
		strokes []stroke
		want    string
	}{
		{"a fast scanner with a prefix", prefixed, each(10, "~6901234567892\r"), "[6901234567892]"},
		{"a slow scanner with a prefix", prefixed, each(100, "~6901234567892\r"), "[6901234567892]"},
		{"two scans", prefixed, each(80, "~6901\r~6902\r"), "[6901][6902]"},
		{"a person types", prefixed, each(120, "kqs 12\r"), "kqs 12⏎"},
		{"a person types the prefix", prefixed, append(each(200, "~"), each(400, "a")...), "~a"},
		{"a scan that breaks off is typed", prefixed, append(each(10, "~690"), each(500, "1\r")...), "~6901⏎"},
		{"a fast scanner without its prefix", prefixed, each(10, "690123\r"), "690123<<<<<<[690123]"},
		{"the scanner's second Enter", prefixed, each(10, "~6901\r\r"), "[6901]"},
		{"a scan right behind another", timed, each(1, "6901234567892\r6901234567908\r"), "6901234567892<<<<<<<<<<<<<[6901234567892]6901234567908<<<<<<<<<<<<<[6901234567908]"},
		{"a person's Enter after a scan", prefixed, append(each(10, "~6901\r"), stroke{600, '\r'}), "[6901]⏎"},
		{"only half of a prefix", double, append(each(10, "~"), each(10, "a")...), "~a"},
		{"a prefix that begins twice", double, each(10, "~~#12!"), "~[12]"},
		{"a code without a suffix ends by itself", open, each(10, "~6901"), "[6901]"},
		{"an empty code is nothing", prefixed, each(10, "~\r"), ""},
		{"by time alone", timed, each(10, "6901234567892\r"), "6901234567892<<<<<<<<<<<<<[6901234567892]"},
		{"too slow for time alone", timed, each(90, "6901234567892\r"), "6901234567892⏎"},
		{"a fast scanner before a busy window", timed, append(each(10, "69012345"), append([]stroke{{120, '6'}}, each(0, "7892\r")...)...), "6901234567892<<<<<<<<<<<<<[6901234567892]"},
		{"a window that is busy once a scan has begun", timed, append(each(10, "690"), append([]stroke{{300, '1'}}, each(10, "234567892\r")...)...), "6901234567892<<<<<<<<<<<<<[6901234567892]"},
		{"a window that is busy all the time", timed, append(each(300, "690"), each(10, "1234567892\r")...), "6901234567892<<<<<<<<<<<[01234567892]"},
		{"two short codes", timed, append(each(10, "6901\r"), append([]stroke{{300, '6'}}, each(10, "901\r")...)...), "6901⏎6901⏎"},
		{"too short for time alone", timed, each(10, "6901\r"), "6901⏎"},
		{"typing before the scan stays", timed, append(each(150, "7*"), append([]stroke{{300, '6'}}, each(10, "90123\r")...)...), "7*690123<<<<<<[690123]"},
		{"too long for a code", prefixed, each(10, "~"+strings.Repeat("9", 300)), "~" + strings.Repeat("9", 300)},
		{"a fast scanner is not shown", quick, each(10, "6901234567892\r"), "[6901234567892]"},
		{"two keys at once", quick, append(each(10, "12"), each(300, "3\r")...), "123⏎"},
		{"a scanner that pauses", quick, append(each(10, "6901"), each(30, "234567892\r")...), "690123456789<<<<<<<<<<<<[6901234567892]"},
		{"a person types fast", quick, each(25, "kq12"), "kq12"},
		{"a short code in a moment", quick, each(10, "1027\r"), "1027⏎"},
		{"Tab behind what is fast", quick, each(10, "10\t5\r"), "10\t5⏎"},
		{"a prefix behind what is fast", both, each(10, "12~6901\r"), "12[6901]"},
		{"no wedge at all", Wedge{}, each(1, "~690123\r"), "~690123⏎"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := feed(&c.wedge, c.strokes); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// FuzzWedge: no character is lost and none comes twice. What isn't part of a scan, its prefix, suffix or the scanner's
// own Enter, is typed in the order it came.
func FuzzWedge(f *testing.F) {
	f.Add("~", "\r", []byte("~6901\r"), uint8(10))
	f.Add("~#", "!", []byte("~~#12!a"), uint8(60))
	f.Add("", "\r", []byte("690123\r\r"), uint8(3))
	f.Fuzz(func(t *testing.T, prefix, suffix string, keys []byte, pause uint8) {
		w := Wedge{Prefix: prefix, Suffix: suffix, Hold: 150 * time.Millisecond, Gap: 35 * time.Millisecond, Least: 4, Quick: 20 * time.Millisecond}
		now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
		var typed, out []rune
		swallowed := 0
		take := func(h Heard) {
			out = append(out, h.Pass...)
			if h.Taken > len(out) {
				t.Fatalf("%d characters to be taken back of %d", h.Taken, len(out))
			}
			out = out[:len(out)-h.Taken]
			swallowed += len([]rune(h.Scan))
		}
		scans := false
		for i, k := range keys {
			now = now.Add(time.Duration(int(pause)*(1+i%3)) * time.Millisecond)
			r := rune(k)
			typed = append(typed, r)
			h := w.Feed(r, now)
			scans = scans || h.Scan != "" || len(h.Pass) == 0 && !w.Holding()
			take(h)
		}
		take(w.Expire(now.Add(time.Hour)))
		if w.Holding() {
			t.Fatalf("%q is held for ever", string(w.held))
		}
		if !scans && swallowed == 0 && string(out) != string(typed) {
			t.Errorf("typed %q, came out %q", string(typed), string(out))
		}
		if len(out)+swallowed > len(typed) {
			t.Errorf("typed %d characters, %d came out", len(typed), len(out)+swallowed)
		}
	})
}
