package console_test

import (
	"encoding/json"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/rules"
	"holdfast/pos/till"
	"holdfast/pos/till/tilltest"
	"holdfast/sync/wire"
)

// happensToMembers is what may happen in a story to members, their cards and their value elsewhere; false for anything
// else. JSON has the nouns' names and may have blanks.
func (w *world) happensToMembers(words []string) bool {
	w.T.Helper()
	rest := func(n int, noun any) {
		if len(words) > n {
			w.Must(json.Unmarshal([]byte(strings.Join(words[n:], " ")), noun))
		}
	}
	switch words[0] {
	case "policy": // JSON
		p := pos.DefaultPolicy
		rest(1, &p)
		w.Feed(tilltest.Item(pos.TopicPolicy, pos.CurrentKey, p))
	case "head-office-says": // NUMBER JSON, of a card; it knows all that was done here
		c := pos.Card{Number: words[1]}
		rest(2, &c)
		w.reflecting(tilltest.Item(pos.TopicCard, c.Number, c))
	case "books-say": // MEMBER JSON, of a balance; it knows all that was done here
		var b pos.Figures
		rest(2, &b)
		w.reflecting(tilltest.Item(pos.TopicBalance, words[1], b))
	case "member": // JSON
		var m pos.Member
		rest(1, &m)
		w.Feed(tilltest.Item(pos.TopicMember, m.ID, m))
	case "rates": // JSON, of the points
		r := tilltest.Rules(rules.Highest)
		rest(1, &r.Points)
		w.Feed(tilltest.Item(pos.TopicRules, pos.CurrentKey, r))
	case "owns": // MEMBER JSON, of what head office may grant; before that it has what is asked for
		var b pos.Balance
		rest(2, &b)
		w.Office.Owns[words[1]] = b
	case "holds", "on-the-way", "frozen-at": // PLACE JSON, of a balance
		state := map[string]till.Standing{"on-the-way": till.OnTheWay, "frozen-at": till.Frozen}[words[0]]
		e := till.Elsewhere{Place: words[1], State: state, Since: w.Clock.Now.Add(12 * time.Minute)}
		rest(2, &e.Balance)
		w.Office.Elsewhere = append(w.Office.Elsewhere, e)
	case "float": // AMOUNT
		w.Must(w.Office.GrantAll("", ledger.TheHouse, escrow.Amount{Asset: ledger.Principal, Amount: int64(w.fen(words[1]))}))
	case "contact": // [HOW FAR head office's clock is from this till's]
		var off time.Duration
		if len(words) > 1 {
			var err error
			off, err = time.ParseDuration(words[1])
			w.Must(err)
		}
		w.Must(w.Store.Contact(w.Clock.Now.Add(off)))
	case "changes-are-taken":
		changes, err := w.Store.Changes(100)
		w.Must(err)
		for _, c := range changes {
			w.Must(w.Store.Changed(wire.Changed{ID: c.ID}))
		}
	default:
		return false
	}
	return true
}

// reflecting feeds an item in which all is that was done here.
func (w *world) reflecting(i wire.Item) {
	w.T.Helper()
	state, err := w.Store.State()
	w.Must(err)
	i.Reflects = state.HeadSeq
	w.Feed(i)
}

// position is a point of head office's journal.
func position(seq uint64) wire.Position { return wire.Position{Generation: 1, Seq: seq} }
