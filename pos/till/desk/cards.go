package desk

import (
	"context"
	"slices"

	"holdfast/pos"
	"holdfast/pos/till"
)

var cardCommands = []Command{
	{ID: "card-lost", Text: pos.T("Report lost"), Icon: "card", Key: "Ctrl+L", At: AtMember | AtChoice, Group: OfCard, Right: pos.MayLose, ready: inShift, run: lostForm},
	{ID: "card-found", Text: pos.T("Undo the report"), Icon: "card", Key: "Ctrl+U", At: AtMember | AtChoice, Group: OfCard, Right: pos.MayFind, ready: inShift, run: foundForm},
	{ID: "card-replace", Text: pos.T("Replace the card"), Icon: "card", Key: "Ctrl+R", At: AtMember | AtChoice, Group: OfCard, Right: pos.MayReplace, ready: inShift, run: replaceForm},
	{ID: "card-return", Text: pos.T("Return the card"), Icon: "card", Key: "Ctrl+Y", At: AtMember | AtChoice, Group: OfCard, Right: pos.MayReturn, ready: inShift, run: returnForm},
	{ID: "card-extend", Text: pos.T("Extend the card"), Icon: "card", Key: "Ctrl+X", At: AtMember | AtChoice, Group: OfCard, Right: pos.MayExtend, ready: inShift, run: extendForm},
	{ID: "card-pin", Text: pos.T("PIN of the card"), Icon: "lock", Key: "Ctrl+I", At: AtMember | AtChoice, Group: OfCard, ready: inShift, run: cardPINForm},
}

// reasons are the usual ones; any other is typed.
var reasons = []Option{{"lost", pos.T("lost|the reason")}, {"stolen", pos.T("stolen")}, {"damaged", pos.T("damaged")}, {"other", pos.T("other")}}

// cardField asks for one of the member's cards in one of some states; without a member in view, for a number.
func (d *Desk) cardField(label pos.Text, states ...pos.CardStatus) Field {
	f := Field{Name: "card", Label: label, Kind: Card, Hint: pos.T("swipe it, or type its number")}
	who := d.subject()
	if who == nil {
		return f
	}
	for _, c := range who.Cards {
		status := c.At(pos.Date(d.now))
		for _, s := range states {
			if status == s {
				f.Options = append(f.Options, Option{c.Number, pos.T("{} · {}", c.Number, status)})
			}
		}
	}
	if len(f.Options) > 0 {
		f.Kind, f.Line, f.Hint = Pick, Line{Text: f.Options[0].Value}, pos.Text{}
	}
	return f
}

// cardHint says under a card's field what card that is, and lets the form do nothing with one that isn't in any of some
// states.
func (p *form) cardHint(d *Desk, name string, states ...pos.CardStatus) {
	f := p.field(name)
	if f.Line.Text == "" || f.Kind != Card {
		return
	}
	card, whose, err := d.till.LookAtCard(f.Line.Text)
	if err != nil {
		f.Hint, f.Tone, p.wrong = pos.TextOf(err), Bad, err
		return
	}
	status := card.At(pos.Date(d.now))
	f.Hint, f.Tone = pos.T("{} · stock of {}", status, card.Store), Good
	if whose.ID != "" {
		f.Hint = pos.T("{} · {}", whose.Name, status)
	}
	if !slices.Contains(states, status) {
		f.Tone, p.wrong = Bad, pos.E(pos.State, "", "card {} is {}; this takes one that is {}", card.Number, status, states[0])
	}
}

func lostForm(d *Desk) error {
	d.open(&form{
		Form: Form{Title: pos.T("Report a card lost"), Member: d.subject(), Act: pos.T("Report it lost"), Fields: []Field{
			d.cardField(pos.T("Card"), pos.Issued, pos.Expired),
			{Name: "reason", Label: pos.T("Reason"), Kind: Pick, Options: reasons[:2], Line: Line{Text: "lost"}},
		}, Lead: pos.T("From here on it answers look-ups only, and the member's value is kept for them.")},
		check: func(f *form, d *Desk) error {
			f.Says = d.cutOff(pos.T("The line is down: other shops learn of it when it is back."))
			f.cardHint(d, "card", pos.Issued, pos.Expired)
			return nil
		},
		submit: func(f *form, d *Desk) error {
			done, err := d.till.ReportLost(f.text("card"), f.text("reason"))
			if err != nil {
				return err
			}
			f.done(d, "the card of {} is reported lost · receipt {}", done.Name, done.Receipt)
			return nil
		},
	})
	return nil
}

// cutOff is a sentence for while the till is.
func (d *Desk) cutOff(text pos.Text) []Notice {
	if d.bar.Online {
		return nil
	}
	return []Notice{{Warn, text, pos.Text{}}}
}

func foundForm(d *Desk) error {
	d.open(&form{
		Form: Form{Title: pos.T("Undo a loss report"), Member: d.subject(), Act: pos.T("It was found"), Fields: []Field{
			d.cardField(pos.T("Card"), pos.Lost),
			{Name: "reason", Label: pos.T("Reason"), Kind: Prose, Optional: true},
		}},
		check: func(f *form, d *Desk) error { f.cardHint(d, "card", pos.Lost); return nil },
		submit: func(f *form, d *Desk) error {
			done, err := d.till.ReportFound(f.text("card"), f.text("reason"))
			if err != nil {
				return err
			}
			f.done(d, "the card of {} can be used again · receipt {}", done.Name, done.Receipt)
			return nil
		},
	})
	return nil
}

