package till

import (
	"context"
	"errors"

	"holdfast/pos"
	"holdfast/pos/till/store"
)

// Training is a till to practise at: a copy of this one, with its line down for good. Nothing that is done there reaches
// the books, and whoever closes it throws it away.
type Training struct {
	*Till
	store   *store.Training
	samples Samples
}

// Train makes one in a folder, for whoever is signed in; they are signed in there too. It takes as long as copying the
// books.
func (t *Till) Train(ctx context.Context, dir string) (*Training, error) {
	t.mu.Lock()
	who := t.who
	t.mu.Unlock()
	switch {
	case who == "":
		return nil, errNobody
	case t.training:
		return nil, pos.E(pos.State, "", "this is training already; end it first")
	}
	books, err := t.store.Training(ctx, dir)
	if err != nil {
		return nil, err
	}
	practice, err := New(books.Store, nil)
	training := &Training{Till: practice, store: books}
	if err == nil {
		practice.who, practice.training = who, true
		err = training.sample(who)
	}
	if err != nil {
		return nil, errors.Join(err, books.Close())
	}
	return training, nil
}

// Close ends training and throws all of it away.
func (t *Training) Close() error { return t.store.Close() }
