package admin

import (
	"net/http"
	"sync"
	"time"

	"holdfast/pos"
	"holdfast/pos/pin"
)

// askWho shows the sign-in page, and who is signed in the overview.
func (p *Pages) askWho(w http.ResponseWriter, r *http.Request) {
	if p.sessions.of(r, p.now()) != nil {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	p.show(w, r, http.StatusOK, "sign-in", map[string]any{})
}

// signIn opens a session for a person with a password and leave to look. Whatever is wrong, the answer is the same and
// takes as long, so that nobody learns who works here.
func (p *Pages) signIn(w http.ResponseWriter, r *http.Request) {
	id, password := r.PostFormValue("person"), r.PostFormValue("password")
	now := p.now()
	person, policy, err := p.find(id)
	if err != nil {
		p.broken(w, r, err)
		return
	}
	right, busy := p.tries.check(person, password, now)
	if busy {
		p.fail(w, r, http.StatusServiceUnavailable, "busy")
		return
	}
	if !right || !policy.May(person, pos.MayLookHQ) {
		p.office.Log.Warn("page: sign-in refused", "person", clip(id), "from", r.RemoteAddr)
		p.show(w, r, http.StatusForbidden, "sign-in", map[string]any{"Wrong": true, "Person": clip(id)})
		return
	}
	p.office.Log.Info("page: signed in", "person", person.ID, "from", r.RemoteAddr)
	p.sessions.begin(w, person, now)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// find is a person by id, nobody where there is none.
func (p *Pages) find(id string) (person pos.Person, policy pos.Policy, err error) {
	books := p.office.Books()
	if policy, err = books.Policy(); err != nil {
		return person, policy, err
	}
	person, err = books.Person(id)
	if pos.CodeOf(err) == pos.NotFound {
		return pos.Person{}, policy, nil
	}
	return person, policy, err
}

func (p *Pages) signOut(w http.ResponseWriter, r *http.Request) {
	s := p.sessions.of(r, p.now())
	if s != nil && !s.posted(r) {
		p.fail(w, r, http.StatusForbidden, "formTooOld")
		return
	}
	if s != nil {
		p.sessions.end(s)
	}
	setCookie(w, "", -1)
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
}

const (
	wrongTries = 5
	lockedFor  = 5 * time.Minute
)

// tries counts wrong passwords of people who exist, so it holds no more than there are of them.
type tries struct {
	queue chan struct{} // who waits: no more than can be answered in time
	turn  chan struct{} // hashing takes memory: few at a time
	dummy string

	mu    sync.Mutex
	wrong map[string]int
	until map[string]time.Time
}

func newTries() *tries {
	return &tries{queue: make(chan struct{}, mostWaiting), turn: make(chan struct{}, 2), dummy: pin.Hash("nobody has this one"), wrong: map[string]int{}, until: map[string]time.Time{}}
}

// mostWaiting is how many passwords may wait to be looked at.
const mostWaiting = 20

// check reports whether the password is the person's. After wrongTries wrong ones it never is for a while. busy: nobody
// looked, as too many wait.
func (t *tries) check(who pos.Person, password string, now time.Time) (right, busy bool) {
	select {
	case t.queue <- struct{}{}:
		defer func() { <-t.queue }()
	default:
		return false, true
	}
	hash := who.PassHash
	if hash == "" {
		hash = t.dummy // takes as long
	}
	t.turn <- struct{}{}
	right = pin.Verify(hash, password) && who.PassHash != ""
	<-t.turn
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case who.PassHash == "" || now.Before(t.until[who.ID]):
		return false, false
	case right:
		delete(t.wrong, who.ID)
		delete(t.until, who.ID)
		return true, false
	}
	if t.wrong[who.ID]++; t.wrong[who.ID] >= wrongTries {
		t.until[who.ID] = now.Add(lockedFor)
		delete(t.wrong, who.ID)
	}
	return false, false
}

// clip is what somebody typed, short enough to be shown again.
func clip(s string) string {
	if r := []rune(s); len(r) > 32 {
		return string(r[:32])
	}
	return s
}
