package figures

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// Day is the figures of a business date and what they are made of. As everywhere a refund is taken off nothing.
type Day struct {
	Figures
	Hours       [24]Sum   `json:"hours"`              // sales, by the hour of the clock
	Products    []Product `json:"products,omitempty"` // that were sold, what brought most first
	People      []Person  `json:"people,omitempty"`   // who did anything, by number
	Buyers      int       `json:"buyers"`             // members who bought something
	MemberSales Sum       `json:"memberSales"`        // sales to members
	NewMembers  int       `json:"newMembers"`
}

// Product is what was sold of a product, as it was called last; what was sold by amount only is one too.
type Product struct {
	Code   string    `json:"code"`
	Name   string    `json:"name"`
	NameEn string    `json:"nameEn,omitempty"`
	Unit   string    `json:"unit,omitempty"`
	UnitEn string    `json:"unitEn,omitempty"`
	Qty    money.Qty `json:"qty"`
	Lines  int       `json:"lines"` // of receipts
	Amount money.Fen `json:"amount"`
}

// Person is what one person did.
type Person struct {
	ID      string `json:"id"`
	Sales   Sum    `json:"sales"`
	Refunds Sum    `json:"refunds"`
	TopUps  Sum    `json:"topups"`
	ByHand  int    `json:"byHand"` // lines with a price or a discount set by hand
	Lent    int    `json:"lent"`   // records made by a right that was lent to them
}

// Average is what a sale came to, to the fen below; 0 where there was none.
func (d Day) Average() money.Fen {
	if d.Sales.N == 0 {
		return 0
	}
	return d.Sales.Amount / money.Fen(d.Sales.N)
}

// DayOf is the day of records, in any order.
func DayOf(records []record.Sealed) (d Day, err error) {
	d.begin()
	f := dayFold{Day: &d, products: map[string]*Product{}, people: map[string]*Person{}, buyers: map[string]bool{}}
	for _, r := range records {
		body, err := r.Decode()
		if err != nil && !errors.Is(err, record.ErrUnknownKind) {
			return d, err
		}
		d.add(r.Header, body)
		f.add(r.Header, body)
	}
	d.Buyers = len(f.buyers)
	for _, p := range f.products {
		d.Products = append(d.Products, *p)
	}
	slices.SortFunc(d.Products, func(a, b Product) int { return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Code, b.Code)) })
	for _, id := range slices.Sorted(maps.Keys(f.people)) {
		d.People = append(d.People, *f.people[id])
	}
	return d, nil
}

// dayFold is a day that is being added up.
type dayFold struct {
	*Day
	products map[string]*Product
	people   map[string]*Person
	buyers   map[string]bool
}

func (f *dayFold) add(h record.Header, body record.Body) {
	if h.Operator == "" {
		return // the till itself: a grant taken in
	}
	who := f.people[h.Operator]
	if who == nil {
		who = &Person{ID: h.Operator}
		f.people[h.Operator] = who
	}
	if h.Approved != "" {
		who.Lent++
	}
	switch b := body.(type) {
	case record.Sale:
		who.Sales.add(b.Total)
		f.Hours[h.At().In(pos.Zone).Hour()].add(b.Total)
		if b.Member != "" {
			f.buyers[b.Member] = true
			f.MemberSales.add(b.Total)
		}
		for _, l := range b.Lines {
			f.line(l)
			if l.Why == "manual" || slices.ContainsFunc(l.Off, record.Off.ByHand) {
				who.ByHand++
			}
		}
	case record.Refund:
		who.Refunds.add(b.Total)
	case record.TopUp:
		who.TopUps.add(b.Principal)
	case record.CardIssue:
		if b.New {
			f.NewMembers++
		}
	}
}

func (f *dayFold) line(l record.Line) {
	p := f.products[l.Code]
	if p == nil {
		p = &Product{Code: l.Code, Name: l.Name, NameEn: l.NameEn, Unit: l.Unit, UnitEn: l.UnitEn}
		f.products[l.Code] = p
	}
	p.Qty += l.Qty
	p.Lines++
	p.Amount += l.Amount
}
