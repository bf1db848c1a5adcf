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

// tries is the wrong PINs of one person. They are kept in memory: whoever can restart the till can read its files.
type tries struct {
	wrong int
	last  time.Time
}

// SignedIn is who works at the till now.
type SignedIn struct {
	Person string   `json:"person"`
	Name   string   `json:"name"`
	Role   pos.Role `json:"role"`
}

// Login signs a person in by PIN, line up or down, in place of whoever was signed in.
func (t *Till) Login(who, secret string) (SignedIn, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.store.Now()
	if tr := t.tries[who]; tr != nil && tr.wrong >= maxTries {
		if until := tr.last.Add(lockFor); now.Before(until) {
			return SignedIn{}, pos.E(pos.Forbidden, "login", "too many wrong PINs; wait until "+clock(until)+" or have a store manager sign in first")
		}
		delete(t.tries, who)
	}
	var p pos.Person
	err := t.view(func(tx *store.Tx) (err error) {
		p, err = tx.Person(who)
		return err
	})
	if err != nil && pos.CodeOf(err) != pos.NotFound {
		return SignedIn{}, err
	}
	if err != nil || !pin.Verify(p.PINHash, secret) {
		t.wrong(who, err == nil, now)
		return SignedIn{}, pos.E(pos.Forbidden, "login", "wrong number or PIN")
	}
	if !slices.Contains(p.Stores, t.shop) {
		return SignedIn{}, pos.E(pos.Forbidden, "login", p.Name+" doesn't work in store "+t.shop+"; head office can change that")
	}
	delete(t.tries, who)
	if p.Role == pos.StoreManager {
		clear(t.tries)
	}
	t.who = who
	return SignedIn{Person: p.ID, Name: p.Name, Role: p.Role}, nil
}

// wrong counts a wrong PIN. Numbers that nobody has are counted too, so that the answer doesn't tell them apart.
func (t *Till) wrong(who string, known bool, now time.Time) {
	tr := t.tries[who]
	if tr == nil {
		if !known && len(t.tries) >= maxCounted {
			return // somebody is typing numbers at random
		}
		tr = &tries{}
		t.tries[who] = tr
	}
	tr.wrong++
	tr.last = now
}

// Logout signs off. Shift and open sale stay.
func (t *Till) Logout() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.who == "" {
		return errNobody
	}
	t.who = ""
	return nil
}

var errNobody = pos.E(pos.Forbidden, "", "nobody is signed in; sign in with your number and PIN")

// person is who is signed in, as head office has them now: rights that were taken away are gone at once.
func (t *Till) person(tx *store.Tx) (pos.Person, error) {
	if t.who == "" {
		return pos.Person{}, errNobody
	}
	p, err := tx.Person(t.who)
	if pos.CodeOf(err) == pos.NotFound || err == nil && !slices.Contains(p.Stores, t.shop) {
		return p, pos.E(pos.Forbidden, "", t.who+" doesn't work here any more; sign in as somebody else")
	}
	return p, err
}

// cashier is person, if they may sell.
func (t *Till) cashier(tx *store.Tx) (pos.Person, error) {
	p, err := t.person(tx)
	if err == nil && p.Role != pos.Cashier && p.Role != pos.StoreManager {
		return p, pos.E(pos.Forbidden, "", p.Name+" ("+string(p.Role)+") may not sell; have a cashier sign in")
	}
	return p, err
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
