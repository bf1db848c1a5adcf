package rules

import (
	"reflect"
	"slices"
)

// Change is one thing that a document has otherwise than the one before it, as people at a till are told.
type Change struct {
	What   What   `json:"what"`
	How    How    `json:"how"`
	Name   string `json:"name,omitempty"` // of a promotion or coupon
	NameEn string `json:"nameEn,omitempty"`
}

// What is a part of a document.
type What string

// The parts that are told. Promotions and coupons are told one by one, the rest as a whole.
const (
	OfPromotion What = "promotion"
	OfCoupon    What = "coupon"
	OfTiers     What = "tiers" // what tiers pay, and which of several prices is taken
	OfPoints    What = "points"
	OfTopUp     What = "topup"
	OfStored    What = "stored"
	OfRounding  What = "rounding"
	OfLabels    What = "labels" // how the codes of scales' labels are built
)

// How a part has changed.
type How string

// The ways to change; of what is told as a whole only the last.
const (
	Added   How = "added"
	Ended   How = "ended" // it isn't in the document any more
	Changed How = "changed"
)

// Changes is what d has otherwise than the document before it: promotions and coupons first, in d's order, what has ended
// behind them. What makes no difference to a sale, such as notes, is left out; so is how a promotion has changed that this
// program doesn't know.
func (d Document) Changes(before Document) (list []Change) {
	list = append(list, compare(OfPromotion, before.Promotions, d.Promotions, d.told, before.told)...)
	list = append(list, compare(OfCoupon, before.Coupons, d.Coupons, d.toldCoupon, before.toldCoupon)...)
	for _, part := range []struct {
		what What
		same bool
	}{
		{OfTiers, reflect.DeepEqual(d.Prices, before.Prices)},
		{OfPoints, d.Points.same(before.Points)},
		{OfTopUp, d.TopUp.Mode == before.TopUp.Mode && slices.Equal(d.TopUp.Steps, before.TopUp.Steps)},
		{OfStored, d.Stored == before.Stored},
		{OfRounding, d.Rounding == before.Rounding},
		{OfLabels, slices.Equal(d.Layouts(), before.Layouts())},
	} {
		if !part.same {
			list = append(list, Change{What: part.what, How: Changed})
		}
	}
	return list
}

// told is a promotion as it acts, whatever it says of itself. The stores of its groups and the zone of its hours are part of
// that.
func (d Document) told(p Promotion) (id, name, nameEn string, acts any) {
	id, name, nameEn = p.ID, p.Name, p.NameEn
	p.Note = ""
	return id, name, nameEn, []any{p, d.groups(p.Where), d.zone(p.When)}
}

func (d Document) toldCoupon(c Coupon) (id, name, nameEn string, acts any) {
	id, name, nameEn = c.ID, c.Name, c.NameEn
	c.Note = ""
	return id, name, nameEn, []any{c, d.groups(c.Where), d.zone(c.When)}
}

func (d Document) groups(w Where) (stores [][]string) {
	for _, g := range w.Groups {
		stores = append(stores, d.Groups[g])
	}
	return stores
}

func (d Document) zone(w When) string {
	if w.IsZero() {
		return ""
	}
	return d.Zone
}

// compare finds what was added, changed and ended among things that have an id.
func compare[T any](what What, before, now []T, tell, told func(T) (id, name, nameEn string, acts any)) (list []Change) {
	old := map[string]any{}
	for _, x := range before {
		id, _, _, acts := told(x)
		old[id] = acts
	}
	var ids []string
	for _, x := range now {
		id, name, nameEn, acts := tell(x)
		ids = append(ids, id)
		was, known := old[id]
		switch {
		case !known:
			list = append(list, Change{what, Added, name, nameEn})
		case !reflect.DeepEqual(was, acts):
			list = append(list, Change{what, Changed, name, nameEn})
		}
	}
	for _, x := range before {
		if id, name, nameEn, _ := told(x); !slices.Contains(ids, id) {
			list = append(list, Change{what, Ended, name, nameEn})
		}
	}
	return list
}

// same compares rates as numbers: 1 and 1.0 are the same.
func (r Points) same(as Points) bool {
	return r.PerYuan.Equal(as.PerYuan) && r.PayPerYuan.Equal(as.PayPerYuan) && r.ConvertPerYuan.Equal(as.ConvertPerYuan)
}
