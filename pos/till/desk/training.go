package desk

import (
	"context"
	"errors"

	"holdfast/pos"
	"holdfast/pos/till"
)

// startTraining copies the books, and goes on with the copy: nothing that is done then touches them. It is for whoever is
// signed in.
func startTraining(d *Desk) error {
	if hasLines(d) {
		return pos.E(pos.State, "", "a sale is open; finish, hold or cancel it before training")
	}
	var training *till.Training
	d.work(pos.T("Copying the books to train with …"), true, func(ctx context.Context) (err error) {
		training, err = d.till.Train(ctx, d.wiring.Dir)
		return err
	}, func() error {
		d.real, d.training, d.till = d.till, training, training.Till
		d.last = nil
		d.stack = []page{newSelling(d)}
		d.home()
		d.say(Warn, "this is training: nothing here is sold, and nothing is kept")
		return nil
	})
	return nil
}

// endTraining throws the copy away, and goes back to the books. Who has signed in at the copy has not at the till: they do
// so before they work there.
func endTraining(d *Desk) error {
	training, who := d.training, d.cashier.Person
	d.till, d.training, d.real, d.last = d.real, nil, nil, nil
	d.stack = []page{newSelling(d)}
	d.load()
	if d.bar.Status.Person == who {
		d.home()
		return training.Close()
	}
	return errors.Join(d.lock(), training.Close())
}

// sampleTabs are the two kinds of thing to hold before a scanner or a reader.
var sampleTabs = []pos.Text{pos.T("Goods"), pos.T("Cards")}

// openSamples offers what can be scanned and swiped in training. What is taken goes to the screen below as if a scanner or
// a reader had read it.
func openSamples(d *Desk) error {
	samples := d.training.Samples()
	return d.openList(&list{
		List: List{Title: pos.T("Scan or swipe"), Hint: pos.T("For training: it is read as if it had been held before the scanner or the reader."),
			Empty: pos.T("There is nothing of this kind in the books."), Act: pos.T("Scan it"), Tabs: sampleTabs,
			Columns: []Column{{pos.T("Name"), false, 4}, {pos.T("Code|of goods"), false, 3}, {pos.T("Price · state"), true, 2}}},
		read: func(p *list, d *Desk) error {
			p.Rows = nil
			if p.Tab == 0 {
				for _, s := range samples.Products {
					p.Rows = append(p.Rows, Row{Key: s.Barcode, Cells: []string{d.named(s.Name, s.NameEn), s.Barcode, s.Price.String()}})
				}
				return nil
			}
			for _, s := range samples.Cards {
				row := Row{Key: s.Number, Cells: []string{s.Name, s.Number, d.t(string(s.Status))}}
				if s.Status == pos.Lost {
					row.Tone = Bad
				}
				p.Rows = append(p.Rows, row)
			}
			return nil
		},
		take: func(d *Desk, code string) error {
			d.pop()
			return d.top().do(d, Scan{Text: code})
		},
	})
}
