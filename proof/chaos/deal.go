//go:build linux

package chaos

import (
	"fmt"
	"strings"

	"holdfast/proof"
)

// What a deal may be.
const (
	sale        = "sale"
	refund      = "refund"
	topUp       = "top-up"
	undoing     = "top-up undone"
	conversion  = "conversion"
	lossReport  = "card reported lost"
	lossUndone  = "card found"
	replacement = "card replaced"
)

// deal is what one finished command did. What goes to the member is above zero; a refund has with the other sign what its
// sale has.
type deal struct {
	what    string
	receipt string
	began   int64  // when its command was typed, by the books' count
	noted   int64  // and when it was booked
	member  string // phone
	total   int64  // fen that goods came to or that were paid in; of what was given back, below zero
	value   int64  // of stored value, in fen
	spent   int64  // points that paid, 1/10,000; below zero: that came back
	earned  int64  // points; below zero: that were taken back

	pieces int64  // of a sale: how many of the goods, its first line
	quick  int64  // what its second line came to; 0: it has none
	bonus  int64  // of a top-up: of its value, what was given on top
	of     string // the receipt that something was given back of
	all    bool   // everything that was left of it
	card   string // that it was about
	fresh  string // the one that took its place
}

// points is what the member got of them.
func (d deal) points() int64 { return d.earned - d.spent }

// as is the deal with what was told of it filled in: how a refund is split, nobody but the till says. What was known
// before must be as it is told.
func (d deal) as(told deal) (deal, error) {
	switch d.what {
	case refund:
		d.value, d.spent, d.earned = told.value, told.spent, told.earned
		if d.all {
			d.total = told.total
		}
	case undoing: // whatever was spent since: what is paid back and the bonus are the member's no more
		d.total = told.total
		d.value = d.total - d.bonus
		told.value = d.value
	}
	if d.what != told.what || d.of != told.of || d.total != told.total || d.value != told.value || d.spent != told.spent ||
		d.earned != told.earned || !sameCard(d.card, told.card) || !sameCard(d.fresh, told.fresh) {
		return d, fmt.Errorf("%w: what was done is %+v, and the till says that it is %+v", errWrong, d, told)
	}
	return d, nil
}

// sameCard compares a card with one that was told of, of which only the end may be shown.
func sameCard(card, told string) bool {
	shown := strings.TrimLeft(told, "*")
	return card == told || shown != "" && shown != told && strings.HasSuffix(card, shown)
}

// answered is the deal as the till's answer says that it is.
func (d deal) answered(a proof.Answer) deal {
	told := deal{what: d.what}
	switch d.what {
	case sale: // how it was paid, the answers before have said
		told.total, told.earned, told.value, told.spent = a.Fen("total"), parsePoints(a.Text("points")), d.value, d.spent
	case topUp:
		told.total, told.value = a.Fen("principal"), a.Fen("principal")+a.Fen("bonus")
	case conversion:
		told.spent, told.value = parsePoints(a.Text("points")), a.Fen("bonus")
	case refund:
		told.of, told.total, told.earned = a.Text("of"), -a.Fen("total"), -parsePoints(a.Text("points"))
		tenders, _ := a["tenders"].([]any)
		for _, t := range tenders {
			tender, _ := t.(map[string]any)
			switch t := proof.Answer(tender); t.Text("kind") {
			case "stored":
				told.value += t.Fen("amount")
			case "points":
				told.spent -= parsePoints(t.Text("points"))
			}
		}
	case undoing:
		told.of, told.total = a.Text("of"), -a.Fen("total")
	case lossReport, lossUndone:
		told.card = a.Text("card")
	case replacement:
		told.card, told.fresh = a.Text("old"), a.Text("new")
	}
	return told
}
