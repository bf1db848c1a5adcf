package record

import (
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
)

// TopUp is money paid in for stored value, with HQ's bonus. First it pays the claims known here: principal those on value,
// bonus those on bonus. The rest credits this place's own escrow as lots named by the record's id, so it is spendable here
// at once and elsewhere when HQ has it back.
type TopUp struct {
	Member    string     `cbor:"1,keyasint"`
	Card      string     `cbor:"2,keyasint,omitempty"`
	Principal money.Fen  `cbor:"3,keyasint"`
	Bonus     money.Fen  `cbor:"4,keyasint"`
	Tender    TenderKind `cbor:"5,keyasint"`
	Ref       string     `cbor:"6,keyasint,omitempty"`
	Rules     int        `cbor:"7,keyasint"`           // version of the rules that gave the bonus
	PaysBonus money.Fen  `cbor:"8,keyasint,omitempty"` // of Bonus, what pays a claim known here instead
	PaysValue money.Fen  `cbor:"9,keyasint,omitempty"` // of Principal, what pays house float that is owed
}

// Kind is KindTopUp.
func (TopUp) Kind() Kind { return KindTopUp }

// Postings takes the money in and credits principal and bonus to the place's escrow.
func (b TopUp) Postings(h Header) (e ledger.Entry) {
	e = e.Move(ledger.Issued("deposit", ledger.CNY), ledger.Taken(string(b.Tender), h.Place, h.Epoch), int64(b.Principal))
	e = e.Move(ledger.Issued("topup", ledger.Principal), ledger.Escrow(b.Member, ledger.Principal, h.Place, h.Epoch), int64(b.Principal-b.PaysValue))
	e = e.PayClaim(b.Member, ledger.Principal, ledger.Issued("topup", ledger.Principal), ledger.Principal, int64(b.PaysValue))
	e = e.Move(ledger.Issued("topup", ledger.Bonus), ledger.Escrow(b.Member, ledger.Bonus, h.Place, h.Epoch), int64(b.Bonus-b.PaysBonus))
	return e.PayClaim(b.Member, ledger.Bonus, ledger.Issued("topup", ledger.Bonus), ledger.Bonus, int64(b.PaysBonus))
}

// Credits is the lots that it opens.
func (b TopUp) Credits(h Header) []Credit {
	return credits(h, b.Member, ledger.Principal, int64(b.Principal-b.PaysValue), ledger.Bonus, int64(b.Bonus-b.PaysBonus))
}

// TopVoid undoes a top-up, where the right to its receipt is: its bonus is taken back, and what of it was spent reduces
// the cash. What is paid back is principal that is here.
type TopVoid struct {
	Receipt string       `cbor:"1,keyasint"` // the top-up's
	Member  string       `cbor:"2,keyasint"`
	Uses    []escrow.Use `cbor:"3,keyasint,omitempty"`
	Back    money.Fen    `cbor:"4,keyasint"` // money given back; principal used beyond it made up for bonus that was spent
	Tender  TenderKind   `cbor:"5,keyasint"` // the way it came
	Ref     string       `cbor:"6,keyasint,omitempty"`
	Claim   money.Fen    `cbor:"7,keyasint,omitempty"` // bonus to take back that isn't here, and isn't spent as far as known
}

// Kind is KindTopVoid.
func (TopVoid) Kind() Kind { return KindTopVoid }

// Postings pays principal out and forfeits the rest.
func (b TopVoid) Postings(h Header) (e ledger.Entry) {
	return payOut(h, b.Member, b.Uses, b.Back, b.Tender, "topup_void").Claim(b.Member, ledger.Bonus, int64(b.Claim))
}

// Takes is the lots that it uses.
func (b TopVoid) Takes() []Take { return takes(b.Member, b.Uses) }

// Withdraw pays principal out in cash (取款). Bonus is forfeited in proportion; what of that is held elsewhere becomes a
// claim.
type Withdraw struct {
	Member string       `cbor:"1,keyasint"`
	Card   string       `cbor:"2,keyasint,omitempty"`
	Amount money.Fen    `cbor:"3,keyasint"`
	Uses   []escrow.Use `cbor:"4,keyasint"`           // principal for Amount, and bonus
	Claim  money.Fen    `cbor:"5,keyasint,omitempty"` // bonus to forfeit that isn't here
	Reason string       `cbor:"6,keyasint,omitempty"`
}

// Kind is KindWithdraw.
func (Withdraw) Kind() Kind { return KindWithdraw }

// Postings pays principal out of the drawer and forfeits bonus.
func (b Withdraw) Postings(h Header) (e ledger.Entry) {
	return payOut(h, b.Member, b.Uses, b.Amount, Cash, "withdraw").Claim(b.Member, ledger.Bonus, int64(b.Claim))
}

// Takes is the lots that it uses.
func (b Withdraw) Takes() []Take { return takes(b.Member, b.Uses) }

// payOut gives back money for principal, up to back; everything else that is used is forfeited for a reason.
func payOut(h Header, member string, uses []escrow.Use, back money.Fen, tender TenderKind, reason string) (e ledger.Entry) {
	left := int64(back)
	for _, u := range uses {
		from, paid := ledger.Escrow(member, u.Asset, h.Place, h.Epoch), int64(0)
		if u.Asset == ledger.Principal {
			paid = min(left, u.Amount)
			left -= paid
		}
		e = e.Move(from, ledger.PaidOut(h.Store, u.Asset), paid).Move(from, ledger.Forfeited(reason, u.Asset), u.Amount-paid)
	}
	return e.Move(moneyBack(h, tender), ledger.Issued("deposit", ledger.CNY), int64(back))
}

// moneyBack is the account that money given back comes from: the drawer for cash; a terminal's takings may be another
// till's, so for those it is a source.
func moneyBack(h Header, tender TenderKind) ledger.Account {
	if tender == Cash {
		return drawer(h)
	}
	return ledger.Issued("refund", ledger.CNY)
}
