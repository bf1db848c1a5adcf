package till

import (
	"context"

	"holdfast/pos"
	"holdfast/pos/till/store"
	"holdfast/sync/wire"
)

// direct is a deed for the open sale's member that is no part of the sale and leaves it as it is, inside the transaction
// that decides it.
type direct struct {
	*sale
	m    pos.Member
	card pos.Card // that was shown; empty where the member came by phone
	task string
	here int64 // of what the deed spends, what may be spent here
}

// forMember finds the open sale's member, for somebody with the right, while a shift is open. As with the drawer, whoever
// has the right comes to a colleague's till.
func (t *Till) forMember(tx *store.Tx, need pos.Right) (*direct, error) {
	op, err := t.right(tx, need)
	if err != nil {
		return nil, err
	}
	shift, err := tx.Shift()
	if err == nil && shift == nil {
		err = errNoShift
	}
	if err != nil {
		return nil, err
	}
	s, err := t.open(tx, op)
	if err != nil {
		return nil, err
	}
	d := &direct{sale: s}
	d.m, d.card, err = s.member()
	return d, err
}

// spend runs a deed that spends so much of the value of the open sale's member: it checks, gathers, checks again, decides
// and says where the rest is if what is here doesn't suffice. want names no holder.
func (t *Till) spend(ctx context.Context, op string, need pos.Right, want wire.Request, what part, decide func(*direct) error) error {
	ctx, cancel := context.WithTimeout(ctx, Patience) // for all of it: what is fetched, and where the rest is
	defer cancel()
	t.mu.Lock()
	err := t.view(func(tx *store.Tx) error {
		d, err := t.forMember(tx, need)
		if err == nil {
			want.Holder, want.Card = d.Member, d.Card
			err = spending(tx, d.m)
		}
		return err
	})
	t.mu.Unlock()
	if err != nil {
		return err
	}
	var here int64
	answer, err := t.inTask(ctx, want, func(tx *store.Tx, task string) error {
		d, err := t.forMember(tx, need)
		if err == nil {
			err = spending(tx, d.m)
		}
		if err == nil && d.Member != want.Holder {
			err = pos.E(pos.State, op, "the member of the sale has changed meanwhile; do it again")
		}
		if err != nil {
			return err
		}
		d.task = task
		err = decide(d)
		here = d.here
		return err
	})
	if pos.CodeOf(err) != pos.Insufficient {
		return err
	}
	if refused := refusal(op, answer); refused != nil {
		return refused
	}
	return t.shortage(ctx, op, want.Holder, what, here)
}

// errShort is what decide returns where too little is here; the answer says where the rest is.
var errShort = pos.E(pos.Insufficient, "", "not enough is held here")
