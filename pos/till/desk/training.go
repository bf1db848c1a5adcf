package desk

import (
	"context"

	"holdfast/pos"
	"holdfast/pos/till"
)

// startTraining copies the books, and goes on with the copy: nothing that is done then touches them. It is for whoever is
// signed in.
func startTraining(d *Desk) error {
	if hasLines(d) {
		return pos.E(pos.State, "", "a sale is open; finish, park or cancel it before training")
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

// endTraining throws the copy away, and goes back to the books.
func endTraining(d *Desk) error {
	training := d.training
	d.till, d.training, d.real, d.last = d.real, nil, nil, nil
	d.stack = []page{newSelling(d)}
	d.home()
	return training.Close()
}
