package store

import (
	"bytes"
	"database/sql"
	"errors"
	"iter"
	"sync/atomic"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/rules"
	"holdfast/sync/wire"
)

// Product finds a product by its code or one of its barcodes. A code goes first: HQ gives codes, and makers barcodes.
func (tx *Tx) Product(codeOrBarcode string) (p pos.Product, err error) {
	err = tx.noun(&p, "SELECT body FROM products WHERE code = ?", codeOrBarcode)
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.noun(&p, "SELECT p.body FROM barcodes b JOIN products p ON p.rowid = b.product WHERE b.barcode = ?", codeOrBarcode)
	}
	return p, notFound(err, "no product has the code or barcode {}", codeOrBarcode)
}

// Person finds somebody who may sign in.
func (tx *Tx) Person(id string) (p pos.Person, err error) {
	err = tx.noun(&p, "SELECT body FROM people WHERE id = ?", id)
	return p, notFound(err, "nobody has the number {}", id)
}

// Store finds a store by its code.
func (tx *Tx) Store(code string) (s pos.Store, err error) {
	err = tx.noun(&s, "SELECT body FROM stores WHERE code = ?", code)
	return s, notFound(err, "no store has the code {}", code)
}

// Rules is the newest rules that the feed brought, made ready; before any came there are none: list and member prices are the
// products' own. They are everybody's: nobody changes what they point to.
func (tx *Tx) Rules() (*pricing.Engine, error) {
	e, err := tx.s.rules.read(tx, "SELECT body FROM rules WHERE key = ?", func(body []byte) (*pricing.Engine, error) {
		var doc rules.Document
		err := pos.DecodeFeed(body, &doc)
		return pricing.New(doc), err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return noRules, nil
	}
	return e, err
}

var noRules = pricing.New(rules.Document{})

// Policy is what of HQ's settings the tills need; the default before any came. What an older HQ doesn't set is as in the
// default. It is everybody's, as the rules are.
func (tx *Tx) Policy() (pos.Policy, error) {
	p, err := tx.s.policy.read(tx, "SELECT body FROM policies WHERE key = ?", func(body []byte) (pos.Policy, error) {
		p := pos.DefaultPolicy
		err := pos.DecodeFeed(body, &p)
		return p, err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return pos.DefaultPolicy, nil
	}
	return p, err
}

// current keeps the one document of a topic as it was read last: every command asks for it, and it hardly ever changes. Where
// the feed stands as it did, it isn't even looked at.
type current[T any] struct{ last atomic.Pointer[document[T]] }

type document[T any] struct {
	feed wire.Cursor
	body []byte
	noun T
}

// read finds the document, made ready. What a transaction reads that brings the feed forward is not kept: it may not come to
// be.
func (c *current[T]) read(tx *Tx, query string, ready func(body []byte) (T, error)) (noun T, err error) {
	at, err := tx.standing()
	if err != nil {
		return noun, err
	}
	last := c.last.Load()
	if last != nil && last.feed == at.feed && !tx.feeding {
		return last.noun, nil
	}
	var body []byte
	if err := tx.tx.QueryRow(query, pos.CurrentKey).Scan(&body); err != nil {
		return noun, err
	}
	if last != nil && bytes.Equal(last.body, body) {
		noun = last.noun
	} else if noun, err = ready(body); err != nil {
		return noun, err
	}
	if !tx.feeding {
		c.last.Store(&document[T]{at.feed, body, noun})
	}
	return noun, nil
}

// Balance is what a member has and owes in all, as last known: HQ's figures, and what this till's own records have
// changed that they don't reflect yet, for them and for whoever was merged into them. Nothing is spent by it.
func (tx *Tx) Balance(member string) (b pos.Balance, err error) {
	ids, err := tx.Aliases(member)
	if err != nil {
		return b, err
	}
	var owed pos.Owed
	for _, id := range ids {
		if err := tx.addBalance(&b, &owed, id); err != nil {
			return b, err
		}
	}
	// HQ may have paid a claim that was paid here too.
	owed = pos.Owed{Value: max(0, owed.Value), Bonus: max(0, owed.Bonus), Points: max(0, owed.Points)}
	if owed != (pos.Owed{}) {
		b.Owed = &owed
	}
	return b, nil
}

// Typical is a member's median payment with stored value, as HQ last said; 0 where they have made none.
func (tx *Tx) Typical(member string) (typical money.Fen, err error) {
	err = tx.tx.QueryRow("SELECT typical FROM balances WHERE member = ?", member).Scan(&typical)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return typical, err
}

// addBalance adds one holder's figures and news.
func (tx *Tx) addBalance(b *pos.Balance, owed *pos.Owed, holder string) error {
	var h pos.Balance
	var o pos.Owed
	err := tx.tx.QueryRow("SELECT principal, bonus, points, owed_value, owed_bonus, owed_points FROM balances WHERE member = ?", holder).
		Scan(&h.Principal, &h.Bonus, &h.Points, &o.Value, &o.Bonus, &o.Points)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	b.Principal, b.Bonus, b.Points = b.Principal+h.Principal, b.Bonus+h.Bonus, b.Points+h.Points
	owed.Value, owed.Bonus, owed.Points = owed.Value+o.Value, owed.Bonus+o.Bonus, owed.Points+o.Points
	for scan, err := range tx.tx.Query("SELECT claim, asset, sum(delta) FROM news WHERE holder = ? GROUP BY claim, asset", holder) {
		var claim bool
		var asset ledger.Asset
		var delta int64
		if err == nil {
			err = scan(&claim, &asset, &delta)
		}
		switch {
		case err != nil:
			return err
		case claim:
			ledger.AddOwed(owed, asset, delta)
		default:
			ledger.AddTo(b, asset, delta)
		}
	}
	return nil
}

// noun decodes the body that a query finds.
func (tx *Tx) noun(to any, query, key string) error {
	var body []byte
	if err := tx.tx.QueryRow(query, key).Scan(&body); err != nil {
		return err
	}
	return pos.DecodeFeed(body, to)
}

// nouns ranges over the bodies that a query finds, decoded, and ends with the first error.
func nouns[T any](tx *Tx, query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for scan, err := range tx.tx.Query(query, args...) {
			var body []byte
			var noun T
			if err == nil {
				err = scan(&body)
			}
			if err == nil {
				err = pos.DecodeFeed(body, &noun)
			}
			if !yield(noun, err) || err != nil {
				return
			}
		}
	}
}

// notFound is an error as it is, but for what isn't there: that is said by a message.
func notFound(err error, message string, args ...any) error {
	if errors.Is(err, sql.ErrNoRows) {
		return pos.E(pos.NotFound, "", message, args...)
	}
	return err
}