func replaceForm(d *Desk) error {
	d.open(&form{
		Form: Form{Title: pos.T("Replace a card"), Member: d.subject(), Act: pos.T("Replace it"), Fields: []Field{
			d.cardField(pos.T("Old card"), pos.Lost, pos.Issued, pos.Expired),
			{Name: "reason", Label: pos.T("Reason"), Kind: Pick, Options: reasons, Line: Line{Text: "lost"}},
			{Name: "new", Label: pos.T("New card, of this store's blanks"), Kind: Card, Hint: pos.T("swipe it, or type its number")},
		}, Focus: 2, Lead: pos.T("Nothing moves: the value is the member's, and the new card names them. A PIN goes over.")},
		check: func(f *form, d *Desk) error {
			f.cardHint(d, "card", pos.Lost, pos.Issued, pos.Expired)
			f.cardHint(d, "new", pos.Blank)
			f.Says = nil
			if who := f.Member; who != nil && !d.bar.Online {
				f.Says = d.cutOff(pos.T("The new card works here at once, with {} to spend. The other {} follow when the line is back; until then other shops may not know that the old card is gone.", who.Here, who.Stored()-who.Here))
			}
			return nil
		},
		submit: func(f *form, d *Desk) error {
			done, err := d.till.ReplaceCard(f.text("card"), f.text("new"), f.text("reason"))
			if err != nil {
				return err
			}
			f.done(d, "{} has card {} now · receipt {}", done.Name, done.New, done.Receipt)
			return nil
		},
	})
	return nil
}

func returnForm(d *Desk) error {
	d.open(&form{
		Form: Form{Title: pos.T("Return a card"), Member: d.subject(), Act: pos.T("Take it back"), Danger: true, Sure: pos.T("Take it back for good"), Fields: []Field{
			d.cardField(pos.T("Card"), pos.Issued, pos.Expired, pos.Lost),
			{Name: "reason", Label: pos.T("Reason"), Kind: Prose, Optional: true},
		}, Lead: pos.T("With the last card the principal is paid out, and bonus is given up.")},
		check: func(f *form, d *Desk) error {
			f.cardHint(d, "card", pos.Issued, pos.Expired, pos.Lost)
			f.Says = d.cutOff(pos.T("The line is down: what is here is paid out now, the rest by the same step later."))
			return nil
		},
		wait: func(f *form, d *Desk) (pos.Text, deed) {
			var done till.CardReturned
			return pos.T("Fetching the member's value …"), deed{
				func(ctx context.Context) (err error) {
					done, err = d.till.ReturnCard(ctx, f.text("card"), f.text("reason"))
					return err
				},
				func() error {
					f.done(d, "pay out {} in cash; {} bonus given up, {} still to come · receipt {}", done.Amount, done.Forfeited, done.Left, done.Receipt)
					return nil
				},
			}
		},
	})
	return nil
}

func extendForm(d *Desk) error {
	d.open(&form{
		Form: Form{Title: pos.T("Extend a card"), Member: d.subject(), Act: pos.T("Extend it"), Fields: []Field{
			d.cardField(pos.T("Card"), pos.Issued, pos.Expired),
			{Name: "until", Label: pos.T("Last day"), Kind: Date, Line: Line{Text: pos.Date(d.now.AddDate(1, 0, 0))}},
			{Name: "reason", Label: pos.T("Reason"), Kind: Prose, Optional: true},
		}},
		check: func(f *form, d *Desk) error { f.cardHint(d, "card", pos.Issued, pos.Expired); return nil },
		submit: func(f *form, d *Desk) error {
			done, err := d.till.ExtendCard(f.text("card"), f.text("until"), f.text("reason"))
			if err != nil {
				return err
			}
			f.done(d, "the card of {} is valid until {} · receipt {}", done.Name, f.text("until"), done.Receipt)
			return nil
		},
	})
	return nil
}

func cardPINForm(d *Desk) error {
	d.open(&form{
		Form: Form{Title: pos.T("PIN of a card"), Member: d.subject(), Act: pos.T("Set the PIN"), Fields: []Field{
			d.cardField(pos.T("Card"), pos.Issued),
			{Name: "pin", Label: pos.T("New PIN"), Kind: Secret, Hint: pos.T("the member types it, 4 to 6 digits")},
			{Name: "again", Label: pos.T("Once more"), Kind: Secret},
			{Name: "old", Label: pos.T("Old PIN"), Kind: Secret, Optional: true, Hint: pos.T("empty: it is reset, by right")},
		}, Focus: 1},
		submit: func(f *form, d *Desk) error {
			if f.text("pin") != f.text("again") {
				f.field("pin").Line, f.field("again").Line, f.Focus = d.line(""), d.line(""), 1
				return pos.E(pos.Usage, "", "the two PINs differ; type the new one again, twice")
			}
			done, err := d.till.SetPIN(f.text("card"), f.text("pin"), f.text("old"))
			if err != nil {
				return err
			}
			f.done(d, "the PIN of {} is set", done.Name)
			return nil
		},
	})
	return nil
}
