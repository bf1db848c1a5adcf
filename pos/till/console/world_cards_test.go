package console_test

import (
	"encoding/json"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/till"
	"holdfast/sync/wire"
)

// happensToMembers is what may happen in a story to members, their cards and their value elsewhere; false for anything
// else. JSON has the nouns' names and may have blanks.
func (w *world) happensToMembers(words []string) bool {
	w.t.Helper()
	rest := func(n int, noun any) {
		if len(words) > n {
			w.must(json.Unmarshal([]byte(strings.Join(words[n:], " ")), noun))
		}
	}
	switch words[0] {
	case "policy": // JSON
		p := pos.DefaultPolicy
		rest(1, &p)
		w.feed(item(pos.TopicPolicy, pos.CurrentKey, p))
	case "head-office-says": // NUMBER JSON, of a card; it knows all that was done here
		c := pos.Card{Number: words[1]}
		rest(2, &c)
		w.reflecting(item(pos.TopicCard, c.Number, c))
	case "books-say": // MEMBER JSON, of a balance; it knows all that was done here
		var b pos.Figures
		rest(2, &b)
		w.reflecting(item(pos.TopicBalance, words[1], b))
	case "member": // JSON
		var m pos.Member
		rest(1, &m)
		w.feed(item(pos.TopicMember, m.ID, m))
	case "rates": // JSON, of the points
		r := rules(pos.Highest)
		rest(1, &r.Points)
		w.feed(item(pos.TopicRules, pos.CurrentKey, r))
	case "owns": // MEMBER JSON, of what head office may grant; before that it has what is asked for
		var b pos.Balance
		rest(2, &b)
		w.office.owns[words[1]] = b
	case "holds": // PLACE JSON, of a balance
		e := till.Elsewhere{Place: words[1], Since: w.clock.now.Add(12 * time.Minute)}
		rest(2, &e.Balance)
		w.office.elsewhere = append(w.office.elsewhere, e)
	case "float": // AMOUNT
		w.must(w.office.grantAll("", ledger.TheHouse, escrow.Amount{Asset: ledger.Principal, Amount: int64(w.fen(words[1]))}))
	case "contact": // [HOW FAR head office's clock is from this till's]
		var off time.Duration
		if len(words) > 1 {
			var err error
			off, err = time.ParseDuration(words[1])
			w.must(err)
		}
		w.must(w.store.Contact(w.clock.now.Add(off)))
	case "changes-are-taken":
		changes, err := w.store.Changes(100)
		w.must(err)
		for _, c := range changes {
			w.must(w.store.Changed(wire.Changed{ID: c.ID}))
		}
	default:
		return false
	}
	return true
}

// reflecting feeds an item in which all is that was done here.
func (w *world) reflecting(i wire.Item) {
	w.t.Helper()
	state, err := w.store.State()
	w.must(err)
	i.Reflects = state.HeadSeq
	w.feed(i)
}

// grantOf grants, of what a member owns at head office, what is asked for, and refuses where that is nothing.
func (o *office) grantOf(r wire.Request) error {
	b := o.owns[r.Holder]
	var amounts []escrow.Amount
	grant := func(asset ledger.Asset, want, has int64) (left int64) {
		n := min(want, has)
		if n > 0 {
			amounts = append(amounts, escrow.Amount{Asset: asset, Amount: n})
		}
		return want - n
	}
	left := grant(ledger.Principal, r.Value+r.Principal, int64(b.Principal))
	grant(ledger.Bonus, r.Bonus+max(0, min(left, r.Value)), int64(b.Bonus))
	grant(ledger.Points, r.Points, int64(b.Points))
	if amounts == nil {
		return o.store.Refused(r.ID, string(pos.Insufficient), "head office has nothing left to grant of this member's value")
	}
	for _, a := range amounts {
		switch a.Asset {
		case ledger.Principal:
			b.Principal -= money.Fen(a.Amount)
		case ledger.Bonus:
			b.Bonus -= money.Fen(a.Amount)
		case ledger.Points:
			b.Points -= money.Points(a.Amount)
		case ledger.CNY, ledger.Refund:
		}
	}
	o.owns[r.Holder] = b
	return o.grantAll(r.ID, r.Holder, amounts...)
}

// position is a point of head office's journal.
func position(seq uint64) wire.Position { return wire.Position{Generation: 1, Seq: seq} }
