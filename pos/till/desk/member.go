package desk

import (
	"context"

	"holdfast/pos"
	"holdfast/pos/receipt"
	"holdfast/pos/record"
	"holdfast/pos/till"
)

var memberCommands = []Command{
	{ID: "member", Text: pos.T("Member"), Icon: "person", Key: "F2", At: AtSelling, Group: OfMember, ready: inShift, run: openMembers},
	{ID: "topup", Text: pos.T("Top-up"), Icon: "topup", Key: "F8", At: AtSelling | AtMember, Group: OfMember, Right: pos.MayTopUp, ready: inShift, run: needsMember(topUpForm)},
	{ID: "new-member", Text: pos.T("New member"), Icon: "person-add", Key: "Ctrl+N", At: AtSelling | AtChoice | AtMembers, Group: OfMember, Right: pos.MayIssueCard, ready: inShift, run: newMemberForm},
	{ID: "records", Text: pos.T("Profile"), Icon: "person", Key: "Ctrl+K", At: AtSelling | AtChoice | AtMembers, Group: OfMember, ready: somebody, run: openProfile},
	{ID: "edit-member", Text: pos.T("Edit"), Icon: "edit", Key: "Ctrl+E", At: AtMember | AtChoice, Group: OfMember, Right: pos.MayEditMember, ready: inShift, run: needsMember(editForm)},
	{ID: "convert", Text: pos.T("Convert points"), Icon: "convert", Key: "Ctrl+T", At: AtMember | AtChoice, Group: OfMember, Right: pos.MayConvert, ready: inShift, run: needsMember(convertForm)},
	{ID: "withdraw", Text: pos.T("Withdraw"), Icon: "cash", Key: "Ctrl+W", At: AtMember | AtChoice, Group: OfMember, Right: pos.MayWithdraw, ready: inShift, run: needsMember(withdrawForm)},
	{ID: "reward", Text: pos.T("Give points"), Icon: "plus", Key: "Ctrl+G", At: AtMember | AtChoice, Group: OfMember, Right: pos.MayReward, ready: inShift, run: needsMember(func(d *Desk) error { return pointsForm(d, true) })},
	{ID: "deduct", Text: pos.T("Take points off"), Icon: "minus", Key: "Ctrl+M", At: AtMember | AtChoice, Group: OfMember, Right: pos.MayDeduct, ready: inShift, run: needsMember(func(d *Desk) error { return pointsForm(d, false) })},
	{ID: "no-member", Text: pos.T("Without member"), Icon: "person", Key: "Ctrl+Delete", At: AtChoice, Group: OfMember, ready: hasMember, run: dropMember},
}

// subject is whom the screen in view is about: the member whose page is open, else the sale's.
func (d *Desk) subject() *till.MemberView {
	if p, ok := find[*memberPage](d); ok {
		return &p.member
	}
	return d.member
}

// needsMember makes sure that the sale is that of the member in view before a deed that is theirs; without one, it asks who.
func needsMember(then func(*Desk) error) func(*Desk) error {
	return func(d *Desk) error {
		who := d.subject()
		if who == nil {
			return whoForm(d, then)
		}
		if d.sale.Member != who.ID {
			if _, err := d.till.Choose(who.ID); err != nil {
				return err
			}
			d.load()
		}
		return then(d)
	}
}

// whoForm asks for the member, by card or phone.
func whoForm(d *Desk, then func(*Desk) error) error {
	d.open(&form{
		Form: Form{Title: pos.T("Which member?"), Lead: pos.T("The sale becomes this member's."), Act: pos.T("Go on"), Fields: []Field{
			{Name: "who", Label: pos.T("Card, phone or name"), Kind: Card, Hint: pos.T("swipe the card, or type the phone number")},
		}},
		check: func(f *form, d *Desk) error { return f.seek(d, "who") },
		submit: func(f *form, d *Desk) error {
			if err := d.who(f.text("who"), f.field("who").Known); err != nil {
				return err
			}
			d.load()
			d.remove(f)
			return then(d)
		},
	})
	return nil
}

// seek looks for the members that what is typed in a field may mean.
func (p *form) seek(d *Desk, name string) error {
	f := p.field(name)
	f.Known = nil
	if len(f.Line.Text) < 2 {
		return nil
	}
	found, err := d.till.Find(f.Line.Text, foundAtMost)
	if err != nil {
		return err
	}
	f.Known = both(till.Found{Members: found.Members})
	return nil
}

