package till

import (
	"slices"

	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/rules"
)

// off is what is rounded off where so much is due after what was paid in cash, and is paid in cash too: all cash together
// comes to a multiple of head office's rounding (抹零). The last payment is always one of something.
func (b *basket) off(due, cash money.Fen) money.Fen {
	off := rules.Rounding{Cash: b.Round}.Off(due + cash)
	if off >= due {
		return 0
	}
	return off
}

// inCash is what is due where it is paid in cash.
func (b *basket) inCash() money.Fen {
	due := b.due()
	return due - b.off(due, b.paidWith(record.Cash))
}

// round works out what is rounded off: something only where the last payment is in cash and covers what is due. A terminal,
// stored value and points pay to the fen.
func (b *basket) round() {
	b.Tenders = slices.DeleteFunc(b.Tenders, func(t record.Tender) bool { return t.Kind == record.Rounding })
	n := len(b.Tenders)
	if n == 0 || b.Tenders[n-1].Kind != record.Cash {
		return
	}
	last := b.Tenders[n-1].Amount
	due := b.Quote.Total - b.paid() + last
	if off := b.off(due, b.paidWith(record.Cash)-last); off > 0 && last >= due-off {
		b.Tenders = append(b.Tenders, record.Tender{Kind: record.Rounding, Amount: off})
	}
}

// paidWith is what was paid in one way.
func (b *basket) paidWith(kind record.TenderKind) money.Fen {
	return record.Sale{Paid: b.Tenders}.PaidWith(kind)
}
