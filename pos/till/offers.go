package till

import (
	"github.com/shopspring/decimal"

	"holdfast/pos"
	"holdfast/pos/rules"
	"holdfast/pos/till/store"
)

// Offers is what customers can be told while they wait.
type Offers struct {
	TopUp    []rules.TopUpStep `json:"topup,omitempty"`
	PerYuan  decimal.Decimal   `json:"perYuan,omitzero"`   // points that a member earns
	Products []pos.Product     `json:"products,omitempty"` // that cost members less, of those that are sold most here
}

// How many products are offered at most, and among how many they are looked for.
const (
	offered      = 4
	offeredAmong = 100
)

// Offers needs nobody to be signed in: it is for the customers.
func (t *Till) Offers() (o Offers, err error) {
	err = t.view(func(tx *store.Tx) error {
		rules, err := rulesOf(tx)
		if err != nil {
			return err
		}
		o.TopUp, o.PerYuan = rules.TopUp.Steps, rules.Points.PerYuan
		usual, _, err := tx.Usual(0, offeredAmong)
		for _, p := range usual {
			if p.MemberPrice > 0 && p.MemberPrice < p.Price && len(o.Products) < offered {
				o.Products = append(o.Products, p)
			}
		}
		return err
	})
	return o, err
}
