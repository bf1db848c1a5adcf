//go:build linux

package chaos

import (
	"fmt"
	"math"
)

// frozenStayed wants no till to have spent anything of a member's while it knew, by its own report, that their card is lost.
// Of a card that is void nothing is known but that head office said so, at some time.
func (w *world) frozenStayed() error {
	lost := w.books.all(func(d deal) bool { return d.what == lossReport })
	for _, report := range lost {
		m, err := w.hq.Member(report.member)
		if err != nil {
			return err
		}
		for _, c := range m.Cards {
			if c.Number != report.card || c.Status == "void" {
				continue
			}
			if spent, ok := w.books.find(0, w.books.melted(report)); ok {
				return fmt.Errorf("card %s was reported lost by %s, and %+v spent what was frozen", report.card, report.receipt, spent)
			}
			w.tally.add("loss reports that froze what the member has", 1)
		}
	}
	return nil
}

// melted is what a till took of a member's after its own loss report, before it undid that or replaced the card, and before it
// can have heard that another till did: what isn't yet begun, nobody can have heard of.
func (b *books) melted(report deal) func(deal) bool {
	till, epoch, from := parts(report.receipt)
	until, heard := math.MaxInt, int64(math.MaxInt64)
	for _, d := range b.all(func(d deal) bool { return d.card == report.card && d.what != lossReport }) {
		place, e, seq := parts(d.receipt)
		switch own := place == till && e == epoch; {
		case own && seq > from:
			until = min(until, seq)
		case !own && (d.what == replacement || d.noted > report.began): // a report that came later isn't undone
			heard = min(heard, d.began)
		}
	}
	return func(d deal) bool {
		place, e, seq := parts(d.receipt)
		takes := d.what == undoing || (d.what == sale || d.what == conversion) && (d.value < 0 || d.spent > 0)
		return place == till && e == epoch && seq > from && seq < until && d.noted < heard && d.member == report.member && takes
	}
}
