package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// A till that was put back to an old image, or a copy of it, signs records that have numbers head office has from it
// already, or don't follow its last (DESIGN.md 1.6). They happened: goods left the shop, money was taken. But nobody can tell
// whether the value they spent was still there, so they stand beside the journal until a person has looked at them.

// Stray is a record of a branch.
type Stray struct {
	Receipt string      `json:"receipt"`
	Kind    string      `json:"kind"`
	At      string      `json:"at"` // by the till's clock, RFC 3339
	Member  string      `json:"member"`
	Gives   pos.Balance `json:"gives"` // what is the member's when it is booked
	Costs   money.Fen   `json:"costs"` // stored value that the house bears then
	Wrong   string      `json:"wrong"` // why it can't be booked
	Booked  bool        `json:"booked"`
	sealed  record.Sealed
	moves   ledger.Entry // what booking it does
	row, by int64        // its own, and the record's in head office's journal that booked it
}

// Branch is the records of the branch that an exception is about, in their order.
func (s *Store) Branch(exception string) (list []Stray, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		x, err := t.exception(exception)
		if err != nil {
			return err
		}
		list, err = t.strays(x)
		return err
	})
	return list, err
}

// kindBranch is the exception's about a branch.
const kindBranch = "branch"

// strays follows a branch from the record that its exception names.
func (t *Tx) strays(x Exception) (list []Stray, err error) {
	if x.Kind != kindBranch {
		return nil, pos.E(pos.Usage, "branch", "exception "+x.ID+" is not about records of a fork")
	}
	var what string
	if err := t.tx.QueryRow("SELECT what FROM exceptions WHERE id = ?", x.ID).Scan(&what); err != nil {
		return nil, fmt.Errorf("exception %s: %w", x.ID, err)
	}
	where, first, _ := strings.Cut(what, " ")
	h, ok := receipt(where)
	if !ok {
		return nil, nil
	}
	list = []Stray{}
	var last record.Sealed
	for scan, err := range t.tx.Query("SELECT id, booked, bytes FROM strays WHERE place = ? AND epoch = ? AND seq >= ? ORDER BY seq, id", h.Place, int64(h.Epoch), int64(h.Seq)) { //nolint:gosec // receipt holds it to 63 bits
		var s Stray
		var booked int64
		var b []byte
		if err == nil {
			err = scan(&s.row, &booked, &b)
		}
		if err == nil {
			s.sealed, err = record.Open(b)
		}
		if err != nil {
			return nil, fmt.Errorf("records of a fork: %w", err)
		}
		if last.Seq == 0 && s.sealed.Hash.String() == first || last.Seq != 0 && s.sealed.Follows(last.Seq, last.Hash) {
			last = s.sealed
			s.Booked, s.by = booked != 0, booked
			s.Receipt, s.Kind, s.At = s.sealed.Receipt(), string(s.sealed.Kind), stamp(s.sealed.Time)
			list = append(list, s)
		}
	}
	var paid branchPaid
	for i := range list {
		if list[i].Booked { // what it gave is the member's, and pays for nothing any more
			if list[i].moves, err = t.bookedFork(list[i].by); err != nil {
				return nil, err
			}
			continue
		}
		if err := wrong(list[i].sealed.Record); err != nil {
			list[i].Wrong = err.Error()
			continue
		}
		list[i].moves = forked(list[i].sealed.Postings, &paid, i)
	}
	for _, c := range paid {
		list[c.of].moves = c.bookedIn(list[c.of].moves)
	}
	for i := range list {
		list[i].tell()
	}
	return list, nil
}

// bookedFork is what booking a record of a branch did, from the record of head office's journal that says so.
func (t *Tx) bookedFork(hqSeq int64) (ledger.Entry, error) {
	if err := t.writeJournal(); err != nil {
		return nil, err
	}
	var b []byte
	err := t.tx.QueryRow("SELECT bytes FROM journal WHERE hq_seq = ?", hqSeq).Scan(&b)
	if none(err) { // booked by an older program, which noted the time here; it is booked all the same
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("what booked a record of a fork, journal %d: %w", hqSeq, err)
	}
	s, err := record.Open(b)
	if err != nil {
		return nil, err
	}
	return s.Postings, nil
}

// lookAgain opens the exceptions again that people have settled about branches of a place to which records have come now.
func (t *Tx) lookAgain(place string, fresh map[record.Hash]bool) error {
	var settled []string
	for scan, err := range t.tx.Query("SELECT id FROM exceptions WHERE kind = ? AND place = ? AND settled > 0 ORDER BY id", kindBranch, place) {
		var id int64
		if err == nil {
			err = scan(&id)
		}
		if err != nil {
			return fmt.Errorf("settled branches of %s: %w", place, err)
		}
		settled = append(settled, strconv.FormatInt(id, 10))
	}
	for _, id := range settled {
		x, err := t.exception(id)
		if err != nil {
			return err
		}
		list, err := t.strays(x)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(s Stray) bool { return fresh[s.sealed.Hash] }) {
			continue
		}
		var n int64
		if err := t.tx.QueryRow("UPDATE exceptions SET settled = 0, by = '', result = '' WHERE id = ? RETURNING id", id).Scan(&n); err != nil {
			return fmt.Errorf("exception %s: %w", id, err)
		}
		if err := t.tellException(n); err != nil {
			return err
		}
	}
	return nil
}

// tell fills in what a record does when it is booked.
func (s *Stray) tell() {
	for _, m := range s.moves {
		switch p, _ := m.Account.Split(); {
		case p.Kind == ledger.KindAvailable:
			s.Member = p.Who
			ledger.AddTo(&s.Gives, p.Asset, m.Amount)
		case m.Account == ledger.House(kindBranch, ledger.Principal) || m.Account == ledger.House(kindBranch, ledger.Bonus):
			s.Costs += money.Fen(-m.Amount)
		}
	}
	if of := holders(s.sealed.Postings); len(of) > 0 {
		s.Member = slices.Min(of)
	}
}

