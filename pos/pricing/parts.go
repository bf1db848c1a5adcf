package pricing

import (
	"cmp"
	"math/bits"
	"slices"

	"holdfast/pos/money"
)

// part is some of a line that fares alike under all rules. Lines are taken apart only where a rule acts on some of their
// pieces, and come together again in the quote.
type part struct {
	line    int
	qty     money.Qty
	amount  money.Fen
	touched bool // a promotion acts on it
	closed  bool // one that lets no other act on its goods
	bundled bool // it is in a bundle: coupons don't act on it
	off     []Off
}

// pieces is how many whole pieces it is; what is weighed has none, and no rule that counts pieces takes it.
func (p *part) pieces() int {
	if p.qty%money.One != 0 {
		return 0
	}
	return int(p.qty / money.One)
}

// take takes an amount off for a promotion; never more than there is.
func (p *part) take(off Off, amount money.Fen) money.Fen {
	amount = min(amount, p.amount)
	if amount <= 0 {
		return 0
	}
	p.amount -= amount
	off.Amount = amount
	p.off = append(p.off, off)
	return amount
}

// split leaves a quantity in the part and returns the rest of it, nil where there is none. What was taken off before goes with
// the quantity, to the fen.
func (p *part) split(qty money.Qty) *part {
	if qty >= p.qty {
		return nil
	}
	rest := *p
	rest.qty, p.qty = p.qty-qty, qty
	p.amount = fraction(p.amount, qty, qty+rest.qty)
	rest.amount -= p.amount
	rest.off, p.off = slices.Clone(p.off), slices.Clone(p.off)
	for i := range p.off {
		p.off[i].Amount = fraction(p.off[i].Amount, qty, qty+rest.qty)
		rest.off[i].Amount -= p.off[i].Amount
	}
	return &rest
}

// fraction is amount × part / whole, rounded down.
func fraction(amount money.Fen, part, whole money.Qty) money.Fen {
	hi, lo := bits.Mul64(uint64(amount), uint64(part))
	q, _ := bits.Div64(hi, lo, uint64(whole))
	return money.Fen(q)
}

// dearer compares what a piece of each costs, the dearer first.
func dearer(a, b *part) int {
	ahi, alo := bits.Mul64(uint64(a.amount), uint64(b.qty))
	bhi, blo := bits.Mul64(uint64(b.amount), uint64(a.qty))
	return cmp.Or(cmp.Compare(bhi, ahi), cmp.Compare(blo, alo))
}

// amountOf adds up what parts come to.
func amountOf(parts []*part) (sum money.Fen) {
	for _, p := range parts {
		sum += p.amount
	}
	return sum
}

// piecesOf adds up how many pieces parts are.
func piecesOf(parts []*part) (sum int) {
	for _, p := range parts {
		sum += p.pieces()
	}
	return sum
}
