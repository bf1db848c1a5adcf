package desk

import (
	"context"
	"slices"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till"
)

// moneyIn are the ways to pay for what isn't goods.
var moneyIn = []Option{{"cash", pos.T("Cash")}, {"bank", pos.T("Bank card")}, {"wallet", pos.T("QR wallet")}}

// referred asks for a terminal's reference where a terminal takes the money, and for none where it is cash.
func (p *form) referred(d *Desk) {
	asked := p.field("ref") != nil
	switch byTerminal := p.text("kind") != string(record.Cash); {
	case byTerminal && !asked:
		p.Fields = append(p.Fields, Field{Name: "ref", Label: pos.T("Terminal's reference"), Kind: Words, Optional: true, Line: d.line("")})
	case !byTerminal && asked:
		p.Fields = slices.DeleteFunc(p.Fields, func(f Field) bool { return f.Name == "ref" })
	}
}

// ref is that reference; "" where none was asked for.
func (p *form) ref() string {
	if p.field("ref") == nil {
		return ""
	}
	return p.text("ref")
}

func topUpForm(d *Desk) error {
	d.open(&form{
		Form: Form{Title: pos.T("Top-up"), Member: d.member, Fields: []Field{
			{Name: "amount", Label: pos.T("Paid in"), Kind: Amount},
			{Name: "kind", Label: pos.T("By|paid"), Kind: Pick, Options: moneyIn, Line: Line{Text: "cash"}},
		}, Act: pos.T("Top up")},
		check: func(f *form, d *Desk) error {
			f.Facts, f.Act = nil, pos.T("Top up")
			f.referred(d)
			amount, err := parseAmount(f.text("amount"))
			if f.text("amount") == "" || err != nil {
				return nil
			}
			bonus, err := d.till.Bonus(amount)
			if err != nil {
				return err
			}
			f.Facts = []Fact{
				{Label: pos.T("Paid in"), Value: amount.String()}, {Label: pos.T("Bonus"), Value: bonus.String(), Tone: Good},
				{Label: pos.T("Balance afterwards"), Value: (d.member.Stored() + amount + bonus).String(), Rule: true},
			}
			f.Act = pos.T("Top up {} + {}", amount, bonus)
			return nil
		},
		submit: func(f *form, d *Desk) error {
			amount, err := parseAmount(f.text("amount"))
			if err != nil {
				return err
			}
			done, err := d.till.TopUp(amount, record.TenderKind(f.text("kind")), f.ref())
			if err != nil {
				return err
			}
			f.done(d, "topped up: {} and {} bonus · receipt {}", done.Principal, done.Bonus, done.Receipt)
			return nil
		},
	})
	return nil
}

func convertForm(d *Desk) error {
	d.open(&form{
		Form: Form{Title: pos.T("Convert points"), Member: d.member, Act: pos.T("Convert"), Fields: []Field{
			{Name: "points", Label: pos.T("Points"), Kind: Number, Hint: pos.T("{} points are there, {} of them here", d.member.Points, d.member.HerePoints)},
		}, Lead: pos.T("It becomes bonus: to be spent, never paid out.")},
		check: func(f *form, d *Desk) error {
			f.Facts = nil
			points, err := parsePoints(f.text("points"))
			if err != nil {
				return nil // as long as it is typed
			}
			bonus, ok, err := d.till.Converts(points)
			if ok {
				f.Facts = []Fact{{Label: pos.T("Becomes bonus"), Value: bonus.String(), Tone: Good}}
			}
			return err
		},
		wait: func(f *form, d *Desk) (pos.Text, deed) {
			var done till.Converted
			return pos.T("Fetching the member's value …"), deed{
				func(ctx context.Context) (err error) {
					points, err := parsePoints(f.text("points"))
					if err == nil {
						done, err = d.till.Convert(ctx, points)
					}
					return err
				},
				func() error {
					f.done(d, "{} points became {} · receipt {}", done.Points, done.Bonus, done.Receipt)
					return nil
				},
			}
		},
	})
	return nil
}

func withdrawForm(d *Desk) error {
	d.open(&form{
		Form: Form{Title: pos.T("Withdraw"), Member: d.member, Danger: true, Sure: pos.T("Pay it out in cash"), Act: pos.T("Withdraw"), Fields: []Field{
			{Name: "amount", Label: pos.T("Principal to pay out"), Kind: Amount, Hint: pos.T("principal {}, bonus {}", d.member.Principal, d.member.Bonus)},
			{Name: "reason", Label: pos.T("Reason"), Kind: Prose, Optional: true},
		}, Lead: pos.T("Only principal is paid out; bonus is given up in proportion.")},
		wait: func(f *form, d *Desk) (pos.Text, deed) {
			var done till.Withdrawn
			return pos.T("Fetching the member's value …"), deed{
				func(ctx context.Context) error {
					amount, err := parseAmount(f.text("amount"))
					if err == nil {
						done, err = d.till.Withdraw(ctx, amount, f.text("reason"))
					}
					return err
				},
				func() error {
					f.done(d, "pay out {} in cash; {} bonus given up · receipt {}", done.Amount, done.Forfeited, done.Receipt)
					return nil
				},
			}
		},
	})
	return nil
}

