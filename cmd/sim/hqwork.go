package main

import (
	"context"
	"fmt"
	"strconv"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
	"holdfast/server/store"
)

// work is one thing that a person at head office does. A command speaks to the books while they are being served, so it is
// followed by what the server does then: the hub is told.
func (h *headOffice) work() {
	h.w.counts.Operations++
	what, err := h.doWork()
	switch pos.CodeOf(err) {
	case "":
		h.w.did("HQ: " + what)
		h.w.say("HQ: %s", what)
	case pos.Internal:
		h.w.fail("HQ: %s: %v", what, err)
	default:
		h.w.say("HQ: %s: refused: %v", what, err)
	}
	if h.w.careful() {
		h.w.backup = nil
	}
	h.hub.Nudge()
	h.hub.Sweep()
}

// books is HQ's, to be changed by a person now.
func (h *headOffice) books() *store.Store { return h.store.As(store.Actor{Who: "9001", At: h.w.now}) }

func (h *headOffice) doWork() (what string, err error) {
	w := h.w
	switch w.rng.IntN(14) {
	case 0, 1, 2:
		return h.changeSetting()
	case 3:
		_, err := h.books().PutRules(w.rules(), w.now)
		return "rules", err
	case 4, 5, 6:
		return h.adjust()
	case 7:
		return h.merge()
	case 8, 9:
		return h.block()
	case 10, 11, 12:
		return h.settle()
	}
	number := w.anyCard()
	return "cards moved", h.books().MoveCards(w.anyStore(), w.anyStore(), []string{number})
}

func (w *world) anyStore() string { return fmt.Sprintf("S0%d", 1+w.rng.IntN(2)) }
func (w *world) anyCard() string  { return w.cards[w.rng.IntN(len(w.cards))] }
func (w *world) anyPhone() string { return w.phones[w.rng.IntN(len(w.phones))] }

// changeSetting sets something to a value that a head office may like.
func (h *headOffice) changeSetting() (string, error) {
	w := h.w
	fen := func(most int) string { return money.Fen(w.rng.IntN(most)).String() }
	options := [][2]string{
		{"loss.freezes", []string{pos.FreezeValue, pos.FreezeCard}[w.rng.IntN(2)]},
		{"float.place", []string{"0.00", fen(12000)}[w.rng.IntN(2)]},
		{"float.member", fen(4000)},
		{"lease.hours", fmt.Sprint([]int{1, 5, 72}[w.rng.IntN(3)])},
		{"allowance.default", fen(8000)},
		{"allowance.share", fmt.Sprint([]int{0, 20, 100}[w.rng.IntN(3)])},
		{"allowance.cap", fen(30000)},
		{"allowance.place_cap", []string{"0.00", fen(30000)}[w.rng.IntN(2)]},
		{"grant.days", fmt.Sprint(1 + w.rng.IntN(30))},
		{"refund.days", fmt.Sprint([]int{0, 1, 7}[w.rng.IntN(3)])},
		{"refund.limit", fen(10000)},
		{"refund.blind_cap", fen(10000)},
		{"pin.above", fen(5000)},
		{"cash.ceiling", fen(100000)},
	}
	o := options[w.rng.IntN(len(options))]
	h.set(o[0], o[1])
	return "set " + o[0], nil
}

// set changes a setting, and keeps what the checks want to know of it.
func (h *headOffice) set(key, value string) {
	h.w.must(h.books().Set(key, value), "set "+key)
	h.w.say("HQ sets %s to %s", key, value)
	fen, _ := money.ParseFen(value)
	switch key {
	case "loss.freezes":
		h.freezes = append(h.freezes, setting{h.head(), value})
	case "float.place":
		h.mostFloat = max(h.mostFloat, fen)
	case "float.member":
		h.mostFloatMember = max(h.mostFloatMember, fen)
	}
}

// head is the end of HQ's journal.
func (h *headOffice) head() (seq uint64) {
	h.w.rows(h.anchor, `SELECT '', ifnull(max(hq_seq), 0) FROM journal`, func(_ string, n int64) { seq = uint64(n) }) //nolint:gosec // a world has few records
	return seq
}

func (h *headOffice) adjust() (string, error) {
	w := h.w
	amount := escrow.Amount{Asset: ledger.MemberAssets[w.rng.IntN(3)], Amount: int64(w.rng.IntN(6000)) - 2500}
	if amount.Asset == ledger.Points {
		amount.Amount *= 1000
	}
	_, err := h.books().Adjust(w.anyPhone(), []escrow.Amount{amount}, "核对")
	return "adjust", err
}

func (h *headOffice) merge() (string, error) {
	if !h.w.chance(0.5) {
		return "no merge", nil
	}
	_, _, err := h.books().MergeMembers(h.w.anyPhone(), h.w.anyPhone(), "同一人")
	return "merge", err
}

func (h *headOffice) block() (string, error) {
	what, reason := []string{store.Redeeming, store.Earning}[h.w.rng.IntN(2)], []string{"", "", "有争议"}[h.w.rng.IntN(3)]
	m, err := h.books().Block(h.w.anyPhone(), what, reason)
	if err == nil {
		h.blocked[m.ID] = true
	}
	if reason == "" {
		return "unblock from " + what, err
	}
	return "block from " + what, err
}

