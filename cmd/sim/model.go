package main

import (
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// model is the chain as its receipts tell it. It reads what every till has written into its journal, as a customer reads a
// receipt, and keeps its own count of what each member owns and owes. It never looks at a record's postings.
//
// Head office pays claims out of what comes back to it, at moments that no receipt tells of; so the model counts what a
// member owns less what they owe, which such payments leave as it is, and what was ever claimed.
type model struct {
	w                  *world
	members            []*memberModel
	byID               map[string]*memberModel
	desks              map[string]*deskModel  // by epoch
	sold               map[string]*soldModel  // by receipt
	topups             map[string]*topupModel // by receipt
	receipts, toppedUp []string               // the numbers of both, in their order
	moved              map[string]bool        // receipts whose refund right has left its till once
	reports            map[string]report      // loss reports that nobody has taken back, by id
	flows              map[string]int64       // what went through the accounts that are nobody's
	late               map[string]*lateModel  // of the epochs that were written off
	forks              map[string]*forkModel  // of the epochs of which records of a fork were booked
	uses               int64                  // of promotions of limited quantity, of which there is one
	lent               map[loan]int64         // by house:restore, and not yet given back
	history            []event                // all of this, in its order; kept where some of it may turn out not to have been
	replayed           bool                   // it is read from there once more, and counts as nothing that happens
}

// memberModel is what the receipts say about one member.
type memberModel struct {
	id, phone string
	value     money.Fen    // principal and bonus, less what is owed of either
	points    money.Points // less what is owed
	claimed   pos.Owed     // all claims that were ever made
	into      *memberModel // who they are now, after a merge
}

// deskModel is one till's journal, as far as it was read.
type deskModel struct {
	read    uint64
	drawer  money.Fen
	lots    map[string]int64 // when each grant that was taken in ends
	unknown []claim          // claims made and paid here that head office may not have booked yet
}

// claim is what a record of a till changes of what a member owes.
type claim struct {
	seq    uint64
	member string
	value  money.Fen // principal and bonus
	points money.Points
}

// report is a loss report that stands.
type report struct{ desk, card string }

func newModel(w *world) *model {
	return &model{
		w: w, byID: map[string]*memberModel{}, desks: map[string]*deskModel{}, sold: map[string]*soldModel{}, topups: map[string]*topupModel{},
		moved: map[string]bool{}, reports: map[string]report{}, flows: map[string]int64{},
		late: map[string]*lateModel{}, forks: map[string]*forkModel{}, lent: map[loan]int64{},
	}
}

// join is a member who is new.
func (m *model) join(id, phone string) *memberModel {
	member := &memberModel{id: id, phone: phone}
	m.members, m.byID[id] = append(m.members, member), member
	m.note(event{again: func(m *model) { m.join(id, phone) }})
	return member
}

// member is who an id stands for now.
func (m *model) member(id string) *memberModel {
	member := m.byID[id]
	if member == nil {
		m.w.fail("a receipt names member %s, who never joined", id)
	}
	for member.into != nil {
		member = member.into
	}
	return member
}

// merged makes one member another.
func (m *model) merged(from, into string) {
	a, b := m.member(from), m.member(into)
	if a == b {
		m.w.fail("member %s is merged into themselves", from)
	}
	b.value, b.points = b.value+a.value, b.points+a.points
	b.claimed.Value, b.claimed.Bonus, b.claimed.Points = b.claimed.Value+a.claimed.Value, b.claimed.Bonus+a.claimed.Bonus, b.claimed.Points+a.claimed.Points
	a.value, a.points, a.into = 0, 0, b
}

// opening is what a member brings from before.
func (m *model) opening(id string, a escrow.Amount) {
	m.credit(id, "issued:opening", a.Asset, a.Amount)
	m.note(event{again: func(m *model) { m.opening(id, a) }})
}

// credit gives a member an amount of an asset, or takes it where it is below zero; reason is the account that it went
// through.
func (m *model) credit(id, reason string, asset ledger.Asset, amount int64) {
	member := m.member(id)
	switch asset {
	case ledger.Principal, ledger.Bonus:
		member.value += money.Fen(amount)
	case ledger.Points:
		member.points += money.Points(amount)
	case ledger.CNY, ledger.Refund, ledger.Uses:
	}
	m.flow(reason, asset, -amount)
}

// take is value that a member's record used up.
func (m *model) take(id, reason string, uses []escrow.Use) {
	for _, u := range uses {
		m.credit(id, reason, u.Asset, -u.Amount)
	}
}

// flow notes what went to an account that is nobody's; below zero what came from it. Uses are counted by learnUses.
func (m *model) flow(account string, asset ledger.Asset, amount int64) {
	if amount != 0 && asset != ledger.Uses {
		m.flows[account+":"+string(asset)] += amount
	}
}

// claims notes that a record made claims (above zero) or paid them.
func (m *model) claims(d *deskModel, h record.Header, id string, value, bonus money.Fen, points money.Points) {
	if value == 0 && bonus == 0 && points == 0 {
		return
	}
	d.unknown = append(d.unknown, claim{h.Seq, id, value + bonus, points})
	member := m.member(id)
	member.claimed.Value += max(0, value)
	member.claimed.Bonus += max(0, bonus)
	member.claimed.Points += max(0, points)
}

// cash puts cash into a till's drawer, or takes it out.
func (d *deskModel) cash(amount money.Fen) { d.drawer += amount }

// desk is the journal that a till writes.
func (m *model) desk(t *cashDesk) *deskModel {
	if m.desks[t.id] == nil {
		m.desks[t.id] = &deskModel{lots: map[string]int64{}}
	}
	return m.desks[t.id]
}

// read takes in what a till has written since it was last called. What one writes that isn't trusted counts once head office
// has booked it: see headOffice.learn.
func (m *model) read(t *cashDesk) {
	if t.readAt == t.anchor.Commits() || m.w.distrusted[t.id] != nil {
		return
	}
	t.readAt = t.anchor.Commits()
	d := m.desk(t)
	for _, b := range t.journalAfter(d.read) {
		s, err := record.Open(b)
		m.w.must(err, "a record of "+t.code)
		if s.Seq <= d.read { // read meanwhile: see rightTo
			continue
		}
		m.takeIn(t, s)
	}
}

// takeIn takes in one record of a till.
func (m *model) takeIn(t *cashDesk, s record.Sealed) {
	body, err := s.Decode()
	m.w.must(err, "a record of "+t.code)
	d := m.desk(t)
	d.read = s.Seq
	m.did(string(s.Kind))
	m.learn(t, d, s.Header, body)
	m.spentLate(t, s.Header, body)
	m.note(event{desk: t.id, seq: s.Seq, again: func(m *model) { m.takeIn(t, s) }})
}

// learn does what a record says.
func (m *model) learn(t *cashDesk, d *deskModel, h record.Header, body record.Body) {
	switch b := body.(type) {
	case record.ShiftOpen, record.ShiftClose, record.CashIn, record.CashOut:
		m.learnCash(t, d, body)
	case record.Sale:
		m.learnSale(t, d, h, b)
	case record.Refund:
		m.learnRefund(t, d, h, b)
	case record.TopUp:
		m.learnTopUp(t, d, h, b)
	case record.TopVoid:
		m.learnTopVoid(t, d, h, b)
	case record.Withdraw:
		m.inTime(t, d, h, b.Uses)
		m.payOut(d, h, b.Member, "withdraw", b.Uses, b.Amount, record.Cash)
		m.claimBonus(d, h, b.Member, b.Claim)
		m.withdraws(t, h, b)
	case record.CardReturn:
		m.inTime(t, d, h, b.Uses)
		m.payOut(d, h, b.Member, "card_return", b.Uses, b.Amount, record.Cash)
		m.claimBonus(d, h, b.Member, b.Claim)
		m.returns(t, h, b)
	case record.Convert:
		m.learnConvert(t, d, h, b)
	case record.Reward:
		m.credit(b.Member, "issued:reward", ledger.Points, int64(b.Points))
	case record.Deduct:
		m.inTime(t, d, h, b.Uses)
		m.takeBack(d, h, b.Member, b.Points, b.Uses)
	case record.Accept:
		m.learnAccept(t, d, b)
	case record.Release:
		m.learnRelease(t, d, b)
	case record.Return:
		m.learnReturn(t, b)
	case record.CardIssue:
		if b.New && m.byID[b.Member] == nil {
			m.join(b.Member, "")
		}
	case record.CardLost:
		m.reports[h.ID] = report{t.id, b.Card}
	case record.CardFound:
		for _, id := range b.Reports {
			delete(m.reports, id)
		}
	}
}

// learnCash is money in the drawer that no customer sees.
func (m *model) learnCash(t *cashDesk, d *deskModel, body record.Body) {
	switch b := body.(type) {
	case record.ShiftOpen:
		d.cash(b.Float)
		m.flow("issued:float", ledger.CNY, -int64(b.Float))
	case record.ShiftClose:
		if b.Expected != d.drawer {
			m.w.fail("%s expects %s in its drawer, by the receipts it is %s", t.code, b.Expected, d.drawer)
		}
		if b.Difference() != 0 {
			m.did("drawer counted wrong")
		}
		d.drawer = 0
		m.flow("banked", ledger.CNY, int64(b.Expected))
	case record.CashIn:
		d.cash(b.Amount)
		m.flow("issued:payin", ledger.CNY, -int64(b.Amount))
	case record.CashOut:
		d.cash(-b.Amount)
		m.flow("banked", ledger.CNY, int64(b.Amount))
	}
}

// payOut is principal that was paid out in money; what else is used is forfeited for a reason.
func (m *model) payOut(d *deskModel, h record.Header, id, reason string, uses []escrow.Use, back money.Fen, tender record.TenderKind) {
	left := int64(back)
	for _, u := range uses {
		paid := int64(0)
		if u.Asset == ledger.Principal {
			paid = min(left, u.Amount)
			left -= paid
		}
		m.credit(id, "paidout", u.Asset, -paid)
		m.credit(id, "forfeited:"+reason, u.Asset, paid-u.Amount)
	}
	if left != 0 {
		m.w.fail("%s pays out %s and uses %s less of principal", h.Receipt(), back, money.Fen(left))
	}
	m.flow("issued:deposit", ledger.CNY, int64(back))
	m.giveMoney(d, tender, back)
}

// giveMoney is money that a customer gets: out of the drawer, or by a terminal.
func (m *model) giveMoney(d *deskModel, tender record.TenderKind, amount money.Fen) {
	if tender == record.Cash {
		d.cash(-amount)
	} else {
		m.flow("issued:refund", ledger.CNY, -int64(amount))
	}
}

// claimBonus is bonus to forfeit that wasn't where the record was made.
func (m *model) claimBonus(d *deskModel, h record.Header, id string, amount money.Fen) {
	m.member(id).value -= amount
	m.claims(d, h, id, 0, amount, 0)
}

// takeBack is points taken off a member, the rest of them by a claim.
func (m *model) takeBack(d *deskModel, h record.Header, id string, points money.Points, uses []escrow.Use) {
	m.take(id, "forfeited:taken_back", uses)
	rest := points - money.Points(sum(uses, ledger.Points))
	m.member(id).points -= rest
	m.claims(d, h, id, 0, 0, rest)
}

// sum is how much of an asset is used.
func sum(uses []escrow.Use, asset ledger.Asset) (n int64) {
	for _, u := range uses {
		if u.Asset == asset {
			n += u.Amount
		}
	}
	return n
}

// learnAccept notes when a grant ends, and that a refund right has a new place: it must have been at head office.
func (m *model) learnAccept(t *cashDesk, d *deskModel, b record.Accept) {
	g, err := escrow.Read(b.Grant)
	m.w.must(err, "read grant")
	d.lots[g.ID] = g.Ends
	for _, a := range g.Amounts {
		if a.Asset == ledger.Refund {
			m.rightTo(g.Holder, t.id)
		}
		if g.Holder == ledger.TheHouse {
			m.did("float granted")
		}
	}
}

// inTime fails the world where value was used past its end, or past the end of the lease, by the till's own time.
func (m *model) inTime(t *cashDesk, d *deskModel, h record.Header, uses []escrow.Use) {
	for _, u := range uses {
		m.usableLot(t, d, h.Time, u.Lot, h.Receipt())
	}
}

// usableLot is inTime for one lot.
func (m *model) usableLot(t *cashDesk, d *deskModel, now int64, lot, what string) {
	ends, granted := d.lots[lot]
	switch {
	case !granted || m.replayed: // a local credit: it has no time
	case now >= ends:
		m.w.fail("I10: %s uses what had been granted until %s", what, time.UnixMilli(ends))
	case m.w.distrusted[t.id] != nil: // nobody notes when each copy of a till hears of head office
	case now >= t.leaseEnds():
		m.w.fail("I10: %s uses what was granted, and the lease was over", what)
	}
}
