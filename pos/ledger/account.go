// Package ledger is double-entry bookkeeping per asset: accounts, postings, entries, and [Apply].
//
// It may import pos and pos/money, and has no clock, no database and no goroutine: HQ's store and the till's store
// run the same Apply inside their own transactions. The one thing to know: an account's name says everything about
// it — what kind it is, whose, of which asset and at which place — so rules about accounts are rules about names
// (see [Allowed]).
package ledger

import (
	"strconv"
	"strings"

	"holdfast/pos"
	"holdfast/pos/money"
)

// Asset is what an account counts. Entries balance for each asset by itself.
type Asset string

// The assets. CNY is money in a drawer, at a bank, in a wallet, in fen; Principal and Bonus are the two halves of
// stored value, in fen; Points are in 1/10,000. Refund is the right to refund one receipt, whose number is the holder:
// there is one of it, so only one place at a time can have it. Uses are how often something may still be used that the
// whole chain has only so many of: a promotion's quantity, a coupon; the holder is that thing (see [Limited]).
const (
	CNY       Asset = "cny"
	Principal Asset = "principal"
	Bonus     Asset = "bonus"
	Points    Asset = "points"
	Refund    Asset = "refund"
	Uses      Asset = "uses"
)

// Stored reports whether it is a member's stored value.
func (a Asset) Stored() bool { return a == Principal || a == Bonus }

// assets is how many there are.
const assets = 6

// House as a holder is the chain itself: what a place holds of it is float, for members' payments beyond their escrow.
const TheHouse = "house"

// MemberAssets is what a member can own, in the order in which they are listed.
var MemberAssets = []Asset{Principal, Bonus, Points}

// Account is a name of the form KIND:WHO:ASSET or KIND:WHO:ASSET:PLACE:EPOCH, for transit with :GRANT behind.
type Account string

// The kinds of account. WHO is the holder for value that belongs to somebody, a store or place for takings, a reason
// for the sources and the house.
const (
	KindAvailable = "available" // at HQ, spendable nowhere until granted
	KindTransit   = "transit"   // in a signed grant that its place has neither accepted nor declined
	KindEscrow    = "escrow"    // held by one place, and by it alone spendable
	KindWritten   = "written"   // written off a closed place's escrow: the house has paid the holder, and stands for what late records use
	KindSpent     = "spent"     // paid for goods, by store
	KindPaidOut   = "paidout"   // paid back in money
	KindForfeited = "forfeited" // lapsed: bonus given up, points expired
	KindTaken     = "taken"     // money that came in, by tender and place: taken:cash:cny:T1:1
	KindBanked    = "banked"    // counted out of a drawer when its shift closed, by store
	KindSales     = "sales"     // source: what money was taken for, by store
	KindIssued    = "issued"    // source: where member value comes from (topup, earn, opening, …)
	KindHouse     = "house"     // source: what the chain pays itself (suspense, escrow_loss, restore, …)
	KindOwed      = "owed"      // a claim of the chain on a holder, paid by the next credit of its kind
	KindRecovered = "recovered" // a holder's bonus that paid for house float; bonus again where that is given back
)

// Available is a holder's account at HQ.
func Available(holder string, a Asset) Account { return name(KindAvailable, holder, string(a)) }

// Transit is the account of a grant on its way to a place.
func Transit(holder string, a Asset, place string, epoch uint64, grant string) Account {
	return name(KindTransit, holder, string(a), place, strconv.FormatUint(epoch, 10), grant)
}

// Escrow is what a place holds of a holder's value.
func Escrow(holder string, a Asset, place string, epoch uint64) Account {
	return name(KindEscrow, holder, string(a), place, strconv.FormatUint(epoch, 10))
}

// Written is what of a holder's value at a place the house has made good.
func Written(holder string, a Asset, place string, epoch uint64) Account {
	return name(KindWritten, holder, string(a), place, strconv.FormatUint(epoch, 10))
}

// Spent is where value goes that paid for goods in a store.
func Spent(store string, a Asset) Account { return name(KindSpent, store, string(a)) }

// Used is where uses go; each thing has its own, so that what is left of it can be told from its accounts.
func Used(limited string) Account { return name(KindSpent, limited, string(Uses)) }

// Taken is money taken at a place by a tender such as "cash" or "bank".
func Taken(tender, place string, epoch uint64) Account {
	return name(KindTaken, tender, string(CNY), place, strconv.FormatUint(epoch, 10))
}

// Banked is money counted out of a store's drawers when shifts closed.
func Banked(store string) Account { return name(KindBanked, store, string(CNY)) }

// Sales is the source that money taken for goods comes from, by store.
func Sales(store string) Account { return name(KindSales, store, string(CNY)) }

// Issued is the source that member value comes from, by reason.
func Issued(reason string, a Asset) Account { return name(KindIssued, reason, string(a)) }

