// Package pos holds the nouns of the point of sale that a till and head office share, and the errors.
//
// It imports only pos/money. Members, products, people and rules are written at HQ and reach the tills through the
// feed; their fields are named once here, and the same names serve import files (JSON) and the feed (CBOR). The one
// thing to know: what moves value is never in these nouns but in pos/ledger, by pos/record.
package pos

import (
	"time"

	"holdfast/pos/money"
)

// HQ is the place name of head office in records and accounts.
const HQ = "HQ"

// Product is something sold. Barcodes are scanned, the code is typed.
type Product struct {
	Code        string    `json:"code"`
	Barcodes    []string  `json:"barcodes,omitempty"`
	Name        string    `json:"name"`
	NameEn      string    `json:"nameEn,omitempty"`
	Unit        string    `json:"unit,omitempty"`
	UnitEn      string    `json:"unitEn,omitempty"`
	Category    string    `json:"category,omitempty"` // a path: 饮料/水
	CategoryEn  string    `json:"categoryEn,omitempty"`
	Categories  []string  `json:"categories,omitempty"` // further ones
	Brand       string    `json:"brand,omitempty"`
	Price       money.Fen `json:"price"`                 // list price
	MemberPrice money.Fen `json:"memberPrice,omitempty"` // 0: none
	MarketPrice money.Fen `json:"marketPrice,omitempty"` // shown only; 0: none
	Off         bool      `json:"off,omitempty"`         // taken off the shelf: may not be sold
}

// In is all categories that the product is in.
func (p Product) In() []string {
	if p.Category == "" {
		return p.Categories
	}
	return append([]string{p.Category}, p.Categories...)
}

// Member is a person the chain knows. Value belongs to the member; a card only names them.
type Member struct {
	ID       string `json:"id"`
	Phone    string `json:"phone"`
	Name     string `json:"name"`
	Sex      string `json:"sex,omitempty"`
	Birthday string `json:"birthday,omitempty"` // 2006-01-02 or empty
	Store    string `json:"store,omitempty"`    // where they joined
	Tier     string `json:"tier,omitempty"`
	Joined   string `json:"joined,omitempty"` // 2006-01-02
	Referrer string `json:"referrer,omitempty"`
	Cards    []Card `json:"cards,omitempty"`

	NoEarning   string `json:"noEarning,omitempty"`   // why the member earns no points; "": they do
	NoRedeeming string `json:"noRedeeming,omitempty"` // why neither value nor points of theirs may be spent; "": they may
	Into        string `json:"into,omitempty"`        // the member this one was merged into
}

// Store is a shop of the chain.
type Store struct {
	Code    string `json:"code"`
	Name    string `json:"name"`
	NameEn  string `json:"nameEn,omitempty"`
	Address string `json:"address,omitempty"`
	Phone   string `json:"phone,omitempty"`
}

// Zone is the chain's time zone: business dates and rule dates are read in it.
var Zone = time.FixedZone("CST", 8*60*60)

// Date is the calendar date of an instant in the chain's zone, such as 2026-11-22.
func Date(t time.Time) string { return t.In(Zone).Format(time.DateOnly) }