// pointsForm gives points, or takes them off.
func pointsForm(d *Desk, give bool) error {
	title, act := pos.T("Take points off"), d.till.Deduct
	if give {
		title, act = pos.T("Give points"), d.till.Reward
	}
	d.open(&form{
		Form: Form{Title: title, Member: d.member, Act: title, Fields: []Field{
			{Name: "points", Label: pos.T("Points"), Kind: Number},
			{Name: "reason", Label: pos.T("Reason"), Kind: Prose},
		}},
		submit: func(f *form, d *Desk) error {
			points, err := parsePoints(f.text("points"))
			if err != nil {
				return err
			}
			done, err := act(points, f.text("reason"))
			if err != nil {
				return err
			}
			f.done(d, "{} points · receipt {}", done.Points, done.Receipt)
			return nil
		},
	})
	return nil
}

// newMemberForm begins with what was typed in vain.
func newMemberForm(d *Desk) error {
	phone := ""
	if p, ok := d.top().(*list); ok && p.Filter != nil && digits(p.Filter.Text) {
		phone = p.Filter.Text
	}
	return newMember(d, phone, "")
}

// newMember registers somebody: with a card, or known by phone only.
func newMember(d *Desk, phone, card string) error {
	d.open(&form{
		Form: Form{Title: pos.T("New member"), Lead: pos.T("With a card, or known by phone only."), Act: pos.T("Register"), Fields: []Field{
			{Name: "phone", Label: pos.T("Phone"), Kind: Digits, Line: Line{Text: phone}},
			{Name: "name", Label: pos.T("Name"), Kind: Name, Optional: true},
			{Name: "card", Label: pos.T("Blank card"), Kind: Card, Line: Line{Text: card}, Optional: true, Hint: pos.T("swipe a blank card of this store, or leave it empty")},
			{Name: "referrer", Label: pos.T("Brought by"), Kind: Phone, Optional: true, Hint: pos.T("phone or card of who brought them")},
		}},
		check: func(f *form, d *Desk) error {
			f.Says = nil
			found, err := d.till.Find(f.text("phone"), 1)
			if err == nil && len(found.Members) > 0 && found.Members[0].Phone == f.text("phone") {
				f.Says = []Notice{{Warn, pos.T("{} has this phone already; a card given here is a further one of theirs.", found.Members[0].Name), pos.Text{}}}
			}
			f.cardHint(d, "card", pos.Blank)
			return nil
		},
		submit: func(f *form, d *Desk) (err error) {
			var done till.CardChanged
			if card := f.text("card"); card == "" {
				done, err = d.till.NewMember(f.text("phone"), f.text("name"), f.text("referrer"))
			} else {
				done, err = d.till.IssueCard(card, f.text("phone"), f.text("name"), f.text("referrer"))
			}
			if err != nil {
				return err
			}
			f.done(d, "{} is a member now · receipt {}", done.Name, done.Receipt)
			return nil
		},
	})
	return nil
}

func editForm(d *Desk) error {
	m := d.member
	fields := []Field{
		{Name: "name", Label: pos.T("Name"), Kind: Name, Line: Line{Text: m.Name}},
		{Name: "phone", Label: pos.T("Phone"), Kind: Digits, Line: Line{Text: m.Phone}},
		{Name: "sex", Label: pos.T("Sex"), Kind: Pick, Optional: true, Line: Line{Text: m.Sex}, Options: []Option{{"female", pos.T("female")}, {"male", pos.T("male")}, {"", pos.T("not told")}}},
		{Name: "birthday", Label: pos.T("Birthday"), Kind: Date, Optional: true, Line: Line{Text: m.Member.Birthday}},
	}
	was := map[string]string{"name": m.Name, "phone": m.Phone, "sex": m.Sex, "birthday": m.Member.Birthday}
	for i, o := range fields[2].Options {
		if o.Value == m.Sex {
			fields[2].Chosen = i
		}
	}
	d.open(&form{
		Form: Form{Title: pos.T("Edit the member"), Member: m, Fields: fields, Act: pos.T("Save"),
			Lead: pos.T("It counts here at once, and everywhere when the line is there.")},
		submit: func(f *form, d *Desk) error {
			for _, field := range f.Fields {
				if field.Line.Text == was[field.Name] {
					continue
				}
				if _, err := d.till.SetMember(field.Name, field.Line.Text); err != nil {
					return err
				}
				was[field.Name] = field.Line.Text
			}
			f.done(d, "saved")
			return nil
		},
	})
	return nil
}

func parsePoints(text string) (money.Points, error) {
	points, err := money.ParsePoints(text)
	if err != nil || points == 0 {
		return 0, pos.E(pos.Usage, "", "{} is no number of points; type a number above 0", text)
	}
	return points, nil
}
