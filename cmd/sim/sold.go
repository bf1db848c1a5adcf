package main

import (
	"maps"
	"slices"

	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// soldModel is a receipt of goods, and what has come back of it.
type soldModel struct {
	desk   string // the till's epoch in which it was sold
	seq    uint64
	right  right
	member string
	lines  []soldLine
	paid   map[record.TenderKind]paidPart
	earned money.Points // less what was taken back
}

type soldLine struct {
	qty    money.Qty
	amount money.Fen
}

// paidPart is one kind of payment, less what was given back of it.
type paidPart struct {
	amount           money.Fen
	principal, bonus int64
	points           money.Points
}

// topupModel is a receipt of money paid in.
type topupModel struct {
	desk   string
	seq    uint64
	right  right
	record record.TopUp
	voided bool
}

// right is the tills, by their epochs, that have the right to refund a receipt: one at most, none while it is at head office.
type right map[string]bool

func (m *model) learnSale(t *cashDesk, d *deskModel, h record.Header, b record.Sale) {
	s := &soldModel{desk: t.id, seq: h.Seq, right: right{t.id: true}, member: b.Member, paid: map[record.TenderKind]paidPart{}, earned: b.Points}
	var due money.Fen
	for _, l := range b.Lines {
		s.lines = append(s.lines, soldLine{l.Qty, l.Amount})
		due += l.Amount
		m.priced(l)
	}
	for _, p := range b.Paid {
		m.learnTender(d, h, s, b, p)
		due -= p.Amount
	}
	if due+b.Change != 0 {
		m.w.fail("receipt %s: lines and payments differ by %s, change is %s", h.Receipt(), due, b.Change)
	}
	d.cash(-b.Change)
	m.flow("sales", ledger.CNY, int64(b.Change))
	cash := s.paid[record.Cash]
	cash.amount -= b.Change
	s.paid[record.Cash] = cash
	if b.Points > 0 {
		m.credit(b.Member, "issued:earn", ledger.Points, int64(b.Points))
	}
	if len(s.paid) > 2 {
		m.did("sale with several tenders")
	}
	for _, a := range b.Acted {
		m.did("promotion acted: " + a.Rule)
	}
	m.learnUses(h, b)
	m.sold[h.Receipt()] = s
	m.receipts = append(m.receipts, h.Receipt())
}

// priced counts what was done to a line by hand.
func (m *model) priced(l record.Line) {
	switch l.Why {
	case "manual":
		m.did("manual price")
	case "quick":
		m.did("quick sale")
	}
	for _, off := range l.Off {
		m.did("discount on the " + off.Why)
	}
}

// learnTender is one payment of a sale.
func (m *model) learnTender(d *deskModel, h record.Header, s *soldModel, b record.Sale, p record.Tender) {
	part := s.paid[p.Kind]
	part.amount += p.Amount
	principal, bonus, points := sum(p.Uses, ledger.Principal), sum(p.Uses, ledger.Bonus), sum(p.Uses, ledger.Points)
	part.principal, part.bonus, part.points = part.principal+principal, part.bonus+bonus, part.points+p.Points
	s.paid[p.Kind] = part
	m.did("paid with " + string(p.Kind))
	switch p.Kind {
	case record.Stored:
		if principal+bonus != int64(p.Amount) {
			m.w.fail("receipt %s: stored value of %s uses %s", h.Receipt(), p.Amount, money.Fen(principal+bonus))
		}
		m.take(b.Member, "spent", p.Uses)
	case record.PointsT:
		if points != int64(p.Points) {
			m.w.fail("receipt %s: %s points pay and %s are used", h.Receipt(), p.Points, money.Points(points))
		}
		m.take(b.Member, "spent", p.Uses)
	case record.FloatT:
		if principal != int64(p.Amount) {
			m.w.fail("receipt %s: float of %s uses %s", h.Receipt(), p.Amount, money.Fen(principal))
		}
		m.flow("spent", ledger.Principal, principal)
		m.member(b.Member).value -= p.Amount
		m.claims(d, h, b.Member, p.Amount, 0, 0)
	case record.Rounding: // nobody's money
	default:
		m.flow("sales", ledger.CNY, -int64(p.Amount))
		if p.Kind == record.Cash {
			d.cash(p.Amount)
		} else {
			m.flow("taken:"+string(p.Kind), ledger.CNY, int64(p.Amount))
		}
	}
}

func (m *model) learnRefund(t *cashDesk, d *deskModel, h record.Header, b record.Refund) {
	m.inTime(t, d, h, b.Uses)
	var lines, back money.Fen
	for _, l := range b.Lines {
		lines += l.Amount
	}
	for _, part := range b.Back {
		back += part.Amount
		m.learnBack(d, h, b, part)
	}
	if lines != b.Total || back != b.Total {
		m.w.fail("refund %s of %s: lines come to %s, %s is given back", h.Receipt(), b.Total, lines, back)
	}
	if b.Points > 0 {
		m.takeBack(d, h, b.Member, b.Points, b.Uses)
	}
	m.claims(d, h, b.Member, -b.Pays.Value, -b.Pays.Bonus, -b.Pays.Points)
	if b.Pays != (record.Claims{}) {
		m.did("refund pays a claim")
	}
	if b.Receipt == "" {
		m.did("refund without receipt")
		return
	}
	m.did("refund with receipt")
	m.refundOf(t, h, b)
}

// learnBack is one way in which a refund gives back.
func (m *model) learnBack(d *deskModel, h record.Header, b record.Refund, part record.Back) {
	m.did("given back as " + string(part.Kind))
	switch part.Kind {
	case record.Stored:
		m.credit(b.Member, "issued:refund", ledger.Principal, int64(part.Principal))
		m.credit(b.Member, "issued:refund", ledger.Bonus, int64(part.Bonus))
	case record.PointsT:
		m.credit(b.Member, "issued:refund", ledger.Points, int64(part.Points))
	case record.FloatT:
		m.credit(b.Member, "issued:refund", ledger.Principal, int64(part.Amount))
		m.claims(d, h, b.Member, -part.Amount, 0, 0)
	case record.Rounding:
	default:
		m.flow("sales", ledger.CNY, int64(part.Amount))
		m.giveMoney(d, part.Kind, part.Amount)
	}
}

// refundOf holds a refund against its sale: the right must be here, and no part may go below zero.
func (m *model) refundOf(t *cashDesk, h record.Header, b record.Refund) {
	s := m.sold[b.Receipt]
	if s == nil {
		m.w.fail("refund %s is of receipt %s, which nobody wrote", h.Receipt(), b.Receipt)
	}
	if !s.right[t.id] && !m.exposed(s.right, t) {
		m.w.fail("I11: %s refunds %s without having the right to", t.code, b.Receipt)
	}
	if s.desk != t.id {
		m.did("refund of another till's receipt")
	}
	if m.exposed(s.right, t) {
		m.did("refund that may be one of two")
		return
	}
	for _, l := range b.Lines {
		if l.Line < 1 || l.Line > len(s.lines) {
			m.w.fail("refund %s is of line %d of %s", h.Receipt(), l.Line, b.Receipt)
		}
		line := &s.lines[l.Line-1]
		line.qty, line.amount = line.qty-l.Qty, line.amount-l.Amount
		if line.qty < 0 || line.amount < 0 {
			m.w.fail("I12: more of line %d of %s came back than was sold: %s, %s", l.Line, b.Receipt, line.qty, line.amount)
		}
	}
	for _, back := range b.Back {
		part := s.paid[back.Kind]
		part.amount -= back.Amount
		part.principal, part.bonus, part.points = part.principal-int64(back.Principal), part.bonus-int64(back.Bonus), part.points-back.Points
		if back.Kind == record.FloatT {
			part.principal -= int64(back.Amount)
		}
		if part.amount < 0 || part.principal < 0 || part.bonus < 0 || part.points < 0 {
			m.w.fail("I12: more of %s was given back as %s than was paid: %+v", b.Receipt, back.Kind, part)
		}
		s.paid[back.Kind] = part
	}
	if s.earned -= b.Points; s.earned < 0 {
		m.w.fail("I12: refunds of %s took back more points than it earned", b.Receipt)
	}
	for _, l := range s.lines {
		if l.qty > 0 {
			return
		}
	}
	m.did("receipt refunded whole")
	if s.earned != 0 {
		m.w.fail("I12: all of %s is refunded, and %s of its points are left", b.Receipt, s.earned)
	}
	for kind, part := range s.paid {
		if part != (paidPart{}) {
			m.w.fail("I12: all of %s is refunded, and of %s is left %+v", b.Receipt, kind, part)
		}
	}
}

func (m *model) learnTopUp(t *cashDesk, d *deskModel, h record.Header, b record.TopUp) {
	m.credit(b.Member, "issued:topup", ledger.Principal, int64(b.Principal))
	m.credit(b.Member, "issued:topup", ledger.Bonus, int64(b.Bonus))
	m.claims(d, h, b.Member, -b.PaysValue, -b.PaysBonus, 0)
	if b.PaysValue > 0 {
		m.did("top-up pays house float")
	}
	m.flow("issued:deposit", ledger.CNY, -int64(b.Principal))
	if b.Tender == record.Cash {
		d.cash(b.Principal)
	} else {
		m.flow("taken:"+string(b.Tender), ledger.CNY, int64(b.Principal))
	}
	m.toppedUp = append(m.toppedUp, h.Receipt())
	m.topups[h.Receipt()] = &topupModel{desk: t.id, seq: h.Seq, right: right{t.id: true}, record: b}
}

// learnTopVoid: the bonus goes, and what of it was spent makes the money less.
func (m *model) learnTopVoid(t *cashDesk, d *deskModel, h record.Header, b record.TopVoid) {
	m.inTime(t, d, h, b.Uses)
	top := m.topups[b.Receipt]
	switch {
	case top == nil:
		m.w.fail("%s undoes top-up %s, which nobody wrote", h.Receipt(), b.Receipt)
	case m.exposed(top.right, t):
		m.did("refund that may be one of two")
	case top.voided:
		m.w.fail("I12: top-up %s is undone twice", b.Receipt)
	case !top.right[t.id]:
		m.w.fail("I11: %s undoes %s without having the right to", t.code, b.Receipt)
	}
	top.voided = true
	principal, bonus := sum(b.Uses, ledger.Principal), sum(b.Uses, ledger.Bonus)
	missing := int64(top.record.Bonus-b.Claim) - bonus // spent before
	if exposed := m.exposed(top.right, t); !exposed && (missing < 0 || principal > int64(top.record.Principal-top.record.PaysValue) || int64(b.Back) > max(0, int64(top.record.Principal)-missing) || int64(b.Back)+missing > max(principal, missing)) {
		m.w.fail("I12: %s undoes a top-up of %s + %s with %s + %s, and pays %s", h.Receipt(), top.record.Principal, top.record.Bonus,
			money.Fen(principal), money.Fen(bonus), b.Back)
	}
	if missing > 0 {
		m.did("top-up undone after its bonus was spent")
	}
	m.payOut(d, h, b.Member, "topup_void", b.Uses, b.Back, b.Tender)
	m.claimBonus(d, h, b.Member, b.Claim)
	if b.Claim > 0 {
		m.did("top-up undone while its bonus was elsewhere")
	}
}

// learnConvert: points become bonus at head office's ratio.
func (m *model) learnConvert(t *cashDesk, d *deskModel, h record.Header, b record.Convert) {
	m.inTime(t, d, h, b.Uses)
	if n := sum(b.Uses, ledger.Points); n != int64(b.Points) || int64(b.Bonus)*convertPerFen > int64(b.Points) || b.Bonus < b.Pays {
		m.w.fail("%s converts %s points, of which %s are used, to %s", h.Receipt(), b.Points, money.Points(n), b.Bonus)
	}
	m.take(b.Member, "forfeited:converted", b.Uses)
	m.credit(b.Member, "issued:convert", ledger.Bonus, int64(b.Bonus))
	m.claims(d, h, b.Member, 0, -b.Pays, 0)
}

// rightTo gives a receipt's refund right to a till. That it has left every other one is looked at when all journals are
// read: see checkRights.
func (m *model) rightTo(receipt, desk string) {
	has := m.right(receipt)
	if has == nil {
		m.w.fail("I11: the right to refund %s comes to %s, and nobody wrote that receipt", receipt, desk)
	}
	m.did("refund right granted")
	has[desk] = true
	m.moved[receipt] = true
}

// right is who has the refund right of a receipt.
func (m *model) right(receipt string) right {
	known := func() right {
		if s, top := m.sold[receipt], m.topups[receipt]; s != nil {
			return s.right
		} else if top != nil {
			return top.right
		}
		return nil
	}
	for _, t := range m.w.tills { // another till's journal may not be read as far as this one's
		if has := known(); has != nil || m.replayed {
			return has
		}
		m.read(t)
	}
	if known() == nil {
		m.w.hq.learn()
	}
	return known()
}

// checkRights is I11 for where the rights are.
func (m *model) checkRights() {
	for receipt := range m.moved {
		has := slices.Sorted(maps.Keys(m.right(receipt)))
		has = slices.DeleteFunc(has, func(desk string) bool { return m.w.distrusted[desk] != nil })
		if len(has) > 1 {
			m.w.fail("I11: the right to refund %s is at %v", receipt, has)
		}
	}
}

// exposed reports whether a receipt may be refunded twice: its right was at a till that isn't trusted, and head office took
// it from there without being told how much of it was left.
func (m *model) exposed(at right, t *cashDesk) bool {
	for desk := range at {
		if m.w.distrusted[desk] != nil {
			return true
		}
	}
	return m.w.distrusted[t.id] != nil
}

// learnRelease is a till giving up refund rights: one, or all up to a seq.
func (m *model) learnRelease(t *cashDesk, d *deskModel, b record.Release) {
	if b.Receipt != "" {
		has := m.right(b.Receipt)
		if !has[t.id] && m.w.distrusted[t.id] == nil {
			m.w.fail("I11: %s releases %s without having the right", t.code, b.Receipt)
		}
		m.did("refund right released")
		m.leaves(has, t)
		m.moved[b.Receipt] = true
		return
	}
	m.did("refund rights released by date")
	for number, s := range m.sold {
		if s.desk == t.id && s.seq <= b.UpTo && !m.moved[number] { // else it is here by a grant
			m.leaves(s.right, t)
		}
	}
	for number, top := range m.topups {
		if top.desk == t.id && top.seq <= b.UpTo && !m.moved[number] {
			m.leaves(top.right, t)
		}
	}
}

// leaves takes a right from a till; of one that isn't trusted it is remembered.
func (m *model) leaves(at right, t *cashDesk) {
	if m.w.distrusted[t.id] == nil {
		delete(at, t.id)
	}
}

// learnReturn is value, or a right, that goes back to head office.
func (m *model) learnReturn(t *cashDesk, b record.Return) {
	if sum(b.Uses, ledger.Refund) > 0 {
		m.leaves(m.right(b.Holder), t)
		m.did("refund right recalled from where it was granted")
	}
	if b.Holder == ledger.TheHouse {
		m.did("float recalled")
	}
}
