package pos

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"
)

// Topic is a kind of thing that HQ's feed carries; its key and its noun stand beside it.
type Topic string

// The topics. Later ones are added here; a till skips a topic it doesn't know.
const (
	TopicStore   Topic = "store"   // code → Store
	TopicPerson  Topic = "person"  // id → Person, without PassHash
	TopicProduct Topic = "product" // code → Product
	TopicMember  Topic = "member"  // id → Member, without Cards
	TopicCard    Topic = "card"    // number → Card
	TopicBalance Topic = "balance" // member id → Figures, as last known at HQ
	TopicRules   Topic = "rules"   // CurrentKey → Rules
	TopicPolicy  Topic = "policy"  // CurrentKey → Policy

	TopicException Topic = "exception" // its number → Exception, while it is open; a till keeps its own
)

// CurrentKey is the only key of TopicRules and of TopicPolicy.
const CurrentKey = "current"

var feedEnc, _ = cbor.CoreDetEncOptions().EncMode()

// EncodeFeed is a noun as the body of a feed item: CBOR with the names of its JSON.
func EncodeFeed(v any) ([]byte, error) {
	b, err := feedEnc.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode feed item: %w", err)
	}
	return b, nil
}

// DecodeFeed reads a body into a noun. Fields it doesn't know are of a newer HQ and left out.
func DecodeFeed(b []byte, v any) error {
	if err := cbor.Unmarshal(b, v); err != nil {
		return fmt.Errorf("decode feed item: %w", err)
	}
	return nil
}
