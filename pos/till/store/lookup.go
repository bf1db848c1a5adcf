package store

import (
	"database/sql"
	"errors"

	"holdfast/pos"
	"holdfast/pos/ledger"
)

// Product finds a product by its code or one of its barcodes. A code goes first: HQ gives codes, and makers barcodes.
func (tx *Tx) Product(codeOrBarcode string) (p pos.Product, err error) {
	err = tx.noun(&p, "SELECT body FROM products WHERE code = ?", codeOrBarcode)
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.noun(&p, "SELECT p.body FROM barcodes b JOIN products p ON p.rowid = b.product WHERE b.barcode = ?", codeOrBarcode)
	}
	return p, notFound(err, "no product has the code or barcode "+codeOrBarcode)
}

// Member finds a member by id. Cards are not in it.
func (tx *Tx) Member(id string) (m pos.Member, err error) {
	err = tx.noun(&m, "SELECT body FROM members WHERE id = ?", id)
	return m, notFound(err, "no member has the id "+id)
}

// MemberByPhone finds the only member with a phone.
func (tx *Tx) MemberByPhone(phone string) (m pos.Member, err error) {
	found := 0
	for scan, err := range tx.tx.Query("SELECT body FROM members WHERE phone = ? LIMIT 2", phone) {
		var body []byte
		if err == nil {
			err = scan(&body)
		}
		if err == nil {
			err = pos.DecodeFeed(body, &m)
		}
		if err != nil {
			return m, err
		}
		found++
	}
	switch found {
	case 0:
		return m, pos.E(pos.NotFound, "", "no member has the phone "+phone)
	case 1:
		return m, nil
	}
	return pos.Member{}, pos.E(pos.Conflict, "", "several members have the phone "+phone+"; use the card")
}

// Card finds a card by its number.
func (tx *Tx) Card(number string) (c pos.Card, err error) {
	err = tx.noun(&c, "SELECT body FROM cards WHERE number = ?", number)
	return c, notFound(err, "no card has the number "+number)
}

// Person finds somebody who may sign in.
func (tx *Tx) Person(id string) (p pos.Person, err error) {
	err = tx.noun(&p, "SELECT body FROM people WHERE id = ?", id)
	return p, notFound(err, "nobody has the number "+id)
}

// Store finds a store by its code.
func (tx *Tx) Store(code string) (s pos.Store, err error) {
	err = tx.noun(&s, "SELECT body FROM stores WHERE code = ?", code)
	return s, notFound(err, "no store has the code "+code)
}

// Rules is the newest rules that the feed brought.
func (tx *Tx) Rules() (r pos.Rules, err error) {
	err = tx.noun(&r, "SELECT body FROM rules WHERE key = ?", pos.CurrentKey)
	return r, notFound(err, "head office has not sent its rules yet; connect the till once")
}

// Balance is what a member has in all, as last known: HQ's figure, and what this till's own records have changed that
// the figure doesn't reflect yet. Nothing is spent by it.
func (tx *Tx) Balance(member string) (b pos.Balance, err error) {
	err = tx.tx.QueryRow("SELECT principal, bonus, points FROM balances WHERE member = ?", member).Scan(&b.Principal, &b.Bonus, &b.Points)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return b, err
	}
	for scan, err := range tx.tx.Query("SELECT asset, sum(delta) FROM news WHERE holder = ? GROUP BY asset", member) {
		var asset ledger.Asset
		var delta int64
		if err == nil {
			err = scan(&asset, &delta)
		}
		if err != nil {
			return b, err
		}
		ledger.AddTo(&b, asset, delta)
	}
	return b, nil
}

// noun decodes the body that a query finds.
func (tx *Tx) noun(to any, query, key string) error {
	var body []byte
	if err := tx.tx.QueryRow(query, key).Scan(&body); err != nil {
		return err
	}
	return pos.DecodeFeed(body, to)
}

func notFound(err error, message string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return pos.E(pos.NotFound, "", message)
	}
	return err
}
