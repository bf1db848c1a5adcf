package rules

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"
)

// strict refuses fields that a type doesn't have.
var strict, _ = cbor.DecOptions{ExtraReturnErrors: cbor.ExtraDecErrorUnknownField}.DecMode()

// UnmarshalCBOR reads a promotion of the feed. One with fields that this program doesn't know, or of another type than it
// knows, would act on more goods, for more people or at more times than head office wants: it is set aside.
func (p *Promotion) UnmarshalCBOR(b []byte) error {
	type plain Promotion
	if err := strict.Unmarshal(b, (*plain)(p)); err != nil {
		var head struct {
			ID     string `json:"id"`
			Name   string `json:"name"`
			NameEn string `json:"nameEn"`
			Kind   Kind   `json:"kind"`
		}
		if err := cbor.Unmarshal(b, &head); err != nil {
			return fmt.Errorf("read a promotion: %w", err)
		}
		*p = Promotion{ID: head.ID, Name: head.Name, NameEn: head.NameEn, Kind: head.Kind, Unknown: true}
		return nil
	}
	p.Unknown = !p.Kind.known()
	return nil
}

func (k Kind) known() bool {
	switch k {
	case Price, Discount, Nth, BuyGet, Less, Gift, Bundle:
		return true
	}
	return false
}
