package desk

import (
	"context"

	"holdfast/pos"
	"holdfast/pos/till"
)

// lent makes a deed that a person may lack the right for: it is done, or a colleague is asked to approve it first.
func (d *Desk) lent(do func() error) error {
	err := do()
	if right, lacks := till.Lacks(err); lacks {
		d.approve(right, do)
		return nil
	}
	return err
}

// lentWork is lent for what waits for head office.
func (d *Desk) lentWork(text pos.Text, do func(context.Context) error, after func() error) {
	var right pos.Right
	var lacks bool
	d.work(text, true, func(ctx context.Context) error {
		err := do(ctx)
		if right, lacks = till.Lacks(err); lacks {
			return nil
		}
		return err
	}, func() error {
		if lacks {
			d.approve(right, func() error {
				d.work(text, true, func(ctx context.Context) error {
					defer d.till.EndOverride()
					return do(ctx)
				}, after)
				return nil
			})
			return nil
		}
		return after()
	})
}

// approve has a colleague lend their right on the spot, by number and PIN or by swiping a staff card, and then does the
// deed once. The books name both.
func (d *Desk) approve(right pos.Right, do func() error) {
	lend := func(f *form, lend func() error) error {
		if err := lend(); err != nil {
			f.field("pin").Line = d.line("")
			return err
		}
		d.remove(f)
		err := do()
		if d.job == nil { // else the loan ends with the work
			d.till.EndOverride()
		}
		d.moved()
		return err
	}
	f := &form{
		Form: Form{
			Title:  pos.T("Approval needed"),
			Lead:   pos.T("{} may not {}. A colleague who may can approve it here: number and PIN, or swipe the staff card.", d.bar.Person, till.RightWords(right)),
			Fields: []Field{d.lender(right), {Name: "pin", Label: pos.T("PIN"), Kind: Secret}},
			Act:    pos.T("Approve"),
		},
		submit: func(f *form, d *Desk) error {
			return lend(f, func() error {
				_, err := d.till.Override(f.text("who"), f.text("pin"))
				return err
			})
		},
	}
	f.scan = func(f *form, d *Desk, text string) (bool, error) {
		return true, lend(f, func() error {
			_, err := d.till.OverrideCard(text)
			return err
		})
	}
	if f.field("who").Line.Text != "" {
		f.Focus = 1
	}
	d.open(f)
}

// fewLenders are tapped by name; more of them type their number.
const fewLenders = 4

// lender asks who approves; the only one who may is chosen already.
func (d *Desk) lender(right pos.Right) Field {
	field := Field{Name: "who", Label: pos.T("Number of who approves"), Kind: Digits}
	list, err := d.till.Lenders(right)
	if err != nil || len(list) == 0 || len(list) > fewLenders {
		d.fail(err)
		return field
	}
	field.Label, field.Kind, field.Chosen = pos.T("Who approves"), Pick, -1
	for _, who := range list {
		field.Options = append(field.Options, Option{who.ID, pos.Said(d.named(who.Name, who.NameEn))})
	}
	if len(list) == 1 {
		field.Chosen, field.Line.Text = 0, list[0].ID
	}
	return field
}