// who makes the sale that of the member who is meant: by card, by phone, or as the only one found.
func (d *Desk) who(text string, known []Found) error {
	hit, err := d.till.Resolve(text)
	if err != nil {
		return err
	}
	switch {
	case hit.Kind == till.HitCard:
		_, err = d.till.Card(text)
	case hit.Kind != till.HitPhone && len(known) == 1:
		_, err = d.till.Choose(known[0].Member.ID)
	default:
		_, err = d.till.Member(text)
	}
	return err
}

// memberPage is a member with all that is known of them here.
type memberPage struct {
	id     string
	member till.MemberView
	tab    int
	rows   []till.RecordRow
	more   bool
	next   string // of all tills' records: the page behind
	at     int
	page   uint64

	available *pos.Balance
	elsewhere []till.Elsewhere
}

func newMemberPage(d *Desk, id string) *memberPage {
	d.lines++
	return &memberPage{id: id, at: -1, page: d.lines}
}

// openProfile shows the selected one of a list of members, or the sale's.
func openProfile(d *Desk) error {
	id := d.sale.Member
	if p, ok := d.top().(*list); ok && p.at == AtMembers {
		id = p.Rows[p.At].Key
	}
	d.push(newMemberPage(d, id))
	return nil
}

// somebody is there to be shown.
func somebody(d *Desk) bool {
	if p, ok := d.top().(*list); ok && p.at == AtMembers {
		return p.At >= 0 && p.At < len(p.Rows)
	}
	return hasMember(d)
}

func (p *memberPage) place() Place { return AtMember }

// recordTabs are the kinds of record that a member's page shows.
var recordTabs = []struct {
	text  pos.Text
	kinds till.RecordFilter
}{
	{pos.T("All"), till.RecordFilter{}},
	{pos.T("Sales"), till.RecordFilter{Kinds: []record.Kind{record.KindSale, record.KindRefund}}},
	{pos.T("Top-ups"), till.RecordFilter{Kinds: []record.Kind{record.KindTopUp, record.KindTopVoid, record.KindWithdraw}}},
	{pos.T("Points"), till.RecordFilter{Kinds: []record.Kind{record.KindConvert, record.KindReward, record.KindDeduct}}},
	{pos.T("Cards"), till.RecordFilter{Kinds: []record.Kind{record.KindCardIssue, record.KindCardLost, record.KindCardFound, record.KindCardReplace, record.KindCardReturn, record.KindCardExtend}}},
	{pos.T("All tills"), till.RecordFilter{}}, // asked of head office
}

const (
	recordsAPage = 200
	allTills     = 5 // its tab
)

// shown reads the member anew, and asks head office where their value is.
func (p *memberPage) shown(d *Desk) (err error) {
	if p.member, err = d.till.MemberView(p.id); err != nil {
		return err
	}
	if err := p.read(d); err != nil {
		return err
	}
	if d.bar.Online && p.available == nil { // once: coming back to the page asks nothing again
		var available *pos.Balance
		var elsewhere []till.Elsewhere
		at := d.till
		d.ask(func(ctx context.Context) (err error) {
			available, elsewhere, err = at.Elsewhere(ctx, p.id)
			return err // the page says what is known without it
		}, func() { p.available, p.elsewhere = available, elsewhere })
	}
	return nil
}

// read brings the newest records of the tab: this till's at once, all tills' from head office.
func (p *memberPage) read(d *Desk) error {
	p.rows, p.more, p.next = nil, false, ""
	if p.tab == allTills {
		p.ask(d)
		return nil
	}
	return p.below(d, till.Spot{})
}

// readMore brings the next page of them.
func (p *memberPage) readMore(d *Desk) error {
	switch {
	case !p.more || len(p.rows) == 0:
		return nil
	case p.tab == allTills:
		p.ask(d)
		return nil
	}
	return p.below(d, p.rows[len(p.rows)-1].Spot())
}

// below adds this till's records before one, zero for the newest.
func (p *memberPage) below(d *Desk, before till.Spot) error {
	rows, more, err := d.till.MemberRecords(p.id, recordTabs[p.tab].kinds, before, recordsAPage)
	p.rows, p.more = append(p.rows, rows...), more
	return err
}

// ask asks head office for the next page of all tills' records.
func (p *memberPage) ask(d *Desk) {
	var rows []till.RecordRow
	var next string
	page := p.next
	d.work(pos.T("Asking head office for {}'s records …", p.member.Name), true, func(ctx context.Context) (err error) {
		rows, next, err = d.till.AllRecords(ctx, p.id, till.RecordFilter{}, page)
		return err
	}, func() error {
		p.rows, p.next, p.more = append(p.rows, rows...), next, next != ""
		return nil
	})
}

