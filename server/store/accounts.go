package store

import (
	"encoding/json"
	"fmt"

	"holdfast/pos/ledger"
)

// account is one row of accounts, as this transaction leaves it.
type account struct {
	name    ledger.Account
	parts   ledger.Parts
	balance int64
	since   int64
	changed bool
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
	if err := t.readAccounts([]ledger.Account{name}); err != nil {
		return nil, err
	}
	return t.accounts[name], nil
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
		a := t.accounts[ledger.Account(name)]
		a.balance, a.since = balance, since
	}
	return nil
}

// accountRow is an account as writeAccounts hands it to SQL.
type accountRow struct {
	_       struct{}
	Who     string  `json:"w"`
	Name    string  `json:"n"`
	Kind    string  `json:"k"`
	Asset   string  `json:"a"`
	Place   *string `json:"p"`
	Epoch   *uint64 `json:"e"`
	Balance int64   `json:"b"`
	Since   int64   `json:"s"`
}

// writeAccounts writes every changed account once. A transit account that is used up goes: its grant never comes again.
func (t *Tx) writeAccounts() error {
	if len(t.changed) == 0 {
		return nil
	}
	rows := make([]accountRow, 0, len(t.changed))
	for _, a := range t.changed {
		a.changed = false
		if a.balance == 0 && a.parts.Kind == ledger.KindTransit {
			if _, err := t.tx.Exec("DELETE FROM accounts WHERE who = ? AND name = ?", a.parts.Who, string(a.name)); err != nil {
				return fmt.Errorf("close account %s: %w", a.name, err)
			}
			continue
		}
		row := accountRow{Who: a.parts.Who, Name: string(a.name), Kind: a.parts.Kind, Asset: string(a.parts.Asset), Balance: a.balance, Since: a.since}
		if a.parts.Place != "" {
			row.Place, row.Epoch = &a.parts.Place, &a.parts.Epoch
		}
		rows = append(rows, row)
	}
	t.changed = t.changed[:0]
	list, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	const upsert = `INSERT INTO accounts (who, name, kind, asset, place, epoch, balance, since)
		SELECT value ->> 'w', value ->> 'n', value ->> 'k', value ->> 'a', value ->> 'p', value ->> 'e', value ->> 'b', value ->> 's'
		FROM json_each(?) WHERE true
		ON CONFLICT (who, name) DO UPDATE SET balance = excluded.balance, since = excluded.since`
	if _, err := t.tx.Exec(upsert, string(list)); err != nil {
		return fmt.Errorf("write accounts: %w", err)
	}
	return nil
}