// PaidOut is where stored value goes that a store has paid out in money.
func PaidOut(store string, a Asset) Account { return name(KindPaidOut, store, string(a)) }

// Forfeited is where value goes that its owner has lost, by reason.
func Forfeited(reason string, a Asset) Account { return name(KindForfeited, reason, string(a)) }

// Owed is what a holder owes the chain.
func Owed(holder string, a Asset) Account { return name(KindOwed, holder, string(a)) }

// Recovered is what of a holder's asset paid a claim that is counted in another one.
func Recovered(holder string, a Asset) Account { return name(KindRecovered, holder, string(a)) }

// House is an account of the chain's own, by reason.
func House(reason string, a Asset) Account { return name(KindHouse, reason, string(a)) }

func name(parts ...string) Account { return Account(strings.Join(parts, ":")) }

// Parts is an account's name taken apart; what a kind doesn't have is empty.
type Parts struct {
	Kind, Who string
	Asset     Asset
	Place     string
	Epoch     uint64
	Grant     string
}

// Split takes the name apart. ok is false where it is no account name at all. Every account has one name: an epoch with
// zeros in front is none.
func (a Account) Split() (p Parts, ok bool) {
	var f [6]string
	n := 0
	for rest, more := string(a), true; more; n++ {
		if n == len(f) {
			return p, false
		}
		if f[n], rest, more = strings.Cut(rest, ":"); f[n] == "" {
			return p, false
		}
	}
	if n != 3 && n != 5 && n != 6 {
		return p, false
	}
	p = Parts{Kind: f[0], Who: f[1], Asset: Asset(f[2])}
	if n > 3 {
		var err error
		if p.Epoch, err = strconv.ParseUint(f[4], 10, 63); err != nil || f[4][0] == '0' {
			return p, false
		}
		p.Place = f[3]
	}
	if n == 6 {
		p.Grant = f[5]
	}
	return p, shape(p.Kind) == n && known(p.Asset)
}

// shape is how many parts the names of a kind have; 0 for no kind of ours.
func shape(kind string) int {
	switch kind {
	case KindAvailable, KindSpent, KindPaidOut, KindForfeited, KindBanked, KindSales, KindIssued, KindHouse, KindOwed, KindRecovered:
		return 3
	case KindEscrow, KindWritten, KindTaken:
		return 5
	case KindTransit:
		return 6
	}
	return 0
}

func known(a Asset) bool {
	return a == CNY || a == Principal || a == Bonus || a == Points || a == Refund || a == Uses
}

// IsSource reports whether an account of this kind may be below zero: the named sources that value comes from. Every
// other account is ≥ 0 always, in Apply and by the databases' CHECKs.
func IsSource(kind string) bool {
	return kind == KindSales || kind == KindIssued || kind == KindHouse
}

// HeldBy is the holder whose value the account counts, or "" for takings, sources, the house's float, refund rights and
// uses. The sum of a holder's accounts is what they own.
func (p Parts) HeldBy() string {
	if p.Asset == Refund || p.Asset == Uses || p.Who == TheHouse {
		return ""
	}
	switch p.Kind {
	case KindAvailable, KindTransit, KindEscrow:
		return p.Who
	}
	return ""
}

// Claimed is the holder on whom the account is a claim, "" for all but owed accounts.
func (p Parts) Claimed() string {
	if p.Kind == KindOwed {
		return p.Who
	}
	return ""
}

// AddOwed adds an amount of an asset to what a member owes. House float is owed as principal.
func AddOwed(o *pos.Owed, asset Asset, amount int64) {
	switch asset {
	case Principal:
		o.Value += money.Fen(amount)
	case Bonus:
		o.Bonus += money.Fen(amount)
	case Points:
		o.Points += money.Points(amount)
	case CNY, Refund, Uses:
	}
}

// AddTo adds an amount of an asset to a member's balance. What is nobody's balance, or a newer program's asset, changes
// nothing.
func AddTo(b *pos.Balance, asset Asset, amount int64) {
	switch asset {
	case Principal:
		b.Principal += money.Fen(amount)
	case Bonus:
		b.Bonus += money.Fen(amount)
	case Points:
		b.Points += money.Points(amount)
	case CNY, Refund, Uses:
	}
}

// Held is what a place holds of all holders together.
type Held struct {
	pos.Balance           // of members
	Float       money.Fen `json:"float"`  // house money
	Rights      int       `json:"rights"` // to refund receipts, which it was granted
	Uses        int       `json:"uses"`   // of promotions and coupons
}

// Add adds what it holds of one asset, of the house or of others.
func (h *Held) Add(ofHouse bool, asset Asset, amount int64) {
	switch {
	case ofHouse:
		h.Float += money.Fen(amount)
	case asset == Refund:
		h.Rights += int(amount)
	case asset == Uses:
		h.Uses += int(amount)
	default:
		AddTo(&h.Balance, asset, amount)
	}
}
