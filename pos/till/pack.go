package till

import (
	"errors"
	"strings"

	"holdfast/pos"
	"holdfast/pos/label"
	"holdfast/pos/money"
	"holdfast/pos/till/store"
)

// goodsOf finds what a code is: a product, or a pack of one that a scale has labelled; pack is nil for the former. The product
// wins whose barcode the whole code is.
func goodsOf(tx *store.Tx, code string) (p pos.Product, pack *label.Label, err error) {
	p, err = tx.Product(code)
	if pos.CodeOf(err) != pos.NotFound {
		return p, nil, err
	}
	rules, failed := rulesOf(tx)
	if failed != nil {
		return p, nil, failed
	}
	read, ok, wrong := label.Read(rules.Layouts(), code)
	switch {
	case errors.Is(wrong, label.ErrCheck):
		return p, nil, pos.E(pos.Usage, "scan", "{} is a scale's label that was misread: its check digit is wrong; scan it again, or type the product's code", code)
	case !ok:
		return p, nil, err
	}
	for _, number := range []string{read.Product, strings.TrimLeft(read.Product, "0")} {
		if p, err = tx.Product(number); pos.CodeOf(err) != pos.NotFound {
			return p, &read, err
		}
	}
	return p, nil, pos.E(pos.NotFound, "scan", "the label is of product {}, which nobody here knows; head office gives the product this code or barcode", read.Product)
}

// addPack adds packs as a scale has labelled them, on a line of their own: what each costs stays what its label says.
func (s *sale) addPack(p pos.Product, pack label.Label, code string, packs money.Qty, scanned *Scanned) error {
	l := line{Line: goods(p, 0), NameEn: p.NameEn, Barcode: code, Unit: p.Unit, UnitEn: p.UnitEn, Packed: true}
	qty := packs
	switch {
	case pack.Amount > 0:
		l.List, l.Member, l.Label = pack.Amount, 0, true
		l.Unit, l.UnitEn = "件", "pc" // the price is the pack's, and not a kilogram's
	case pack.Grams > 0:
		weight, ok := weighed(p, pack.Grams)
		if !ok {
			return pos.E(pos.State, "scan", "the label says a weight, and {} is sold by {}; head office corrects the product's unit, or the label", p.Name, p.Unit)
		}
		qty = money.Qty(int64(weight) * int64(packs) / int64(money.One))
	default:
		return pos.E(pos.Usage, "scan", "the label of {} says nothing: neither a price nor a weight; weigh it again", p.Name)
	}
	s.Lines = append(s.Lines, l)
	return s.setQty(len(s.Lines)-1, qty, scanned)
}

// grams is what one of a unit weighs.
var grams = map[string]int64{"千克": 1000, "公斤": 1000, "kg": 1000, "斤": 500, "市斤": 500, "两": 50, "克": 1, "g": 1}

// weighed is a weight as a quantity of the product's unit; ok is false where that is no weight.
func weighed(p pos.Product, weight int) (qty money.Qty, ok bool) {
	one, ok := grams[strings.ToLower(p.Unit)]
	if !ok {
		return 0, false
	}
	return money.Qty(int64(weight) * int64(money.One) / one), true
}
