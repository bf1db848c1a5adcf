package store

import (
	"context"
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
)

// Overview is the chain at a glance.
type Overview struct {
	At       time.Time
	Stores   []pos.Store
	Tills    []TillState
	Stored   money.Fen // all stored value there is
	Held     money.Fen // what of it is in the escrow of unfenced tills
	Recovery string    // the tills that a restored head office waits for; empty: it is at work
}

// TillState is a till as the books know it, with its newest epoch. Whether it is online, the hub knows.
type TillState struct {
	Till       string
	Store      string
	Epoch      uint64 // 0: not yet enrolled
	Acked      uint64
	Unsettled  int // grants in transit
	Fenced     string
	Closing    time.Time // since when it is to be closed, once it holds nothing; zero: it isn't
	Contact    time.Time
	LastRecord time.Time   // by its own clock
	Held       pos.Balance // of members, in its escrow
	SellsBy    SellsBy
}

// Overview looks at the whole chain.
func (s *Store) Overview(now time.Time) (o Overview, err error) {
	o.At = now
	err = s.view(context.Background(), func(t *Tx) error {
		for _, step := range []func(*Overview) error{t.stores, t.tills, t.held} {
			if err := step(&o); err != nil {
				return err
			}
		}
		o.Recovery, err = t.awaited()
		return err
	})
	return o, err
}

func (t *Tx) stores(o *Overview) error {
	for scan, err := range t.tx.Query("SELECT code, name, name_en, address, phone FROM stores ORDER BY code") {
		var x pos.Store
		if err == nil {
			err = scan(&x.Code, &x.Name, &x.NameEn, &x.Address, &x.Phone)
		}
		if err != nil {
			return fmt.Errorf("stores: %w", err)
		}
		o.Stores = append(o.Stores, x)
	}
	return nil
}

func (t *Tx) tills(o *Overview) (err error) {
	var rules []sellsBy
	for scan, err := range t.tx.Query(`SELECT p.code, p.store, ifnull(e.epoch, 0), ifnull(e.acked, 0), ifnull(e.fenced, ''), ifnull(e.last_contact, 0), ifnull(e.closing, 0),
			(SELECT count(*) FROM grants g WHERE g.place = e.place AND g.epoch = e.epoch AND g.state = 'transit'),
			ifnull((SELECT j.at FROM journal j WHERE j.place = e.place AND j.epoch = e.epoch AND j.seq = e.acked), 0),
			ifnull(e.rules, 0), ifnull(e.rules_published, 0), ifnull(e.rules_at, 0)
		FROM places p LEFT JOIN epochs e ON e.place = p.code AND e.epoch = (SELECT max(epoch) FROM epochs WHERE place = p.code)
		WHERE p.store IS NOT NULL ORDER BY p.code`) {
		var x TillState
		var contact, closing, last int64
		var by sellsBy
		if err == nil {
			err = scan(&x.Till, &x.Store, &x.Epoch, &x.Acked, &x.Fenced, &contact, &closing, &x.Unsettled, &last, &by.version, &by.published, &by.at)
		}
		if err != nil {
			return fmt.Errorf("tills: %w", err)
		}
		if contact > 0 {
			x.Contact = time.UnixMilli(contact)
		}
		if closing > 0 && x.Fenced == "" {
			x.Closing = time.UnixMilli(closing)
		}
		if last > 0 {
			x.LastRecord = time.UnixMilli(last)
		}
		o.Tills, rules = append(o.Tills, x), append(rules, by)
	}
	for i := range o.Tills {
		if o.Tills[i].Epoch == 0 || o.Tills[i].Fenced != "" {
			continue // it sells nothing
		}
		if o.Tills[i].SellsBy, err = t.sellsBy(rules[i]); err != nil {
			return err
		}
	}
	return nil
}

// held adds up what stands where. House money is nobody's: see Exposure.
func (t *Tx) held(o *Overview) error {
	for scan, err := range t.tx.Query(`SELECT a.kind = 'escrow' AND ifnull(e.fenced, '') = '', ifnull(a.place, ''), ifnull(a.epoch, 0), a.asset, sum(a.balance)
		FROM accounts a LEFT JOIN epochs e ON e.place = a.place AND e.epoch = a.epoch
		WHERE a.kind IN ('available', 'transit', 'escrow') AND a.balance > 0 AND a.asset IN ('principal', 'bonus', 'points') AND a.who <> ?
		GROUP BY 1, 2, 3, 4`, ledger.TheHouse) {
		var at epochID
		var asset ledger.Asset
		var escrow bool
		var sum int64
		if err == nil {
			err = scan(&escrow, &at.place, &at.number, (*string)(&asset), &sum)
		}
		if err != nil {
			return fmt.Errorf("what stands where: %w", err)
		}
		if asset != ledger.Points {
			o.Stored += money.Fen(sum)
			if escrow {
				o.Held += money.Fen(sum)
			}
		}
		for i := range o.Tills {
			if x := &o.Tills[i]; escrow && x.Till == at.place && x.Epoch == at.number {
				ledger.AddTo(&x.Held, asset, sum)
			}
		}
	}
	return nil
}
