package till

import (
	"context"
	"errors"

	"holdfast/pos"
	"holdfast/pos/till/store"
)

// whereabouts is where head office said that a member's value is.
type whereabouts struct {
	available pos.Balance
	held      []Elsewhere
}

// maxWhereabouts bounds how many members' are kept.
const maxWhereabouts = 1000

// Elsewhere asks head office what of a member's value it has itself and what other places hold, for as long as [Patience].
// Where that can't be, it is what head office last said since the program was started; Offline or Timeout where it has
// said nothing.
func (t *Till) Elsewhere(ctx context.Context, id string) (available *pos.Balance, held []Elsewhere, err error) {
	if err := t.viewBy(func(*store.Tx) error { return nil }); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	online, since := t.line.Online()
	if online {
		var now whereabouts
		if now.available, now.held, err = t.line.Enquire(ctx, id); err == nil {
			now.held = t.others(now.held)
			t.remember(id, now)
			return &now.available, now.held, nil
		}
	}
	t.mu.Lock()
	last, known := t.asked[id]
	t.mu.Unlock()
	switch {
	case known:
		return &last.available, last.held, nil
	case !online:
		return nil, nil, pos.E(pos.Offline, "", "the line is down since {}, and where the rest is isn't known here", sinceWhen(since, t.store.Now()))
	case errors.Is(err, context.DeadlineExceeded):
		return nil, nil, pos.E(pos.Timeout, "", "head office does not answer; where the rest is isn't known here").Because(err)
	}
	return nil, nil, err
}

// others leaves out what this till holds itself, or is about to; not what its closed books had.
func (t *Till) others(held []Elsewhere) (list []Elsewhere) {
	for _, e := range held {
		if e.Place != t.place || e.State == Frozen {
			list = append(list, e)
		}
	}
	return list
}

func (t *Till) remember(id string, now whereabouts) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.asked == nil || len(t.asked) >= maxWhereabouts {
		t.asked = map[string]whereabouts{}
	}
	t.asked[id] = now
}
