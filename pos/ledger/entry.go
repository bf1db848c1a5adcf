package ledger

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Posting adds Amount, in the asset's smallest unit, to one account.
type Posting struct {
	_       struct{} `cbor:",toarray"`
	Account Account
	Amount  int64
}

// Entry is one booking: postings that sum to zero for each asset.
type Entry []Posting

// The ways an entry can be wrong; each error names the account.
var (
	ErrMalformed  = errors.New("malformed entry")
	ErrUnbalanced = errors.New("entry does not sum to zero")
	ErrOverdrawn  = errors.New("account would go below zero")
)

// maxAmount keeps every sum far from overflow.
const maxAmount = math.MaxInt64 / 1024

// Move appends the two postings that take amount from one account to another. Nothing is added for 0.
func (e Entry) Move(from, to Account, amount int64) Entry {
	if amount == 0 {
		return e
	}
	return append(e, Posting{Account: from, Amount: -amount}, Posting{Account: to, Amount: amount})
}

// Claim appends a new claim on a holder. What it is for is booked besides.
func (e Entry) Claim(holder string, a Asset, amount int64) Entry {
	return e.Move(House("claims", a), Owed(holder, a), amount)
}

// PayClaim appends the payment of a claim out of an account or a source: the value goes to the house, and the claim is
// the smaller for it. with is the asset it is paid in: house float, owed as principal, may be paid in bonus.
func (e Entry) PayClaim(holder string, owed Asset, from Account, with Asset, amount int64) Entry {
	return e.Move(from, paid(holder, owed, with), amount).Move(Owed(holder, owed), House("claims", owed), amount)
}

// Reopen appends the undoing of a claim's payment, with the value to an account.
func (e Entry) Reopen(holder string, owed Asset, to Account, with Asset, amount int64) Entry {
	return e.Claim(holder, owed, amount).Move(paid(holder, owed, with), to, amount)
}

// paid is where value is that paid a claim. Bonus that paid for house float is told apart by holder: given back as what is
// owed, principal, it could be paid out.
func paid(holder string, owed, with Asset) Account {
	if with != owed {
		return Recovered(holder, with)
	}
	return House("recovered", with)
}

// Check finds an entry that must not be booked: a name that is no account, a posting of nothing, a sum that is not
// zero. An empty entry is right: not every record moves value.
func (e Entry) Check() error {
	if len(e) > 4096 {
		return fmt.Errorf("%w: %d postings", ErrMalformed, len(e))
	}
	var sums [assets]struct {
		asset Asset
		sum   int64
	}
	for _, p := range e {
		parts, ok := p.Account.Split()
		if !ok {
			return fmt.Errorf("%w: no account %q", ErrMalformed, p.Account)
		}
		if p.Amount == 0 || p.Amount > maxAmount || p.Amount < -maxAmount {
			return fmt.Errorf("%w: %d to %s", ErrMalformed, p.Amount, p.Account)
		}
		for i := range sums {
			if sums[i].asset == "" || sums[i].asset == parts.Asset {
				sums[i].asset = parts.Asset
				sums[i].sum += p.Amount
				if sums[i].sum > maxAmount || sums[i].sum < -maxAmount {
					return fmt.Errorf("%w: the sum of %s overflows", ErrMalformed, parts.Asset)
				}
				break
			}
		}
	}
	for _, s := range sums {
		if s.sum != 0 {
			return fmt.Errorf("%w: %s by %d", ErrUnbalanced, s.asset, s.sum)
		}
	}
	return nil
}

// Balances is where Apply finds and leaves the balances of accounts: a store's table inside one transaction.
type Balances interface {
	Balance(Account) (int64, error) // 0 for an account never seen
	SetBalance(Account, int64) error
}

// Apply books an entry: it checks it, adds up what each account gets in all, and refuses with ErrOverdrawn before
// anything is written where an account that is no source would end below zero. It is the only code, at the till and
// at HQ, that changes a balance.
//
// This is where "a till spends only what it holds" is enforced: an escrow account is such an account, and only
// records of its own place and epoch may touch it (see [Allowed]), so per escrow account debits ≤ grants accepted +
// credits made here, in the transaction that debits, without asking any clock.
func Apply(b Balances, e Entry) error {
	if err := e.Check(); err != nil {
		return err
	}
	after := make([]Posting, 0, len(e))
	for _, p := range e {
		i := slices.IndexFunc(after, func(a Posting) bool { return a.Account == p.Account })
		if i < 0 {
			was, err := b.Balance(p.Account)
			if err != nil {
				return fmt.Errorf("balance of %s: %w", p.Account, err)
			}
			i, after = len(after), append(after, Posting{Account: p.Account, Amount: was})
		}
		// Each step is held in range: many large postings to one account must not come out at the other end of int64.
		if after[i].Amount += p.Amount; after[i].Amount > maxAmount || after[i].Amount < -maxAmount {
			return fmt.Errorf("%w: the balance of %s would be out of range", ErrMalformed, p.Account)
		}
	}
	for _, p := range after {
		if parts, _ := p.Account.Split(); p.Amount < 0 && !IsSource(parts.Kind) {
			return fmt.Errorf("%w: %s by %d", ErrOverdrawn, p.Account, -p.Amount)
		}
	}
	for _, p := range after {
		if err := b.SetBalance(p.Account, p.Amount); err != nil {
			return fmt.Errorf("set balance of %s: %w", p.Account, err)
		}
	}
	return nil
}

// Shortfall is the entry that lets e be applied although it overdraws: for each account that e would leave below zero,
// what is missing comes from house:suspense. It is empty for an entry that Apply takes.
func Shortfall(b Balances, e Entry) (Entry, error) {
	sums := map[Account]int64{}
	var order []Account
	for _, p := range e {
		if _, ok := sums[p.Account]; !ok {
			order = append(order, p.Account)
		}
		sums[p.Account] += p.Amount
	}
	var short Entry
	for _, a := range order {
		parts, ok := a.Split()
		if !ok || IsSource(parts.Kind) {
			continue
		}
		was, err := b.Balance(a)
		if err != nil {
			return nil, err
		}
		if after := was + sums[a]; after < 0 {
			short = short.Move(House("suspense", parts.Asset), a, -after)
		}
	}
	return short, nil
}
