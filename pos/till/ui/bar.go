package ui

import (
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/till"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// bar is the status bar: always the same things at the same places.
type bar struct {
	*kit.StatusBar
	left, right []kit.BarItem
}

func newBar() *bar { return &bar{StatusBar: kit.NewStatusBar()} }

func (b *bar) update(w *Window, s *desk.State) {
	left, right := barLeft(w, s), barRight(w, s)
	if !same(left, b.left) || !same(right, b.right) {
		b.left, b.right = left, right
		b.Set(left, right)
	}
}

// same compares what can be seen.
func same(a, b []kit.BarItem) bool {
	return slices.EqualFunc(a, b, func(a, b kit.BarItem) bool {
		return a.Text == b.Text && a.Alarm == b.Alarm && a.Dot == b.Dot && a.Told == b.Told && a.Icon == b.Icon
	})
}

// barLeft says where, who and since when.
func barLeft(w *Window, s *desk.State) []kit.BarItem {
	items := []kit.BarItem{{Text: s.Bar.StoreName + " · " + s.Bar.Till, Strong: true}}
	if s.Bar.Person != "" {
		items = append(items, kit.BarItem{Text: s.Bar.Person})
	}
	if shift := s.Bar.Shift; shift != nil {
		items = append(items, barShift(w, shift, s.Bar.Now))
	}
	return items
}

// barShift says which shift is open. One of another business date says so; one of a date that is yet to come began while
// the clock was wrong, and is to be closed.
func barShift(w *Window, shift *till.ShiftInfo, now time.Time) kit.BarItem {
	switch today := pos.Date(now); {
	case shift.Date > today:
		return kit.BarItem{Text: w.t("shift of {}: close it, the clock was wrong", shift.Date), Told: kit.AmberTone}
	case shift.Date < today:
		return kit.BarItem{Text: w.t("shift of {}", shift.Date)}
	}
	return kit.BarItem{Text: w.t("shift since {}", shift.Since.Format("15:04"))}
}

// moment is a time of today by its hour, another one by its date too.
func moment(at, now time.Time) string {
	if pos.Date(at) == pos.Date(now) {
		return at.Format("15:04")
	}
	return at.Format("01-02 15:04")
}

// barRight says how the line is, what head office lacks, and the time.
func barRight(w *Window, s *desk.State) (items []kit.BarItem) {
	if s.Training {
		items = append(items, kit.BarItem{Text: w.t("Training"), Told: kit.AmberTone})
	}
	switch {
	case s.Bar.Online:
		items = append(items, kit.BarItem{Text: w.t("Online"), Dot: kit.BarGreen})
	case s.Bar.Since.IsZero():
		items = append(items, kit.BarItem{Text: w.t("Offline"), Dot: kit.BarAmber, Alarm: true})
	default:
		items = append(items, kit.BarItem{Text: w.t("Offline since {}", moment(s.Bar.Since, s.Bar.Now)), Dot: kit.BarAmber, Alarm: true})
	}
	if !s.Bar.Doubt.IsZero() {
		items = append(items, kit.BarItem{Text: w.t("Stored value waits"), Dot: kit.BarAmber, Alarm: true})
	}
	if s.Bar.Closing != nil {
		items = append(items, kit.BarItem{Text: w.t("Being closed"), Dot: kit.BarAmber, Alarm: true})
	}
	return append(items, kit.BarItem{Text: w.t("{} unsent", s.Bar.Unsent)}, kit.BarItem{Text: s.Bar.Now.Format("15:04"), Strong: true})
}
