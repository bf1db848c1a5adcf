package kit

import (
	"strings"
	"time"
	"unicode"
)

// Wedge tells a scanner that types from a person who does. First by what the scanner puts around each code, second by
// time: some scanners type a key every 10 ms, others every 80 to 100 ms, and so does a person.
//
// While a prefix is open its characters are held back; they are given back when it turns out to be none. So is, for a moment
// that nobody notices, every letter and digit, and for as long as they come faster than a person types: showing each costs a
// picture, and the code's line would wait for it. The zero value recognises nothing.
type Wedge struct {
	Prefix string        // what the scanner types before each code; "" for nothing
	Suffix string        // and after it; Enter is "\r"
	Hold   time.Duration // the longest pause within a code that has a prefix
	Gap    time.Duration // the pause between keys of a code that has none, on average; 0 doesn't tell by time
	Least  int           // characters of a code that is told by time
	Quick  time.Duration // a pause shorter than a person's; 0 holds back nothing but prefixes

	held  []rune // since the prefix began
	kept  []rune // at the end of the burst, as more may follow at once
	burst []rune // what came without a long pause, kept or passed on
	begun time.Time
	late  time.Duration // the one long pause in the burst, which was the window's
	last  time.Time
	quiet time.Time // until then, Enter is the scanner's
}

// longestCode is beyond every code; what is longer is no scan.
const longestCode = 200

// afterScan is how long an Enter behind a code is still the scanner's.
const afterScan = 100 * time.Millisecond

// busy is the longest time for which a window may not look at its keys.
const busy = 500 * time.Millisecond

// Heard is what one character led to.
type Heard struct {
	Pass  []rune // to be typed, in this order; held back before, or just come
	Scan  string // the code, when this character ended one
	Taken int    // of the characters passed on before, the last so many were the code's and have to be taken back
}

// Feed takes a character, Enter as '\r' and Tab as '\t'.
func (w *Wedge) Feed(r rune, now time.Time) (h Heard) {
	if len(w.held) > 0 && now.Sub(w.last) > w.Hold {
		h.Pass = w.give()
	}
	pause := now.Sub(w.last)
	w.last = now
	if (r == '\r' || r == '\n') && now.Before(w.quiet) {
		return h
	}
	w.quiet = time.Time{} // another code, or a person, has begun

	prefix := []rune(w.Prefix)
	for len(prefix) > 0 {
		if len(w.held) >= len(prefix) {
			h.Scan = w.inside(r, len(prefix), now, &h)
			return h
		}
		if r == prefix[len(w.held)] {
			h.Pass = append(h.Pass, w.release()...)
			w.held = append(w.held, r)
			return h
		}
		if len(w.held) == 0 {
			break
		}
		h.Pass = append(h.Pass, w.give()...) // not the prefix; this character may begin another
	}

	if w.Gap <= 0 {
		h.Pass = append(h.Pass, r)
		return h
	}
	// A window that is busy for a moment sees keys late, so one pause may be longer than the others: without it, a code
	// that came meanwhile would be taken for its end only.
	long := pause > 4*w.Gap
	if pause > busy || long && w.late > 0 || len(h.Pass) > 0 {
		w.burst = w.burst[:0]
	}
	if len(w.burst) == 0 {
		w.begun, w.late = now, 0
	} else if long {
		w.late = pause
	}
	suffix := w.Suffix
	if suffix == "" {
		suffix = "\r"
	}
	w.burst = append(w.burst, r)
	fast := now.Sub(w.begun)-w.late <= w.Gap*time.Duration(len(w.burst)-1)
	if code, ok := strings.CutSuffix(string(w.burst), suffix); ok && fast && len([]rune(code)) >= w.Least {
		h.Scan, h.Taken = code, len(w.burst)-1-len(w.kept)
		w.ended(now)
		return h
	}
	ended := len(w.burst) > longestCode || r == '\r' || r == '\n'
	if ended {
		w.burst = w.burst[:0]
	}
	if ended || pause >= w.Quick {
		h.Pass = append(h.Pass, w.release()...)
	}
	if w.Quick > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)) { // all else is a key that does something
		w.kept = append(w.kept, r)
		return h
	}
	h.Pass = append(append(h.Pass, w.release()...), r)
	return h
}

// inside takes a character behind a whole prefix.
func (w *Wedge) inside(r rune, prefix int, now time.Time, h *Heard) (scan string) {
	w.held = append(w.held, r)
	text := string(w.held[prefix:])
	if code, ok := strings.CutSuffix(text, w.Suffix); ok && w.Suffix != "" {
		w.ended(now)
		return code
	}
	if len(w.held) > longestCode {
		h.Pass = append(h.Pass, w.give()...)
	}
	return ""
}

func (w *Wedge) ended(now time.Time) {
	w.held, w.kept, w.burst = nil, nil, w.burst[:0]
	w.quiet = now.Add(afterScan)
}

func (w *Wedge) give() []rune {
	held := w.held
	w.held = nil
	return held
}

func (w *Wedge) release() []rune {
	kept := w.kept
	w.kept = nil
	return kept
}

// few is how many keys a person may have pressed at once.
const few = 3

// Typed gives back what a person has typed just before doing something else; the beginning of a code stays.
func (w *Wedge) Typed() []rune {
	if len(w.kept) > few {
		return nil
	}
	return w.release()
}

// Holding says whether characters are being held back; the last one that came is one of them.
func (w *Wedge) Holding() bool { return len(w.held)+len(w.kept) > 0 }

// Patience is how long what is held back now waits for more.
func (w *Wedge) Patience() time.Duration {
	if len(w.held) > 0 {
		return w.Hold
	}
	return w.Quick
}

// Expire gives back what has been held for too long. A code that ends without a suffix ends here.
func (w *Wedge) Expire(now time.Time) (h Heard) {
	prefix := len([]rune(w.Prefix))
	switch {
	case !w.Holding() || now.Sub(w.last) < w.Patience():
	case len(w.held) == 0:
		h.Pass = w.release()
	case w.Suffix == "" && len(w.held) > prefix:
		h.Scan = string(w.held[prefix:])
		w.ended(now)
	default:
		h.Pass = w.give()
	}
	return h
}

// Flush gives back at once what is held: a key that no code contains has been pressed.
func (w *Wedge) Flush() []rune {
	w.burst = w.burst[:0]
	return append(w.release(), w.give()...)
}
