// This file stands in for find.go and after.go until they land; who lands them deletes what they bring from here.

package till

import (
	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

type Found struct {
	Products []pos.Product
	Members  []FoundMember
	More     bool
}
type FoundMember struct {
	pos.Member
	Card   string
	Status pos.CardStatus
}
type HitKind int

const (
	HitNothing HitKind = iota
	HitProduct
	HitCard
	HitPhone
	HitReceipt
)

type Hit struct {
	Kind    HitKind
	Product pos.Product
	Card    string
	Phone   string
	Receipt string
}
type Category struct {
	Name, NameEn string
	Count        int
}

func (t *Till) Find(text string, limit int) (f Found, err error) { return }
func (t *Till) Resolve(text string) (h Hit, err error) {
	err = t.view(func(tx *store.Tx) error {
		if p, err := tx.Product(text); err == nil {
			h = Hit{Kind: HitProduct, Product: p}
		} else if _, err := tx.Card(text); err == nil {
			h = Hit{Kind: HitCard, Card: text}
		} else if r, ok := record.ParseReceipt(text); ok {
			h = Hit{Kind: HitReceipt, Receipt: r.Receipt()}
		} else {
			h = Hit{Kind: HitPhone, Phone: text}
		}
		return nil
	})
	return h, err
}
func (t *Till) resolve(text string) (h Hit, err error)                                    { return }
func (t *Till) Categories() (c []Category, err error)                                     { return }
func (t *Till) Shelf(c string, offset, limit int) (p []pos.Product, more bool, err error) { return }