// owner is whose value of which asset.
type owner struct {
	who   string
	asset ledger.Asset
}

// branchPaid is what a branch has paid in for owners and not spent again. What it spends comes out of that first: no one is
// made whole for what is known to be spent, and nobody gets goods and the money back by a copied till.
type branchPaid []*branchCredit

// branchCredit is a credit by one record of a branch, and what of it a later one has spent.
type branchCredit struct {
	owner
	of          int // the record's place in the branch
	left, spent int64
}

// spend takes from what the branch has paid in.
func (b branchPaid) spend(o owner, n int64) {
	for _, c := range b {
		if c.owner != o {
			continue
		}
		k := min(n, c.left)
		c.left, c.spent, n = c.left-k, c.spent+k, n-k
	}
}

// bookedIn is the moves of the credit's record with what is left of it for the owner; the rest pays what the house bears for
// the record that spent it.
func (c *branchCredit) bookedIn(e ledger.Entry) ledger.Entry {
	if c.left > 0 {
		e = append(e, ledger.Posting{Account: ledger.Available(c.who, c.asset), Amount: c.left})
	}
	if c.spent > 0 {
		e = append(e, ledger.Posting{Account: ledger.House(kindBranch, c.asset), Amount: c.spent})
	}
	return e
}

// forked is what booking a record of a branch does: it moves what that moves outside of members' value; what a member owns
// less by it the house bears, and what they own more is available to them. What only goes to and fro, a grant taken in or
// given back, is in the journal that the branch left, as are the right to refund a receipt and what is owed: a payment of
// that is given back, and pays it where it stands. Credits go to paid, and are added when all records have been looked at.
func forked(postings ledger.Entry, paid *branchPaid, of int) (e ledger.Entry) {
	var order []owner
	net := map[owner]int64{}
	add := func(who string, asset ledger.Asset, n int64) {
		o := owner{who, asset}
		if _, ok := net[o]; !ok {
			order = append(order, o)
		}
		net[o] += n
	}
	debtor := ""
	for _, p := range postings {
		if parts, _ := p.Account.Split(); parts.Kind == ledger.KindOwed {
			debtor = parts.Who
		}
	}
	for _, p := range postings {
		parts, _ := p.Account.Split()
		switch {
		case parts.Asset == ledger.Refund || parts.Kind == ledger.KindOwed || parts.Kind == ledger.KindHouse && parts.Who == "claims":
		case parts.Kind == ledger.KindHouse && parts.Who == "recovered" && debtor != "":
			add(debtor, parts.Asset, p.Amount)
		case parts.Kind == ledger.KindEscrow || parts.Kind == ledger.KindTransit || parts.Kind == ledger.KindAvailable || parts.Kind == ledger.KindRecovered:
			add(parts.Who, parts.Asset, p.Amount)
		default:
			e = append(e, p)
		}
	}
	for _, o := range order {
		switch n := net[o]; {
		case n > 0 && o.who != ledger.TheHouse:
			*paid = append(*paid, &branchCredit{owner: o, of: of, left: n})
		case n != 0:
			paid.spend(o, -n)
			e = append(e, ledger.Posting{Account: ledger.House(kindBranch, o.asset), Amount: n})
		}
	}
	return e
}

// bookFork books the records of a branch, each once. What a drawer lacks, because money was taken out of it in both journals,
// the house bears too.
func (t *Tx) bookFork(x Exception, now time.Time) (members []string, err error) {
	list, err := t.strays(x)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, pos.E(pos.State, "settle", "no record of this fork is here; settle it with a note only")
	}
	var cost money.Fen
	for _, s := range list {
		if s.Booked {
			cost += s.Costs
		}
		if s.Booked || s.Wrong != "" || len(s.moves) == 0 {
			continue
		}
		short, err := ledger.Shortfall(balances{t, s.sealed.Time}, s.moves)
		if err != nil {
			return nil, err
		}
		for _, m := range short {
			if p, _ := m.Account.Split(); m.Amount < 0 {
				m.Account = ledger.House(kindBranch, p.Asset)
			}
			s.moves = append(s.moves, m)
		}
		for _, member := range due(s.moves) {
			if _, err := t.person(&prepared{Sealed: s.sealed}, member, false, now); err != nil {
				return nil, err
			}
		}
		journal, err := t.end()
		if err != nil {
			return nil, err
		}
		by := journal.seq + 1
		if err := t.own(record.Forked{Place: s.sealed.Place, Epoch: s.sealed.Epoch, Seq: s.sealed.Seq, Record: s.sealed.Hash, Moves: s.moves}, now); err != nil {
			return nil, err
		}
		if _, err := t.tx.Exec("UPDATE strays SET booked = ? WHERE id = ?", int64(by), s.row); err != nil {
			return nil, fmt.Errorf("%s: %w", s.Receipt, err)
		}
		cost += s.Costs
		members = append(members, holders(s.sealed.Postings)...)
	}
	id, err := strconv.ParseInt(x.ID, 10, 64)
	if err != nil {
		return nil, err
	}
	if _, err := t.tx.Exec("UPDATE exceptions SET amount = ?1, cost = ?1, bearer = iif(?1 = 0, '', 'house') WHERE id = ?2", int64(worth(cost)), id); err != nil {
		return nil, fmt.Errorf("exception %s: %w", x.ID, err)
	}
	slices.SortFunc(members, cmp.Compare[string])
	return slices.Compact(members), nil
}
