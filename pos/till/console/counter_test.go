package console_test

import (
	"slices"
	"strconv"
	"strings"

	"holdfast/pos"
	"holdfast/pos/figures"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
	"holdfast/pos/till/tilltest"
)

// happensAtTheCounter is what stories of rights, shifts and figures need to happen.
func (w *world) happensAtTheCounter(words []string) bool {
	w.T.Helper()
	switch words[0] {
	case "ceiling": // AMOUNT
		w.policy(func(p *pos.Policy) { p.CashCeiling = w.fen(words[1]) })
	case "role-may": // ROLE RIGHT…
		w.policy(func(p *pos.Policy) { p.Roles = map[pos.Role][]pos.Right{pos.Role(words[1]): rights(words[2:])} })
	case "person-may": // PERSON RIGHT…
		w.person(words[1], func(p *pos.Person) { p.More = rights(words[2:]) })
	case "person-may-not": // PERSON RIGHT…
		w.person(words[1], func(p *pos.Person) { p.Less = rights(words[2:]) })
	case "staff-card": // PERSON NUMBER
		w.person(words[1], func(p *pos.Person) { p.CardHash = pos.HashCard(words[2]) })
	case "new-pin": // PERSON PIN
		w.person(words[1], func(p *pos.Person) { p.PINHash = tilltest.Hash(words[2]) })
	case "earns-nothing": // MEMBER
		w.memberNow(words[1], func(m *pos.Member) { m.NoEarning = "员工" })
	case "tier": // MEMBER TIER
		w.memberNow(words[1], func(m *pos.Member) { m.Tier = words[2] })
	default:
		return false
	}
	return true
}

func rights(words []string) (list []pos.Right) {
	for _, r := range words {
		list = append(list, pos.Right(r))
	}
	return list
}

// policy, person and memberNow change what head office says, as its feed would.
func (w *world) policy(change func(*pos.Policy)) {
	p := pos.DefaultPolicy
	w.Must(w.Store.View(func(tx *store.Tx) (err error) { p, err = tx.Policy(); return err }))
	change(&p)
	w.Feed(tilltest.Item(pos.TopicPolicy, pos.CurrentKey, p))
}

func (w *world) person(id string, change func(*pos.Person)) {
	var p pos.Person
	w.Must(w.Store.View(func(tx *store.Tx) (err error) { p, err = tx.Person(id); return err }))
	change(&p)
	w.Feed(tilltest.Item(pos.TopicPerson, id, p))
}

func (w *world) memberNow(id string, change func(*pos.Member)) {
	var m pos.Member
	w.Must(w.Store.View(func(tx *store.Tx) (err error) { m, err = tx.Member(id); return err }))
	change(&m)
	w.Feed(tilltest.Item(pos.TopicMember, id, m))
}

// typed is a story's line with PARKED1, PARKED2 … as the ids of the sales that were put on hold, in their order.
func (w *world) typed(line string) string {
	for i, id := range slices.Backward(w.parked) {
		line = strings.ReplaceAll(line, "PARKED"+strconv.Itoa(i+1), id)
	}
	return line
}

// answered notes what a later line may need.
func (w *world) answered(line, answer string) string {
	if strings.HasPrefix(line, "hold") {
		w.parked = append(w.parked, ids.FindString(answer))
	}
	return ids.ReplaceAllString(answer, "ID")
}

// shiftsAddUp checks, of every shift that a story closed, that the figures' fold of its records expects the cash that the
// books did.
func (w *world) shiftsAddUp() {
	w.T.Helper()
	for _, r := range w.journal() {
		body, err := r.Decode()
		w.Must(err)
		closed, is := body.(record.ShiftClose)
		if !is {
			continue
		}
		var records []record.Sealed
		w.Must(w.Store.View(func(tx *store.Tx) (err error) { records, err = tx.ShiftRecords(r.Shift); return err }))
		var f figures.Figures
		for _, one := range records {
			w.Must(f.Add(one.Record))
		}
		if f.Cash.Expected != closed.Expected {
			w.T.Errorf("the books expect %s in the drawer, the figures %s", closed.Expected, f.Cash.Expected)
		}
	}
}

// journal is all records of the till.
func (w *world) journal() (list []record.Record) {
	w.T.Helper()
	records, err := w.Store.Records(1, 1<<20, 1<<30)
	w.Must(err)
	for _, b := range records {
		r, err := record.Open(b)
		w.Must(err)
		list = append(list, r.Record)
	}
	return list
}
