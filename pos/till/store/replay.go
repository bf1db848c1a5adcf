package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/pricing"
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
	refunds  map[refund]bool    // by their record: whether it undoes a top-up
	released map[uint64]uint64  // sales whose refund right has left, by itself, and by which record
	upTo     map[uint64]uint64  // and up to which all have, by record
	sold     map[uint64]bool    // sales and top-ups
	weights  map[string]float64 // of the products sold

	// What the till still has of them, as HQ doesn't reflect it yet.
	news     map[uint64]map[change]int64
	cardNews map[uint64]map[string]string // card → member
	drawn    map[uint64]map[string]int64
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
	refund struct {
		receipt string
		seq     uint64
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
		grants: map[string]settled{}, refunds: map[refund]bool{}, released: map[uint64]uint64{}, upTo: map[uint64]uint64{}, sold: map[uint64]bool{}, weights: map[string]float64{},
		news: map[uint64]map[change]int64{}, cardNews: map[uint64]map[string]string{}, drawn: map[uint64]map[string]int64{},
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
	return r.crossOff(s, body)
}

// crossOff finds whether what the till keeps of a record until HQ reflects it is what the record did.
func (r *replay) crossOff(s record.Sealed, body record.Body) error {
	if err := cross(r.news, s.Seq, effect(s.Postings)); err != nil {
		return fmt.Errorf("its news: %w", err)
	}
	cards, drawn := map[string]string{}, map[string]int64{}
	switch b := body.(type) {
	case record.CardIssue:
		cards[b.Card] = b.Member
	case record.CardLost:
		cards[b.Card] = b.Member
	case record.CardFound:
		cards[b.Card] = b.Member
	case record.CardReplace:
		cards[b.Old], cards[b.New] = b.Member, b.Member
	case record.CardReturn:
		cards[b.Card] = b.Member
	case record.CardExtend:
		cards[b.Card] = b.Member
	case record.Sale:
		for _, t := range b.Paid {
			if t.Kind == record.FloatT {
				drawn[b.Member] += int64(t.Amount)
			}
		}
	}
	if err := cross(r.cardNews, s.Seq, cards); err != nil {
		return fmt.Errorf("its card news: %w", err)
	}
	if err := cross(r.drawn, s.Seq, drawn); err != nil {
		return fmt.Errorf("its float: %w", err)
	}
	return nil
}

// cross takes a record's rows out of what is left to be found. Rows may be missing, as HQ reflects them by now; none
// may be other than the record says.
func cross[K, V comparable](left map[uint64]map[K]V, seq uint64, says map[K]V) error {
	for k, v := range left[seq] {
		if want, ok := says[k]; !ok || want != v {
			return fmt.Errorf("%v is %v, the journal says %v", k, v, want)
		}
	}
	delete(left, seq)
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
	case record.Accept:
		err = r.settle(s, b.Grant, true)
	case record.Decline:
		err = r.settle(s, b.Grant, false)
	case record.Refund:
		if b.Receipt != "" {
			r.refunds[refund{b.Receipt, s.Seq}] = false
		}
	case record.TopVoid:
		r.refunds[refund{b.Receipt, s.Seq}] = true
	case record.Release:
		err = r.release(s, b)
	case record.Sale:
		r.sold[s.Seq] = true
		for _, l := range b.Lines {
			if l.Code != pricing.QuickCode {
				r.weights[l.Code] += recency(s.Time)
			}
		}
	case record.TopUp:
		r.sold[s.Seq] = true
	case record.CashIn, record.CashOut, record.Drawer, record.Withdraw, record.Convert, record.Reward, record.Deduct, record.Return,
		record.CardIssue, record.CardLost, record.CardFound, record.CardReplace, record.CardReturn, record.CardExtend:
	default:
		err = fmt.Errorf("a till doesn't write %s records", s.Kind)
	}
	if err != nil {
		return sold, err
	}
	if b, ok := body.(record.Taker); ok {
		if err := r.take(b.Takes()); err != nil {
			return sold, err
		}
	}
	if b, ok := body.(record.Creditor); ok {
		r.put(b.Credits(s.Header), s.Time)
	}
	return r.sale(s, body), nil
}

// sale is a record's row in sales: none where nothing is printed.
func (r *replay) sale(s record.Sealed, body record.Body) sale {
	row := sale{kind: string(s.Kind), time: s.Time, shift: s.Shift, date: s.Date}
	switch b := body.(type) {
	case record.Sale:
		row.member, row.total = b.Member, int64(b.Total)
	case record.Refund:
		row.member, row.total = b.Member, int64(b.Total)
	case record.TopUp:
		row.member, row.total = b.Member, int64(b.Principal)
	case record.TopVoid:
		row.member, row.total = b.Member, int64(b.Back)
	case record.Withdraw:
		row.member, row.total = b.Member, int64(b.Amount)
	case record.CardReturn:
		row.member, row.total = b.Member, int64(b.Amount)
	case record.Convert:
		row.member, row.total = b.Member, int64(b.Bonus)
	case record.Reward:
		row.member, row.total = b.Member, int64(b.Points)
	case record.Deduct:
		row.member, row.total = b.Member, int64(b.Points)
	case record.CardIssue:
		row.member = b.Member
	case record.CardLost:
		row.member = b.Member
	case record.CardFound:
		row.member = b.Member
	case record.CardReplace:
		row.member = b.Member
	case record.CardExtend:
		row.member = b.Member
	default:
		return sale{}
	}
	r.sales++
	return row
}

// release is a refund right that leaves, which it may do once.
func (r *replay) release(s record.Sealed, b record.Release) error {
	var most uint64
	for _, upTo := range r.upTo {
		most = max(most, upTo)
	}
	if b.Receipt == "" {
		if b.UpTo <= most || b.UpTo >= s.Seq {
			return fmt.Errorf("it releases refund rights up to %d, and %d was before", b.UpTo, most)
		}
		r.upTo[s.Seq] = b.UpTo
		return nil
	}
	seq, _ := strconv.ParseUint(b.Receipt[strings.LastIndex(b.Receipt, "-")+1:], 10, 63)
	own := record.Header{Place: r.place, Epoch: r.epoch, Seq: seq}.Receipt() == b.Receipt
	if own && r.sold[seq] && seq > most && r.released[seq] == 0 {
		r.released[seq] = s.Seq
		return nil
	}
	return fmt.Errorf("it releases the right to refund %s, which is not here", b.Receipt)
}

func (r *replay) settle(s record.Sealed, blob escrow.Blob, accepted bool) error {
	g, err := escrow.Read(blob)
	if err == nil && has(r.grants, g.ID) {
		err = fmt.Errorf("grant %s was dealt with before", g.ID)
	}
	r.grants[g.ID] = settled{s.Seq, accepted}
	return err
}

func (r *replay) put(credits []record.Credit, since int64) {
	for _, c := range credits {
		if h := (holding{c.Holder, c.Asset}); c.Amount > 0 {
			r.lots[holdingLot{h, c.Lot}] = lot{c.Ends, c.Amount, since}
			r.held[h] += c.Amount
		}
	}
}

func (r *replay) take(takes []record.Take) error {
	for _, t := range takes {
		k := holdingLot{holding{t.Holder, t.Asset}, t.Lot}
		l := r.lots[k]
		if l.amount -= t.Amount; t.Amount <= 0 || l.amount < 0 {
			return fmt.Errorf("it takes %d %s out of lot %s, which has %d", t.Amount, t.Asset, t.Lot, l.amount+t.Amount)
		}
		r.held[k.holding] -= t.Amount
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
