package pos

import "holdfast/pos/money"

// Exception is something that head office accepted from a till because it had happened, and that a person there has yet to
// look at.
type Exception struct {
	Till    string    `json:"till"`
	Kind    string    `json:"kind"`
	Receipt string    `json:"receipt,omitempty"`
	Member  string    `json:"member,omitempty"` // id
	Card    string    `json:"card,omitempty"`
	Amount  money.Fen `json:"amount,omitempty"`
	AtMS    int64     `json:"at"` // Unix milliseconds
}
