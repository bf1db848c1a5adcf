package rules

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// When says at which times. Nothing said means always. Hours that end before they begin, or when they begin, end on the next
// day, and belong to the day that they begin on.
type When struct {
	From     string   `json:"from,omitempty"` // date, with it
	To       string   `json:"to,omitempty"`   // date, with it
	Weekdays []string `json:"weekdays,omitempty"`
	Days     []int    `json:"days,omitempty"`  // of the month
	Hours    []string `json:"hours,omitempty"` // 17:00-19:00, without its last minute's end
}

// IsZero reports whether nothing is said.
func (w When) IsZero() bool {
	return w.From == "" && w.To == "" && len(w.Weekdays)+len(w.Days)+len(w.Hours) == 0
}

// weekdays are the names that documents have for them.
var weekdays = map[string]time.Weekday{
	"mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday, "fri": time.Friday,
	"sat": time.Saturday, "sun": time.Sunday,
}

// Window is a When that has been read: whether it is open is a few comparisons.
type Window struct {
	from, to date   // 0: no bound
	weekdays uint8  // bits by time.Weekday; 0: all
	days     uint32 // bits by day of the month; 0: all
	hours    []span
}

// date is a day as a number that sorts: 20260131.
type date int

func dateOf(t time.Time) date { return date(t.Year()*10000 + int(t.Month())*100 + t.Day()) }

// time is the day's begin, of one that there is.
func (d date) time() time.Time {
	return time.Date(int(d)/10000, time.Month(d/100%100), int(d)%100, 0, 0, 0, 0, time.UTC)
}

// span is minutes of a day; end may be beyond midnight.
type span struct{ begin, end int }

// Read reads a When; each thing that is wrong is told with its path below the When's own.
func (w When) Read(wrong func(path, why string)) (r Window) {
	for _, d := range []struct {
		path, text string
		to         *date
	}{{"from", w.From, &r.from}, {"to", w.To, &r.to}} {
		if d.text == "" {
			continue
		}
		day, err := time.Parse(time.DateOnly, d.text)
		if err != nil {
			wrong(d.path, fmt.Sprintf("%q is no date; write it as 2026-01-31", d.text))
			continue
		}
		*d.to = dateOf(day)
	}
	for i, name := range w.Weekdays {
		day, ok := weekdays[name]
		if !ok {
			wrong(fmt.Sprintf("weekdays[%d]", i), fmt.Sprintf("%q is none of mon, tue, wed, thu, fri, sat, sun", name))
		}
		r.weekdays |= 1 << day
	}
	for i, day := range w.Days {
		if day < 1 || day > 31 {
			wrong(fmt.Sprintf("days[%d]", i), fmt.Sprintf("%d is no day of a month", day))
			continue
		}
		r.days |= 1 << day
	}
	for i, text := range w.Hours {
		h, ok := readSpan(text)
		if !ok {
			wrong(fmt.Sprintf("hours[%d]", i), fmt.Sprintf("%q are no hours; write them as 17:00-19:00", text))
			continue
		}
		r.hours = append(r.hours, h)
	}
	return r
}

// midnight is the minute that a day ends with.
const midnight = 24 * 60

func readSpan(text string) (h span, ok bool) {
	begin, end, found := strings.Cut(text, "-")
	b, okB := minute(begin)
	e, okE := minute(end)
	if !found || !okB || !okE || b == midnight {
		return h, false
	}
	if e <= b {
		e += midnight
	}
	return span{b, e}, true
}

// minute reads a time of day; 24:00 is the day's end.
func minute(text string) (int, bool) {
	if text == "24:00" {
		return midnight, true
	}
	t, err := time.Parse("15:04", text)
	return t.Hour()*60 + t.Minute(), err == nil && len(text) == 5
}

// Open reports whether it is open at a local time.
func (r Window) Open(local time.Time) bool {
	if len(r.hours) == 0 {
		return r.on(local)
	}
	now := local.Hour()*60 + local.Minute()
	// As a date, not a day earlier by the clock: where clocks go forward, that may be a time that there isn't, of another day.
	before := time.Date(local.Year(), local.Month(), local.Day()-1, 0, 0, 0, 0, time.UTC)
	for _, h := range r.hours {
		if now >= h.begin && now < h.end && r.on(local) {
			return true
		}
		if now+midnight < h.end && r.on(before) {
			return true
		}
	}
	return false
}

// on reports whether a day is one of its days.
func (r Window) on(day time.Time) bool {
	if r.weekdays != 0 && r.weekdays&(1<<day.Weekday()) == 0 || r.days != 0 && r.days&(1<<day.Day()) == 0 {
		return false
	}
	d := dateOf(day)
	return d >= r.from && (r.to == 0 || d <= r.to)
}

// years after which dates fall on the same weekdays again.
const years = 28

// ever reports whether any day is one of its days.
func (r Window) ever() bool {
	from := r.from.time()
	switch {
	case r.from == 0 && r.to == 0:
		from = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	case r.from == 0:
		from = r.to.time().AddDate(-years, 0, 0)
	}
	for i := range years * 366 {
		day := from.AddDate(0, 0, i)
		if r.on(day) {
			return true
		}
		if r.to != 0 && dateOf(day) > r.to {
			break
		}
	}
	return false
}

// meets reports whether two windows may be open at once. It looks at dates, weekdays and hours each by itself, so that it may
// say yes where it takes two of them together to say no.
func (r Window) meets(o Window) bool {
	if r.to != 0 && o.from > r.to || o.to != 0 && r.from > o.to || r.weekdays != 0 && o.weekdays != 0 && r.weekdays&o.weekdays == 0 ||
		r.days != 0 && o.days != 0 && r.days&o.days == 0 {
		return false
	}
	if len(r.hours) == 0 || len(o.hours) == 0 {
		return true
	}
	return slices.ContainsFunc(r.hours, func(a span) bool {
		return slices.ContainsFunc(o.hours, func(b span) bool {
			return a.begin < b.end && b.begin < a.end || a.begin+midnight < b.end || b.begin+midnight < a.end
		})
	})
}
