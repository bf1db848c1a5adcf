package store

import (
	"holdfast/pos"
	"holdfast/pos/money"
)

// MemberView is a member with all they own and where it stands.
type MemberView struct {
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	Phone     string       `json:"phone"`
	Tier      string       `json:"tier"`
	Store     string       `json:"store"`
	Home      string       `json:"home"` // the place where the standing allowance is kept
	Principal money.Fen    `json:"principal"`
	Bonus     money.Fen    `json:"bonus"`
	Points    money.Points `json:"points"`
	Owed      money.Fen    `json:"owed"`
	Cards     []CardView   `json:"cards"`
	Available pos.Balance  `json:"available"` // at HQ
	Granted   []Granted    `json:"granted"`
	Entries   int          `json:"entries"` // journal entries that touched the member
}

// CardView is a card of a member.
type CardView struct {
	Number string         `json:"number"`
	Status pos.CardStatus `json:"status"`
}

// Granted is what of a member's value is not at HQ.
type Granted struct {
	Till   string `json:"till"`
	Epoch  uint64 `json:"epoch"`
	Asset  string `json:"asset"`
	Amount string `json:"amount"`
	State  string `json:"state"` // transit, held or frozen
	Since  string `json:"since"` // RFC 3339
}

// TillView is a till as the books know it. Whether it is online, and recalls under way, the hub knows.
type TillView struct {
	Till        string `json:"till"`
	Store       string `json:"store"`
	Epoch       uint64 `json:"epoch"`
	Acked       uint64 `json:"acked"`
	Online      bool   `json:"online"`
	Unsettled   int    `json:"unsettled"` // grants in transit; the hub adds recalls
	LastContact string `json:"lastContact,omitempty"`
	Fenced      string `json:"fenced,omitempty"`
}

// Exception is something that a person is to look at.
type Exception struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`
	Till    string    `json:"till"`
	Receipt string    `json:"receipt"`
	Member  string    `json:"member"`
	Amount  money.Fen `json:"amount"`
	At      string    `json:"at"`   // RFC 3339
	Note    string    `json:"note"` // what happened, in a sentence
}

// Member finds a member by a card's number or by phone.
func (s *Store) Member(cardOrPhone string) (MemberView, error) { panic("unbuilt") }

// Till finds a till by its code.
func (s *Store) Till(code string) (TillView, error) { panic("unbuilt") }

// Exceptions lists what is to be looked at, the oldest first.
func (s *Store) Exceptions() ([]Exception, error) { panic("unbuilt") }
