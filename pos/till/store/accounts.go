package store

import (
	"database/sql"
	"errors"

	"holdfast/pos/ledger"
	"holdfast/pos/money"
)

// accounts is the till's own accounts as ledger.Apply sees them, inside one transaction.
type accounts struct{ *Tx }

// elsewhere stands for the balance of an account that HQ keeps: more than any record moves, as whether there is enough
// is for HQ to check.
const elsewhere = 1 << 50

// kept reports whether the till keeps an account. What is available at HQ, in transit or owed it doesn't know.
func kept(a ledger.Account) bool {
	parts, ok := a.Split()
	return ok && parts.Kind != ledger.KindAvailable && parts.Kind != ledger.KindTransit && parts.Kind != ledger.KindOwed
}

// Balance is what an account has; see kept.
func (b accounts) Balance(a ledger.Account) (balance int64, err error) {
	if !kept(a) {
		return elsewhere, nil
	}
	err = b.tx.QueryRow("SELECT balance FROM accounts WHERE account = ?", string(a)).Scan(&balance)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return balance, err
}

// SetBalance notes it.
func (b accounts) SetBalance(a ledger.Account, balance int64) error {
	if !kept(a) {
		return nil
	}
	_, err := b.tx.Exec("INSERT INTO accounts (account, balance) VALUES (?1, ?2) ON CONFLICT (account) DO UPDATE SET balance = ?2", string(a), balance)
	return err
}

// Drawer is the cash that should be in the drawer.
func (tx *Tx) Drawer() (money.Fen, error) {
	self, err := tx.Self()
	if err != nil {
		return 0, err
	}
	cash, err := accounts{tx}.Balance(ledger.Taken("cash", self.Place, self.Epoch))
	return money.Fen(cash), err
}