// settle ends an exception: the member may be made whole, claims may be given up, a frozen card is one member's.
func (h *headOffice) settle() (string, error) {
	w := h.w
	list, err := h.store.Exceptions(false)
	if err != nil || len(list) == 0 {
		return "nothing to settle", err
	}
	x := list[w.rng.IntN(len(list))]
	owes := map[string]bool{}
	w.rows(h.anchor, `SELECT who, balance FROM accounts WHERE kind = 'owed' AND balance > 0`, func(who string, _ int64) { owes[who] = true })
	for _, other := range list {
		if owes[other.Member] || other.Kind == string(pos.IssuedTwice) && w.chance(0.3) { // few do, and are
			x = other
		}
	}
	how := store.Settlement{Exception: x.ID, Note: "看过"}
	if store.PaysMember(x.Kind) && x.Member != "" && w.chance(0.7) {
		how.Member = x.Amount
	}
	how.Waive = owes[x.Member]
	id, err := strconv.ParseInt(x.ID, 10, 64)
	w.must(err, "exception")
	how.Fork = x.Kind == "branch"
	if x.Kind == string(pos.IssuedTwice) {
		how.CardOf = x.Member
		h.given[id] = given{x.Card, x.Member}
	}
	_, err = h.books().Settle(how)
	if err == nil && how.Member > 0 {
		w.did("member made whole")
	}
	return "settle " + x.Kind, err
}

// learned is after how many commits of HQ the model has read all that there was, and whether of all tills.
type learned struct {
	at  uint64
	all bool
}

// learn lets the model read what people at HQ have written, and what HQ has booked of tills that aren't trusted.
func (h *headOffice) learn() {
	w := h.w
	now := learned{h.anchor.Commits(), len(w.distrusted) > 0}
	if h.learned == now {
		return
	}
	type booked struct {
		seq int64
		record.Sealed
	}
	var list []booked
	w.must(h.anchor.View(context.Background(), func(tx *sqlite.Tx) error {
		for scan, err := range tx.Query(`SELECT hq_seq, bytes FROM journal WHERE hq_seq > ?1 AND (place <> 'HQ' AND ?2
			OR place = 'HQ' AND kind IN ('adjust', 'settle', 'merge', 'suspense', 'write_off', 'forked')) ORDER BY hq_seq`,
			int64(h.read), now.all) { //nolint:gosec // a world has few records
			var r booked
			var b []byte
			if err == nil {
				err = scan(&r.seq, &b)
			}
			if err == nil {
				r.Sealed, err = record.Open(b)
			}
			if err != nil {
				return err
			}
			list = append(list, r)
		}
		return nil
	}), "HQ's journal")
	for _, r := range list {
		seq := uint64(r.seq) //nolint:gosec // a world has few records
		if seq <= h.read {   // meanwhile: see model.right
			continue
		}
		h.read = seq
		if r.Place == pos.HQ {
			body, err := r.Decode()
			w.must(err, "a record of HQ")
			w.model.learnHQ(seq, body)
		} else if t := w.distrusted[epochName(r.Place, r.Epoch)]; t != nil && r.Seq > w.model.desk(t).read {
			w.model.takeIn(t, r.Sealed)
		}
	}
	h.learned = now
}

// learnHQ takes in a record of head office's own.
func (m *model) learnHQ(seq uint64, body record.Body) {
	m.note(event{hq: seq, moves: byPerson(body), again: func(m *model) { m.learnHQ(seq, body) }})
	switch b := body.(type) {
	case record.Suspense:
		m.booked(b.Short)
		m.lend(b)
	case record.WriteOff:
		m.booked(b.Moves)
		m.writtenOff(b)
	case record.Forked:
		m.booked(b.Moves)
		m.forked(b)
	case record.Adjust:
		for _, a := range b.Amounts {
			m.credit(b.Member, "house:adjust", a.Asset, a.Amount)
		}
	case record.Settle:
		for _, a := range b.Amounts {
			if b.From == "restore" && a.Amount < 0 {
				m.repaid(b.Member, a)
				continue
			}
			m.credit(b.Member, "house:"+b.From, a.Asset, a.Amount)
		}
		for _, a := range b.Waive {
			if a.Asset == ledger.Points {
				m.member(b.Member).points += money.Points(a.Amount)
			} else {
				m.member(b.Member).value += money.Fen(a.Amount)
			}
			m.did("claim waived")
		}
	case record.Merge:
		if from := m.byID[b.From]; from != nil && from.into == nil {
			m.merged(b.From, b.Into)
		}
	}
}

// byPerson is the members of whom a record of head office's own moves something because a person said so.
func byPerson(body record.Body) []string {
	switch b := body.(type) {
	case record.Adjust:
		return []string{b.Member}
	case record.Settle:
		if len(b.Amounts)+len(b.Waive) > 0 {
			return []string{b.Member}
		}
	case record.Merge:
		return []string{b.From, b.Into}
	}
	return nil
}

// frozenBy is what a loss report freezes at a point of HQ's journal.
func (h *headOffice) frozenBy(seq uint64) (value string) {
	for _, s := range h.freezes {
		if s.after <= seq {
			value = s.value
		}
	}
	return value
}
