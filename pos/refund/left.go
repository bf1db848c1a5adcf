// Package refund works out what is left of a sale after the refunds there were, and what a further one gives back.
//
// It may import pos/record and what that may, and is pure: till and head office get the same answer from the same
// records. The one thing to know: everything is worked out from what is left, so the parts of a line, of a tender and of
// the earned points always add up to the whole, in whatever pieces and order goods come back.
package refund

import (
	"slices"

	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// Left is what of a sale has not been given back.
type Left struct {
	Lines  []Line
	Parts  []Part
	Points money.Points // earned
	Back   money.Fen    // what was given back so far, in all
}

// Line is what is left of a line of the sale, which it has with it as it was sold.
type Line struct {
	Sold   record.Line
	Qty    money.Qty
	Amount money.Fen
}

// Part is what is left of one way in which was paid: of money, one for each tender and reference (cash net of change),
// of stored value one for principal and one for bonus.
type Part struct {
	Kind   record.TenderKind
	Asset  ledger.Asset // of stored value: which half
	Ref    string
	Amount money.Fen
	Points money.Points // of a points tender: what stands behind Amount
}

// Of is what is left of a sale after its refunds, in whatever order those came. Nothing of it is below zero, also where
// refunds gave back more than was sold: see [Left.Beyond].
func Of(sale record.Sale, refunds []record.Refund) Left {
	l := sold(sale)
	l.less(refunds)
	for i := range l.Lines {
		l.Lines[i].Qty, l.Lines[i].Amount = max(0, l.Lines[i].Qty), max(0, l.Lines[i].Amount)
	}
	for i := range l.Parts {
		l.Parts[i].Amount, l.Parts[i].Points = max(0, l.Parts[i].Amount), max(0, l.Parts[i].Points)
	}
	l.Points = max(0, l.Points)
	return l
}

// Beyond is how much more the refunds of a sale gave back than the sale took: of goods by value, or of money, whichever
// is more. It is 0 unless two places refunded the same, or a till was wrong.
func Beyond(sale record.Sale, refunds []record.Refund) money.Fen {
	l := sold(sale)
	l.less(refunds)
	var goods, paid money.Fen
	for _, line := range l.Lines {
		goods += max(0, -line.Amount)
	}
	for _, p := range l.Parts {
		paid += max(0, -p.Amount)
	}
	return max(goods, paid)
}

// sold is a sale of which nothing has come back.
func sold(sale record.Sale) (l Left) {
	for _, line := range sale.Lines {
		l.Lines = append(l.Lines, Line{Sold: line, Qty: line.Qty, Amount: line.Amount})
	}
	for _, t := range sale.Paid {
		if t.Kind != record.Stored {
			p := l.part(t.Kind, "", t.Ref)
			p.Amount += t.Amount
			p.Points += t.Points
			continue
		}
		for _, u := range t.Uses {
			l.part(t.Kind, u.Asset, "").Amount += money.Fen(u.Amount)
		}
	}
	if sale.Change > 0 {
		l.part(record.Cash, "", "").Amount -= sale.Change
	}
	l.Points = sale.Points
	return l
}

// less takes off what refunds gave back; what is too much goes below zero.
func (l *Left) less(refunds []record.Refund) {
	for _, r := range refunds {
		l.Back += r.Total
		l.Points -= r.Points
		for _, line := range r.Lines {
			if line.Line >= 1 && line.Line <= len(l.Lines) {
				l.Lines[line.Line-1].Qty -= line.Qty
				l.Lines[line.Line-1].Amount -= line.Amount
			}
		}
		for _, b := range r.Back {
			if b.Kind == record.Stored {
				if b.Principal > 0 {
					l.part(b.Kind, ledger.Principal, "").Amount -= b.Principal
				}
				if b.Bonus > 0 {
					l.part(b.Kind, ledger.Bonus, "").Amount -= b.Bonus
				}
				continue
			}
			p := l.part(b.Kind, "", b.Ref)
			p.Amount -= b.Amount
			p.Points -= b.Points
		}
	}
}

// part finds a part, and makes it where it isn't there yet. Cash has no reference that would tell it apart.
func (l *Left) part(kind record.TenderKind, asset ledger.Asset, ref string) *Part {
	if kind == record.Cash {
		ref = ""
	}
	i := slices.IndexFunc(l.Parts, func(p Part) bool { return p.Kind == kind && p.Asset == asset && p.Ref == ref })
	if i < 0 {
		i = len(l.Parts)
		l.Parts = append(l.Parts, Part{Kind: kind, Asset: asset, Ref: ref})
	}
	return &l.Parts[i]
}

// Amount is what the lines that are left came to.
func (l Left) Amount() (sum money.Fen) {
	for _, line := range l.Lines {
		sum += line.Amount
	}
	return sum
}

// Paid is what is left of all that was paid.
func (l Left) Paid() (sum money.Fen) {
	for _, p := range l.Parts {
		sum += p.Amount
	}
	return sum
}

// Nothing reports whether everything has come back.
func (l Left) Nothing() bool {
	return !slices.ContainsFunc(l.Lines, func(line Line) bool { return line.Qty > 0 })
}
