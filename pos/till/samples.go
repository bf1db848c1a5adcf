package till

import (
	"slices"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// Samples is what there is to scan and to swipe in training.
type Samples struct {
	Products []SampleProduct `json:"products,omitempty"`
	Cards    []SampleCard    `json:"cards,omitempty"`
}

// SampleProduct is a product, and what a scanner reads of it.
type SampleProduct struct {
	Barcode string    `json:"barcode"`
	Name    string    `json:"name"`
	NameEn  string    `json:"nameEn,omitempty"`
	Price   money.Fen `json:"price"`
}

// SampleCard is a card to swipe.
type SampleCard struct {
	Number string         `json:"number"`
	Status pos.CardStatus `json:"status"`
	Name   string         `json:"name,omitempty"` // whose it is
}

// How many samples there are at most, and among how many cards they are looked for.
const (
	sampleProducts = 12
	sampleMembers  = 3
	sampleBlanks   = 2
	sampleAmong    = 2000
)

// What each member of the samples gets to spend.
const (
	samplePrincipal = 200 * money.Yuan
	sampleBonus     = 20 * money.Yuan
	samplePoints    = 5000 * money.Point
)

// Samples is picked out of the copy: members who got something to spend, a card that is lost, and blanks of this store.
func (t *Training) Samples() Samples { return t.samples }

// sample picks them. Where no card is lost one is reported so, in the copy.
func (t *Training) sample(by string) error {
	var found sampled
	err := t.view(func(tx *store.Tx) error {
		products, err := tx.SomeProducts(sampleProducts)
		if err != nil {
			return err
		}
		for _, p := range products {
			t.samples.Products = append(t.samples.Products, SampleProduct{p.Barcodes[0], p.Name, p.NameEn, p.Price})
		}
		numbers, err := tx.SomeCards(sampleAmong)
		if err != nil {
			return err
		}
		for _, n := range numbers {
			if found.full() {
				return nil
			}
			if err := found.look(tx, t.shop, n); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, c := range found.issued {
		if err := t.store.Give(c.member, escrow.Amount{Asset: ledger.Principal, Amount: int64(samplePrincipal)},
			escrow.Amount{Asset: ledger.Bonus, Amount: int64(sampleBonus)}, escrow.Amount{Asset: ledger.Points, Amount: int64(samplePoints)}); err != nil {
			return err
		}
		t.samples.Cards = append(t.samples.Cards, c.SampleCard)
	}
	if len(found.lost) == 0 && found.spare.Number != "" {
		lost := found.spare
		err := t.update(func(tx *store.Tx) error {
			_, err := tx.Append(store.Operator{ID: by}, record.CardLost{Card: lost.Number, Member: lost.member, Reason: "training"})
			return err
		})
		if err != nil {
			return err
		}
		lost.Status = pos.Lost
		found.lost = append(found.lost, lost)
	}
	for _, c := range append(found.lost, found.blank...) {
		t.samples.Cards = append(t.samples.Cards, c.SampleCard)
	}
	return nil
}

// sampled is cards that were found, of each kind that there is to practise with.
type sampled struct {
	issued, lost, blank []sampleOf
	spare               sampleOf // one more that is issued
}

type sampleOf struct {
	SampleCard
	member string
}

func (f *sampled) full() bool {
	return len(f.issued) == sampleMembers && len(f.lost) > 0 && len(f.blank) == sampleBlanks
}

// look takes a card in where one of its kind is still missing. One with a PIN is nothing to practise with, as nobody
// here knows it.
func (f *sampled) look(tx *store.Tx, shop, number string) error {
	c, m, err := holder(tx, number)
	if err != nil {
		return err
	}
	of := sampleOf{SampleCard{Number: number, Status: c.At(today(tx)), Name: m.Name}, m.ID}
	switch of.Status {
	case pos.Blank:
		if len(f.blank) < sampleBlanks && (c.Store == "" || c.Store == shop) && (c.Expires == "" || c.Expires >= today(tx)) {
			f.blank = append(f.blank, of)
		}
	case pos.Lost:
		if len(f.lost) == 0 {
			f.lost = append(f.lost, of)
		}
	case pos.Issued:
		why, err := barred(tx, m)
		if err != nil || !why.IsZero() || c.PINHash != "" || forValue(c) != nil || f.has(m.ID) {
			return err
		}
		if len(f.issued) < sampleMembers {
			f.issued = append(f.issued, of)
		} else {
			f.spare = of
		}
	case pos.Expired, pos.Replaced, pos.Returned, pos.Frozen, pos.Void:
	}
	return nil
}

func (f *sampled) has(member string) bool {
	return f.spare.member == member || slices.ContainsFunc(f.issued, func(c sampleOf) bool { return c.member == member })
}
