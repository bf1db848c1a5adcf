package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
)

// replay is what a journal leads to, worked out in memory by rules written a second time. It shares with Append what
// both must share (ledger.Apply, the kinds' Postings), and not a line of the tables.
type replay struct {
	place string
	epoch uint64

	seq      uint64
	hash     record.Hash
	accounts map[ledger.Account]int64
	lots     map[holdingLot]lot
	held     map[holding]int64 // the sum of the lots
	shifts   map[string]shift
	open     string // the open shift
	grants   map[string]settled
	sales    uint64
	news     map[uint64]map[holding]int64 // what the till still has of them
}

type (
	lot     struct{ ends, amount, since int64 }
	settled struct {
		seq      uint64
		accepted bool
	}
	shift struct {
		opened, closed           uint64
		operator, date           string
		time                     int64
		float, expected, counted int64
	}
	sale struct {
		kind, member string
		total, time  int64
		shift, date  string
	}
)

func newReplay() *replay {
	return &replay{
		accounts: map[ledger.Account]int64{}, lots: map[holdingLot]lot{}, held: map[holding]int64{}, shifts: map[string]shift{},
		grants: map[string]settled{}, news: map[uint64]map[holding]int64{},
	}
}

// Balance and SetBalance make a replay what ledger.Apply books on.
func (r *replay) Balance(a ledger.Account) (int64, error) {
	if !kept(a) {
		return elsewhere, nil
	}
	return r.accounts[a], nil
}

// SetBalance is described at Balance.
func (r *replay) SetBalance(a ledger.Account, balance int64) error {
	if kept(a) {
		r.accounts[a] = balance
	}
	return nil
}

// check reads a record and finds whether it is the next of this till's journal.
func (r *replay) check(row record.Header, b, hash []byte) (record.Sealed, error) {
	if sum := sha256.Sum256(b); !bytes.Equal(sum[:], hash) {
		return record.Sealed{}, errors.New("its bytes are not what was hashed")
	}
	s, err := record.Open(b)
	switch {
	case err != nil:
		return s, err
	case s.Place != r.place || s.Epoch != r.epoch:
		return s, fmt.Errorf("it is of %s-%d, and this till is %s-%d", s.Place, s.Epoch, r.place, r.epoch)
	case row.Seq != s.Seq || !s.Follows(r.seq, r.hash):
		return s, fmt.Errorf("it doesn't follow record %d", r.seq)
	case row.ID != s.ID || row.Kind != s.Kind || row.Time != s.Time:
		return s, errors.New("its columns are not its header's")
	}
	return s, nil
}

// book applies a record and compares the rows that stand beside it.
func (r *replay) book(s record.Sealed, sold sale) error {
	body, err := s.Decode()
	if err != nil {
		return err
	}
	if !slices.Equal(s.Postings, body.Postings(s.Header)) {
		return errors.New("its postings are not its body's")
	}
	if err := ledger.Allowed(s.Place, s.Epoch, s.Postings); err != nil {
		return err
	}
	if err := ledger.Apply(r, s.Postings); err != nil {
		return err
	}
	r.seq, r.hash = s.Seq, s.Hash
	want, err := r.derive(s, body)
	if err != nil {
		return err
	}
	if sold != want {
		return fmt.Errorf("its row in sales is %+v, the journal says %+v", sold, want)
	}
	if err := r.lotsMatch(s.Postings); err != nil {
		return err
	}
	if news, ok := r.news[s.Seq]; ok {
		changed := effect(s.Postings)
		maps.DeleteFunc(changed, func(h holding, delta int64) bool { return delta == 0 || !has(news, h) })
		if !maps.Equal(news, changed) {
			return fmt.Errorf("its news are %v, the journal says %v", news, changed)
		}
		delete(r.news, s.Seq)
	}
	return nil
}

func has[K comparable, V any](m map[K]V, k K) bool { _, ok := m[k]; return ok }

// derive follows a record's kind, and returns its row in sales if it should have one.
func (r *replay) derive(s record.Sealed, body record.Body) (sold sale, err error) {
	switch b := body.(type) {
	case record.ShiftOpen:
		if r.open != "" {
			return sold, fmt.Errorf("it opens a shift while %s is open", r.open)
		}
		r.open = s.ID
		r.shifts[s.ID] = shift{opened: s.Seq, operator: s.Operator, date: s.Date, time: s.Time, float: int64(b.Float)}
	case record.ShiftClose:
		was, ok := r.shifts[r.open]
		if !ok || s.Shift != r.open {
			return sold, fmt.Errorf("it closes shift %q while %q is open", s.Shift, r.open)
		}
		was.closed, was.expected, was.counted = s.Seq, int64(b.Expected), int64(b.Counted)
		r.shifts[r.open], r.open = was, ""
	case record.Sale:
		for _, t := range b.Paid {
			if err := r.take(b.Member, t.Uses); err != nil {
				return sold, err
			}
		}
		r.sales++
		sold = sale{string(s.Kind), b.Member, int64(b.Total), s.Time, s.Shift, s.Date}
	case record.TopUp:
		r.put(b.Member, ledger.Principal, s.ID, lot{0, int64(b.Principal), s.Time})
		r.put(b.Member, ledger.Bonus, s.ID, lot{0, int64(b.Bonus), s.Time})
		r.sales++
		sold = sale{string(s.Kind), b.Member, int64(b.Principal), s.Time, s.Shift, s.Date}
	case record.Accept:
		g, err := r.settle(s, b.Grant, true)
		for _, a := range g.Amounts {
			r.put(g.Holder, a.Asset, g.ID, lot{g.Ends, a.Amount, s.Time})
		}
		return sold, err
	case record.Decline:
		_, err = r.settle(s, b.Grant, false)
	case record.Return:
		err = r.take(b.Holder, b.Uses)
	default:
		err = fmt.Errorf("a till doesn't write %s records", s.Kind)
	}
	return sold, err
}

func (r *replay) settle(s record.Sealed, blob escrow.Blob, accepted bool) (escrow.Grant, error) {
	g, err := escrow.Read(blob)
	if err == nil && has(r.grants, g.ID) {
		err = fmt.Errorf("grant %s was dealt with before", g.ID)
	}
	r.grants[g.ID] = settled{s.Seq, accepted}
	return g, err
}

func (r *replay) put(holder string, asset ledger.Asset, id string, l lot) {
	if l.amount > 0 {
		r.lots[holdingLot{holding{holder, asset}, id}] = l
		r.held[holding{holder, asset}] += l.amount
	}
}

func (r *replay) take(holder string, uses []escrow.Use) error {
	for _, u := range uses {
		k := holdingLot{holding{holder, u.Asset}, u.Lot}
		l := r.lots[k]
		if l.amount -= u.Amount; u.Amount <= 0 || l.amount < 0 {
			return fmt.Errorf("it takes %d %s out of lot %s, which has %d", u.Amount, u.Asset, u.Lot, l.amount+u.Amount)
		}
		r.held[k.holding] -= u.Amount
		r.lots[k] = l
		if l.amount == 0 {
			delete(r.lots, k)
		}
	}
	return nil
}

// lotsMatch holds the escrow accounts of an entry against the lots they are made of.
func (r *replay) lotsMatch(e ledger.Entry) error {
	for _, p := range e {
		parts, _ := p.Account.Split()
		if h := (holding{parts.Who, parts.Asset}); parts.Kind == ledger.KindEscrow && r.held[h] != r.accounts[p.Account] {
			return fmt.Errorf("%s is %d and its lots are %d", p.Account, r.accounts[p.Account], r.held[h])
		}
	}
	return nil
}
