package ui

import (
	"cmp"
	"strconv"
	"strings"

	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/till"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// basket is the lines of the open sale: one of text for each with a column for every figure where it is wide, else two. Behind
// them stand the coupons; what those take off is in the lines' amounts already.
type basket struct {
	w    *Window
	rows *kit.Rows
}

func newBasket(w *Window, wide bool) *basket {
	b := &basket{w: w}
	if wide {
		b.rows = kit.NewRows([]kit.Col{
			{Head: "#", Width: 28, Look: kit.AsName.In(kit.Muted)}, {Head: w.t("Item")}, {Head: w.t("Qty"), Width: 60, Right: true},
			{Head: w.t("Price|of one"), Width: 78, Right: true}, {Head: w.t("Off|discount"), Width: 80, Right: true}, {Head: w.t("Amount"), Width: 94, Right: true},
		}, b.columns).Tall(40)
	} else {
		b.rows = kit.NewRows([]kit.Col{{Width: 58, Look: kit.AsName.Strong()}, {}, {Width: 84, Right: true, Look: kit.AsName.At(19)}}, b.lines)
	}
	b.rows.OnTap = b.tap
	return b
}

func (b *basket) update(s *desk.State, at int) {
	if n := len(s.Sale.Lines) + len(s.Sale.Coupons); n != b.rows.Length() {
		b.rows.SetLength(n)
	}
	b.rows.Select(at - 1)
}

// tap selects a line; one that is selected already says what it costs and why.
func (b *basket) tap(row, _ int) {
	if b.rows.Selected() == row {
		b.w.press("why")
		return
	}
	b.w.do(desk.Select{Index: row + 1, Serial: b.w.serial()})
}

// lines writes a row of two lines.
func (b *basket) lines(row int, cells []kit.Cell) {
	if c, ok := b.coupon(row); ok {
		name, off := b.couponCells(c)
		cells[0], cells[1], cells[2] = kit.Cell{Icon: kit.IconCoupon, Colour: kit.Muted}, name, off
		return
	}
	l, ok := b.line(row)
	if !ok {
		return
	}
	name := b.name(l)
	if name.Old == "" || name.Tag == "" {
		name.By = "@ " + kit.Money(l.Price)
	}
	cells[0], cells[1], cells[2] = kit.Cell{Text: l.Qty.String()}, name, kit.Cell{Text: kit.Money(l.Amount)}
}

// columns writes a row of one line.
func (b *basket) columns(row int, cells []kit.Cell) {
	if c, ok := b.coupon(row); ok {
		name, off := b.couponCells(c)
		number := name.By
		name.Beside, name.By = true, ""
		copy(cells, []kit.Cell{{Icon: kit.IconCoupon, Colour: kit.Muted}, name, {}, {Text: number, Colour: kit.Muted}, off, {}})
		return
	}
	l, ok := b.line(row)
	if !ok {
		return
	}
	name := b.name(l)
	name.Beside, name.Old = true, ""
	off := ""
	if less := money.Extend(l.List, l.Qty) - l.Amount; less != 0 {
		off = kit.Money(-less)
	}
	copy(cells, []kit.Cell{
		{Text: strconv.Itoa(row + 1)}, name, {Text: l.Qty.String()}, {Text: kit.Money(l.List)}, {Text: off}, {Text: kit.Money(l.Amount)},
	})
}

// line is a row's, which is gone by the time when a list that became shorter is drawn once more.
func (b *basket) line(row int) (till.SaleLine, bool) {
	if lines := b.w.state.Sale.Lines; row < len(lines) {
		return lines[row], true
	}
	return till.SaleLine{}, false
}

// coupon is a row's, behind the lines.
func (b *basket) coupon(row int) (till.SaleCoupon, bool) {
	s := b.w.state.Sale
	if row -= len(s.Lines); row >= 0 && row < len(s.Coupons) {
		return s.Coupons[row], true
	}
	return till.SaleCoupon{}, false
}

// couponCells is what a coupon is called, and what it takes off; nothing where the goods are no longer what it is for.
func (b *basket) couponCells(c till.SaleCoupon) (name, off kit.Cell) {
	name = kit.Cell{Text: b.w.named(c.Name, c.NameEn), By: numbered(c.Number)}
	if c.Off == 0 {
		name.Tag, name.Tone = b.w.t("takes nothing off"), kit.AmberTone
		return name, kit.Cell{}
	}
	return name, kit.Cell{Text: kit.Money(-c.Off), Colour: kit.Green}
}

// numbered is a coupon's number as far as it tells one from the other.
func numbered(number string) string { return "…" + number[max(0, len(number)-4):] }

// why is the reason of a line's price, in a word: what a person did goes before what rules did.
func (b *basket) why(l till.SaleLine) (string, kit.Tone) {
	rule := l.Rule
	for _, off := range l.Off {
		if off.Why == pricing.OffLine || off.Why == pricing.OffBill {
			return b.w.t("{}% off", off.Percent), kit.AmberTone
		}
		rule = cmp.Or(rule, off.Rule)
	}
	if l.Manual {
		return b.w.t("by hand"), kit.AmberTone
	}
	for _, a := range b.w.state.Sale.Totals.Acted {
		if a.Rule == rule {
			return b.w.named(a.Name, a.NameEn), kit.GreenTone
		}
	}
	switch l.Why {
	case pricing.Member:
		return b.w.t("member|price"), kit.GreenTone
	case pricing.Tier:
		return b.w.t("tier|price"), kit.GreenTone
	case pricing.Label:
		return b.w.t("label|price"), kit.PlainTone
	}
	return "", kit.PlainTone
}

// name is what a line is called, and why its price is not the list's.
func (b *basket) name(l till.SaleLine) kit.Cell {
	c := kit.Cell{Text: b.w.named(l.Name, l.NameEn)}
	if l.Code == pricing.QuickCode {
		c.Text = b.w.t("Amount only")
	}
	if strings.Contains(l.Qty.String(), ".") {
		c.Unit = b.w.named(l.Unit, l.UnitEn)
	}
	c.Tag, c.Tone = b.why(l)
	if l.Price < l.List {
		c.Old = kit.Money(l.List)
	}
	return c
}
