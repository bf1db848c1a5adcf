// Package rules is the document that head office publishes: what a till needs to price, earn and top up without asking.
//
// It imports pos/money and pos/label and is pure. A document is JSON with names that a person can read, checked as a whole before it is
// published ([Document.Check]); each publication has a version, and a sale's record names the one it was priced by. The one
// thing to know: a till that doesn't know a promotion's kind, or one of its fields, sets that promotion aside and sells
// without it ([Promotion.Unknown]).
package rules

import (
	"time"

	"holdfast/pos/label"
)

// Document is all rules. Sections are added here as the engines that read them appear.
type Document struct {
	Version   int    `json:"version"`             // given at publication
	Published int64  `json:"published,omitempty"` // when that was, Unix milliseconds: an old copy of head office may give a version again
	Note      string `json:"note,omitempty"`
	Zone      string `json:"zone,omitempty"` // IANA name of the time zone that dates and hours are read in; "": the chain's

	TopUp  TopUp  `json:"topup"`
	Points Points `json:"points"`
	Stored Stored `json:"stored"`

	Prices     Prices              `json:"prices,omitzero"`
	Groups     map[string][]string `json:"groups,omitempty"` // of stores: name → codes
	Promotions []Promotion         `json:"promotions,omitempty"`
	Coupons    []Coupon            `json:"coupons,omitempty"`
	Rounding   Rounding            `json:"rounding,omitzero"`

	// Labels is how the codes are built that scales print, the first that fits is taken; none said: label.Default, and an empty
	// list: there are no such codes here.
	Labels []label.Layout `json:"labels,omitzero"`
}

// Layouts is how the codes of scales' labels are built.
func (d Document) Layouts() []label.Layout {
	if d.Labels == nil {
		return label.Default
	}
	return d.Labels
}

// Location is the document's time zone, or the one given where it names none.
func (d Document) Location(chain *time.Location) (*time.Location, error) {
	if d.Zone == "" {
		return chain, nil
	}
	return time.LoadLocation(d.Zone)
}
