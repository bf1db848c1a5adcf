package till

import (
	"errors"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/pin"
	"holdfast/pos/till/store"
)

// A person is locked out after so many wrong PINs in a row, until so much time has passed or a store
// manager has signed in. A cashier's own sign-in frees nobody else, or they could guess a colleague's PIN for ever.
const (
	maxTries = 5
	lockFor  = 5 * time.Minute

	maxCounted = 1000 // of the numbers that nobody has; people are counted always
)

// SignedIn is who works at the till now.
type SignedIn struct {
	Person string   `json:"person"`
	Name   string   `json:"name"`
	NameEn string   `json:"nameEn,omitempty"`
	Role   pos.Role `json:"role"`
}

// Login signs a person in by PIN, line up or down, in place of whoever was signed in.
func (t *Till) Login(who, secret string) (SignedIn, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p, err := t.prove("login", who, secret)
	if err != nil {
		return SignedIn{}, err
	}
	t.who, t.lender = p.ID, ""
	return signedIn(p), nil
}

func signedIn(p pos.Person) SignedIn {
	return SignedIn{Person: p.ID, Name: p.Name, NameEn: p.NameEn, Role: p.Role}
}

// prove finds the person whose number and PIN are typed, if they may do anything at this till.
func (t *Till) prove(op, who, secret string) (p pos.Person, err error) {
	now := t.store.Now()
	if err := t.locked(op, who, now); err != nil {
		return p, err
	}
	err = t.view(func(tx *store.Tx) (err error) {
		if p, err = tx.Person(who); pos.CodeOf(err) == pos.NotFound {
			err = errors.Join(nobody(tx, op), err)
		}
		return err
	})
	if err != nil && pos.CodeOf(err) != pos.NotFound {
		return p, err
	}
	if err != nil || !pin.Verify(p.PINHash, secret) {
		if err := t.wrong(who, err == nil, now); err != nil {
			return p, err
		}
		return p, pos.E(pos.Forbidden, op, "wrong number or PIN")
	}
	return p, t.welcome(op, who, p)
}

// swiped stands, among the people whose wrong PINs are counted, for all staff cards that nobody has.
const swiped = "staff card"

// proveByCard is prove for a staff card's number.
func (t *Till) proveByCard(op, number string) (p pos.Person, err error) {
	now := t.store.Now()
	if err := t.locked(op, swiped, now); err != nil {
		return p, err
	}
	err = t.view(func(tx *store.Tx) (err error) {
		if p, err = tx.PersonByCard(pos.HashCard(number)); pos.CodeOf(err) == pos.NotFound {
			err = errors.Join(nobody(tx, op), err)
		}
		return err
	})
	if pos.CodeOf(err) == pos.NotFound {
		if err := t.wrong(swiped, true, now); err != nil {
			return p, err
		}
		return p, pos.E(pos.Forbidden, op, "this is nobody's staff card; type number and PIN")
	}
	if err != nil {
		return p, err
	}
	return p, t.welcome(op, "", p) // a card in the hand says nothing of the wrong ones before it
}

// nobody refuses at a till that knows nobody: what head office has is still coming, and who is told that their PIN is wrong
// tries until they are locked out.
func nobody(tx *store.Tx, op string) error {
	all, err := tx.People()
	if err == nil && len(all) == 0 {
		err = pos.E(pos.State, op, "head office's data has not come yet; leave the line up, and sign in in a moment")
	}
	return err
}

// locked refuses who has been wrong too often of late.
func (t *Till) locked(op, who string, now time.Time) error {
	tr := t.tries[who]
	if tr == nil || tr.Wrong < maxTries {
		return nil
	}
	// A clock that ran ahead until head office put it right locks nobody out for longer.
	if until := tr.Last.Add(lockFor); now.Before(until) && !now.Before(tr.Last) {
		return pos.E(pos.Forbidden, op, "too many wrong PINs; wait until {} or have a store manager sign in first", clock(until))
	}
	return t.forgetTries(who)
}

// welcome forgets the wrong tries that were counted under a name, all of them for a store manager. It refuses people who
// have nothing to do at this till.
func (t *Till) welcome(op, tried string, p pos.Person) error {
	if !slices.Contains(p.Stores, t.shop) {
		return pos.E(pos.Forbidden, op, "{} doesn't work in store {}; head office can change that", p.Name, t.shop)
	}
	frees := false
	err := t.view(func(tx *store.Tx) error {
		policy, err := tx.Policy()
		if err != nil {
			return err
		}
		if len(policy.AtTill(p)) == 0 {
			return pos.E(pos.Forbidden, op, "{} ({}) has no right at a till; head office can change that", p.Name, p.Role)
		}
		frees = policy.May(p, pos.MayManageShift)
		return nil
	})
	switch {
	case err != nil:
		return err
	case frees && len(t.tries) > 0:
		clear(t.tries)
		return t.update((*store.Tx).ForgetAllSignInTries)
	}
	return t.forgetTries(tried)
}

// forgetTries forgets the wrong PINs that were counted under a name.
func (t *Till) forgetTries(tried string) error {
	if t.tries[tried] == nil {
		return nil
	}
	delete(t.tries, tried)
	return t.update(func(tx *store.Tx) error { return tx.ForgetSignInTries(tried) })
}

// wrong counts a wrong PIN. Numbers that nobody has are counted too, so that the answer doesn't tell them apart, but these
// not across a restart.
func (t *Till) wrong(who string, known bool, now time.Time) error {
	tr := t.tries[who]
	if tr == nil {
		if !known && len(t.tries) >= maxCounted {
			return nil // somebody is typing numbers at random
		}
		tr = &store.Tries{}
		t.tries[who] = tr
	}
	tr.Wrong++
	tr.Last = now
	if !known {
		return nil
	}
	return t.update(func(tx *store.Tx) error { return tx.SetSignInTries(who, *tr) })
}

// Logout signs off. Shift and open sale stay.
func (t *Till) Logout() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.who == "" {
		return errNobody
	}
	t.who, t.lender = "", ""
	return nil
}

var errNobody = pos.E(pos.Forbidden, "", "nobody is signed in; sign in with your number and PIN")

// person is who is signed in, as head office has them now: rights that were taken away are gone at once.
func (t *Till) person(tx *store.Tx) (pos.Person, error) {
	if t.who == "" {
		return pos.Person{}, errNobody
	}
	return t.atWork(tx, t.who)
}

// nameOf is a person's name and number, for messages.
func nameOf(tx *store.Tx, id string) (string, error) {
	p, err := tx.Person(id)
	var gone *pos.Error
	switch {
	case errors.As(err, &gone) && gone.Code == pos.NotFound:
		return id, nil
	case err != nil:
		return "", err
	}
	return p.Name + " (" + id + ")", nil
}

// clock is a time of day in the chain's zone.
func clock(t time.Time) string { return t.In(pos.Zone).Format("15:04") }
