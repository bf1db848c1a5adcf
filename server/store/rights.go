package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// The right to refund a receipt is at one place at a time (DESIGN.md 1.9). Until it is asked for elsewhere it has no
// account: it is implied at the till whose journal has the sale. From its release or takeover on it is an amount of one in
// the accounts of the receipt, granted and returned like any value.

// receipt takes a receipt's number apart. There is one way to write each.
func receipt(number string) (h record.Header, ok bool) {
	parts := strings.Split(number, "-")
	if len(parts) != 3 || !plain(parts[0]) {
		return h, false
	}
	epoch, err1 := strconv.ParseUint(parts[1], 10, 63)
	seq, err2 := strconv.ParseUint(parts[2], 10, 63)
	h = record.Header{Place: parts[0], Epoch: epoch, Seq: seq}
	return h, err1 == nil && err2 == nil && epoch > 0 && seq > 0 && h.Receipt() == number
}

// right is where the right to refund a receipt is when it has no account.
type right struct {
	made  bool // it has one
	ours  bool // its time at the selling till is over, or that till's epoch is: it is head office's for the taking
	place epochID
	since int64 // when the receipt was made
}

// right looks for a receipt's right; not ok where head office has no such receipt.
func (t *Tx) right(number string) (r right, ok bool, err error) {
	h, ok := receipt(number)
	if !ok {
		return r, false, nil
	}
	r.place = epochID{h.Place, h.Epoch}
	e, err := t.epoch(h.Place, h.Epoch)
	if err != nil || e == nil || h.Seq > e.acked {
		return r, false, err
	}
	if r.made, err = t.rightMade(number); err != nil {
		return r, false, err
	}
	if err := t.writeJournal(); err != nil {
		return r, false, err
	}
	var kind string
	if err := t.tx.QueryRow("SELECT at, kind FROM journal WHERE place = ? AND epoch = ? AND seq = ?", h.Place, int64(h.Epoch), int64(h.Seq)).Scan(&r.since, &kind); err != nil {
		return r, false, fmt.Errorf("receipt %s: %w", number, err)
	}
	r.ours = e.fenced != "" || h.Seq <= e.released
	return r, kind == string(record.KindSale) || kind == string(record.KindTopUp), nil
}

// rightMade reports whether a receipt's right was ever released or taken over: its account stays when it is moved on.
func (t *Tx) rightMade(receipt string) (bool, error) {
	a, err := t.account(ledger.Available(receipt, ledger.Refund))
	if err != nil {
		return false, err
	}
	return a.stored || a.changed, nil
}

// minted is the receipt whose right an entry brings to head office, "" if none; not ok where it can't be that, or where it
// can't be told from others that the entry returns.
func minted(h record.Header, e ledger.Entry) (number string, ok bool) {
	made, credits := int64(0), 0
	for _, p := range e {
		parts, _ := p.Account.Split()
		if parts.Asset != ledger.Refund {
			continue
		}
		switch parts.Kind {
		case ledger.KindIssued:
			made -= p.Amount
		case ledger.KindAvailable:
			number, credits = parts.Who, credits+1
		}
	}
	if made == 0 {
		return "", true
	}
	of, ok := receipt(number)
	return number, ok && made == 1 && credits == 1 && of.Place == h.Place && of.Epoch == h.Epoch && of.Seq < h.Seq
}

// release notes that the rights of an epoch's receipts up to a seq are head office's from now on.
func (e *epoch) release(upTo, own uint64) {
	if upTo = min(upTo, own); upTo > e.released {
		e.released, e.changed = upTo, true
	}
}

// refunded notes that a record gave back something of a receipt, and asks a person to look at it where its place had not
// the right to, or had no receipt at all.
func (t *Tx) refunded(e *epoch, p *prepared, at uint64, number, member string, total money.Fen, now time.Time) error {
	x := exception{what: p.Receipt(), place: e.place, receipt: p.Receipt(), member: member, amount: worth(total), bearer: house}
	if number == "" {
		x.kind, x.note = "refund_blind", fmt.Sprintf("%s yuan were given back without a receipt", x.amount)
		return t.raise(x, now)
	}
	if _, ok := receipt(number); ok {
		if err := t.writeJournal(); err != nil {
			return err
		}
		if _, err := t.tx.Exec("INSERT INTO refunds (receipt, hq_seq) VALUES (?, ?) ON CONFLICT DO NOTHING", number, int64(at)); err != nil {
			return fmt.Errorf("note refund: %w", err)
		}
	}
	has, err := t.mayRefund(e, number)
	if err != nil || has {
		return err
	}
	x.kind = "refund_right"
	x.note = fmt.Sprintf("%s yuan were given back for receipt %s, whose refund right this till had not: it may have been refunded elsewhere too", x.amount, clip(number))
	return t.raise(x, now)
}

// mayRefund reports whether a receipt's right is at an epoch.
func (t *Tx) mayRefund(e *epoch, number string) (bool, error) {
	if _, ok := receipt(number); !ok {
		return false, nil
	}
	held, err := t.account(ledger.Escrow(number, ledger.Refund, e.place, e.number))
	if err != nil || held.balance > 0 { // also of a receipt that restored books haven't got again
		return err == nil, err
	}
	r, ok, err := t.right(number)
	if err != nil || !ok {
		return false, err
	}
	if r.made { // where it is lent, its till had it until the release that has yet to come again
		if lent, err := t.lentRight(number); err != nil || !lent {
			return false, err
		}
	}
	seq, _ := receipt(number)
	return r.place == e.epochID && seq.Seq > e.released, nil
}

// impliedAt is the till at which a receipt's right is without an account, so that the hub can recall it, and since when;
// none where it is nowhere so.
func (t *Tx) impliedAt(number string) (at epochID, since int64, err error) {
	r, ok, err := t.right(number)
	if err != nil || !ok || r.made || r.ours {
		return at, 0, err
	}
	return r.place, r.since, nil
}

// takeOver makes a right that is head office's available, in the transaction that grants it.
func (t *Tx) takeOver(number string, now time.Time) error {
	r, ok, err := t.right(number)
	if err != nil || !ok || r.made || !r.ours {
		return err
	}
	return t.own(record.TakeOver{Receipt: number}, now)
}