func (p *memberPage) do(d *Desk, a Action) error {
	switch a := a.(type) {
	case Turn:
		if a.Page > 0 {
			return p.readMore(d)
		}
		if a.Tab < len(recordTabs) {
			p.tab, p.at = a.Tab, -1
			return p.read(d)
		}
	case Select:
		p.at = max(-1, min(a.Index, len(p.rows)-1))
	case Take, Submit, Enter:
		if t, ok := a.(Take); ok {
			p.at = t.Index
		}
		if p.at >= 0 && p.at < len(p.rows) {
			return d.openReceipt(p.rows[p.at].Receipt)
		}
	case Key:
		switch a.Name {
		case "Left", "Right":
			p.tab, p.at = round(a.Name, p.tab, len(recordTabs)), -1
			return p.read(d)
		case "Enter":
			if p.at >= 0 && p.at < len(p.rows) {
				return d.openReceipt(p.rows[p.at].Receipt)
			}
		default:
			p.at = along(a.Name, p.at, len(p.rows))
		}
	case Scan:
		d.home()
		return d.act(a)
	}
	return nil
}

func (p *memberPage) view(d *Desk) Screen {
	m := p.member
	v := &List{ID: p.page, Title: pos.T("Member"), Member: &m, Tab: p.tab, At: p.at, More: p.more, Empty: pos.T("Nothing of this kind at this till."),
		Hint: pos.T("What was done at this till."), Act: pos.T("Show the receipt")}
	if p.tab == allTills {
		v.Hint = pos.T("What moved their value at any till, as head office has it.")
	}
	for _, tab := range recordTabs {
		v.Tabs = append(v.Tabs, tab.text)
	}
	v.Columns = []Column{{pos.T("Time"), false, 3}, {pos.T("What"), false, 4}, {pos.T("Amount"), true, 2}, {pos.T("Points"), true, 2}, {pos.T("Receipt"), false, 3}}
	for _, r := range p.rows {
		v.Rows = append(v.Rows, Row{Key: r.Receipt, Cells: []string{
			r.At.Format("2006-01-02 15:04"), receipt.KindName(r.Kind, d.lang), blankZero(r.Drawn().String()), blankZero(r.Points.String()), r.Receipt,
		}})
	}
	v.Facts = p.facts(d)
	if why := m.Frozen; !why.IsZero() {
		v.Says = append(v.Says, Notice{Bad, why, pos.Text{}})
	}
	for _, r := range m.Reminders {
		v.Says = append(v.Says, Notice{Warn, reminder(r), pos.Text{}})
	}
	return v
}

// facts are what the view of the member doesn't say at a glance: who they are, and where the rest of their value is.
func (p *memberPage) facts(d *Desk) []Fact {
	m := p.member
	facts := []Fact{{Label: pos.T("Phone"), Value: m.Phone}}
	if m.Member.Birthday != "" {
		facts = append(facts, Fact{Label: pos.T("Birthday"), Value: m.Member.Birthday})
	}
	facts = append(facts, Fact{Label: pos.T("Joined"), Value: m.Joined}, Fact{Label: pos.T("Store"), Value: d.named(m.StoreName, m.StoreNameEn)},
		Fact{Label: pos.T("Principal · bonus"), Value: m.Principal.String() + " · " + m.Bonus.String(), Rule: true})
	for _, e := range p.elsewhere {
		if n := e.Balance.Stored(); n > 0 {
			facts = append(facts, Fact{Label: pos.T("{} since {}", standsAt(e), e.Since.In(pos.Zone).Format("01-02 15:04")), Value: n.String()})
		}
	}
	if p.available != nil {
		facts = append(facts, Fact{Label: pos.T("At head office"), Value: p.available.Stored().String()})
	}
	facts = append(facts, Fact{Label: pos.T("Points spendable here"), Value: m.HerePoints.String(), Rule: true})
	if o := m.Owes(); o != (pos.Owed{}) {
		facts = append(facts, Fact{Label: pos.T("Owes: value · bonus · points"), Value: o.Value.String() + " · " + o.Bonus.String() + " · " + o.Points.String(), Tone: Warn})
	}
	return facts
}

// reminder is what can be said to a member who stands here.
func reminder(r till.Reminder) pos.Text {
	switch r.Kind {
	case till.BirthdayNear:
		if r.Days == 0 {
			return pos.T("birthday today")
		}
		return pos.T("birthday in {} days", r.Days)
	case till.LowBalance:
		return pos.T("only {} of stored value left", r.Amount)
	case till.LongAway:
		return pos.T("not here for {} days", r.Days)
	case till.CardExpires:
		return pos.T("card {} ends in {} days", r.Card, r.Days)
	}
	return pos.Said(string(r.Kind))
}

func blankZero(text string) string {
	if text == "0" || text == "0.00" {
		return ""
	}
	return text
}
