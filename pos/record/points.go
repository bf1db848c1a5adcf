package record

import (
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
)

// Convert makes points bonus (积分转储值) at HQ's ratio; a claim on bonus known here is paid first.
type Convert struct {
	Member string       `cbor:"1,keyasint"`
	Card   string       `cbor:"2,keyasint,omitempty"`
	Points money.Points `cbor:"3,keyasint"`
	Uses   []escrow.Use `cbor:"4,keyasint"`
	Bonus  money.Fen    `cbor:"5,keyasint"`
	Pays   money.Fen    `cbor:"6,keyasint,omitempty"` // of Bonus, what pays a claim
	Rules  int          `cbor:"7,keyasint"`
}

// Kind is KindConvert.
func (Convert) Kind() Kind { return KindConvert }

// Postings takes the points out of escrow and credits bonus to it.
func (b Convert) Postings(h Header) (e ledger.Entry) {
	for _, u := range b.Uses {
		e = e.Move(ledger.Escrow(b.Member, u.Asset, h.Place, h.Epoch), ledger.Forfeited("converted", u.Asset), u.Amount)
	}
	from := ledger.Issued("convert", ledger.Bonus)
	e = e.Move(from, ledger.Escrow(b.Member, ledger.Bonus, h.Place, h.Epoch), int64(b.Bonus-b.Pays))
	return e.PayClaim(b.Member, ledger.Bonus, from, ledger.Bonus, int64(b.Pays))
}

// Takes is the lots that it uses.
func (b Convert) Takes() []Take { return takes(b.Member, b.Uses) }

// Credits is the lots that it opens.
func (b Convert) Credits(h Header) []Credit {
	return credits(h, b.Member, ledger.Bonus, int64(b.Bonus-b.Pays), "", 0)
}

// Reward gives points by hand (奖励). Like earned ones they are credited at HQ.
type Reward struct {
	Member string       `cbor:"1,keyasint"`
	Points money.Points `cbor:"2,keyasint"`
	Reason string       `cbor:"3,keyasint"`
}

// Kind is KindReward.
func (Reward) Kind() Kind { return KindReward }

// Postings credits available.
func (b Reward) Postings(Header) (e ledger.Entry) {
	return e.Move(ledger.Issued("reward", ledger.Points), ledger.Available(b.Member, ledger.Points), int64(b.Points))
}

// Deduct takes points off by hand (冲减): out of what is here, the rest by a claim.
type Deduct struct {
	Member string       `cbor:"1,keyasint"`
	Points money.Points `cbor:"2,keyasint"`
	Uses   []escrow.Use `cbor:"3,keyasint,omitempty"`
	Reason string       `cbor:"4,keyasint"`
}

// Kind is KindDeduct.
func (Deduct) Kind() Kind { return KindDeduct }

// Postings takes back.
func (b Deduct) Postings(h Header) ledger.Entry {
	return takeBack(nil, h, b.Member, b.Points, b.Uses)
}

// Takes is the lots that it uses.
func (b Deduct) Takes() []Take { return takes(b.Member, b.Uses) }
