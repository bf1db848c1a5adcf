package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"holdfast/pos/ledger"
)

// account is one row of accounts, as this transaction leaves it.
type account struct {
	name    ledger.Account
	parts   ledger.Parts
	balance int64
	written int64 // the balance that the table has
	since   int64
	stored  bool // it has a row
	changed bool // since it was read or written
}

// balances lets ledger.Apply book on the transaction's accounts; at is the record's time.
type balances struct {
	t  *Tx
	at int64
}

// Balance is an account's balance, 0 if it was never seen.
func (b balances) Balance(name ledger.Account) (int64, error) {
	a, err := b.t.account(name)
	if err != nil {
		return 0, err
	}
	return a.balance, nil
}

// SetBalance changes an account that Balance has returned.
func (b balances) SetBalance(name ledger.Account, balance int64) error {
	a, err := b.t.account(name)
	if err != nil {
		return err
	}
	if a.balance <= 0 && balance > 0 {
		a.since = b.at
	}
	a.balance = balance
	if !a.changed {
		a.changed = true
		b.t.changed = append(b.t.changed, a)
	}
	return nil
}

func (t *Tx) account(name ledger.Account) (*account, error) {
	if a := t.accounts[name]; a != nil {
		return a, nil
	}
	parts, ok := name.Split()
	if !ok {
		return nil, fmt.Errorf("%w: no account %q", ledger.ErrMalformed, name)
	}
	a := &account{name: name, parts: parts}
	err := t.tx.QueryRow("SELECT balance, since FROM accounts WHERE who = ? AND name = ?", parts.Who, string(name)).Scan(&a.balance, &a.since)
	if err != nil && !none(err) {
		return nil, fmt.Errorf("read account: %w", err)
	}
	a.written, a.stored = a.balance, err == nil
	t.accounts[name] = a
	return a, nil
}

// readAccounts brings accounts into the transaction, all with one query: a push's records name a thousand.
func (t *Tx) readAccounts(names []ledger.Account) error {
	var missing [][2]string
	for _, name := range names {
		if t.accounts[name] != nil {
			continue
		}
		parts, ok := name.Split()
		if !ok {
			return fmt.Errorf("%w: no account %q", ledger.ErrMalformed, name)
		}
		t.accounts[name] = &account{name: name, parts: parts}
		missing = append(missing, [2]string{parts.Who, string(name)})
	}
	if len(missing) == 0 {
		return nil
	}
	list, err := json.Marshal(missing)
	if err != nil {
		return err
	}
	const query = `SELECT a.name, a.balance, a.since FROM json_each(?) j
		JOIN accounts a ON a.who = j.value ->> 0 AND a.name = j.value ->> 1`
	for scan, err := range t.tx.Query(query, string(list)) {
		var name string
		var balance, since int64
		if err == nil {
			err = scan(&name, &balance, &since)
		}
		if err != nil {
			return fmt.Errorf("read accounts: %w", err)
		}
		if a := t.accounts[ledger.Account(name)]; a != nil {
			a.balance, a.written, a.since, a.stored = balance, balance, since, true
		}
	}
	return nil
}

// writeAccounts writes every changed account once, in the table's order, so that neighbours are changed together. A
// transit account that is used up goes: its grant never comes again.
func (t *Tx) writeAccounts() error {
	slices.SortFunc(t.changed, func(a, b *account) int {
		return cmp.Or(cmp.Compare(a.parts.Who, b.parts.Who), cmp.Compare(a.name, b.name))
	})
	for _, a := range t.changed {
		if err := t.writeAccount(a); err != nil {
			return fmt.Errorf("write account %s: %w", a.name, err)
		}
	}
	t.changed = t.changed[:0]
	return nil
}

func (t *Tx) writeAccount(a *account) (err error) {
	a.changed = false
	if err := t.countHeld(a); err != nil {
		return err
	}
	switch {
	case a.balance == 0 && a.parts.Kind == ledger.KindTransit:
		a.stored = false
		_, err = t.tx.Exec("DELETE FROM accounts WHERE who = ? AND name = ?", a.parts.Who, string(a.name))
	case a.stored:
		_, err = t.tx.Exec("UPDATE accounts SET balance = ?, since = ? WHERE who = ? AND name = ?", a.balance, a.since, a.parts.Who, string(a.name))
	default:
		a.stored = true
		var place, epoch any
		if a.parts.Place != "" {
			place, epoch = a.parts.Place, int64(a.parts.Epoch)
		}
		_, err = t.tx.Exec("INSERT INTO accounts (who, name, kind, asset, place, epoch, balance, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			a.parts.Who, string(a.name), a.parts.Kind, string(a.parts.Asset), place, epoch, a.balance, a.since)
	}
	return err
}
