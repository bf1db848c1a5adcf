package admin

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"sync"
	"time"

	"holdfast/pos"
)

// cookie's prefix makes browsers insist that it is Secure, for this host alone and for all of it.
const cookie = "__Host-hq"

const (
	idleFor   = 30 * time.Minute // without a request of the person's own
	longest   = 12 * time.Hour
	perPerson = 8 // sessions; a further one ends the oldest
)

// session is a signed-in browser.
type session struct {
	key    [sha256.Size]byte // of the cookie's value, which is nowhere kept
	person string
	pass   string // the hash of the password that opened it: another password ends it
	token  string // in each form, so that no other site can post it
	began  time.Time

	mu   sync.Mutex
	seen time.Time
}

// sessions is who is signed in. A restart of the server ends them all.
type sessions struct {
	mu  sync.Mutex
	all map[[sha256.Size]byte]*session
}

func newSessions() *sessions { return &sessions{all: map[[sha256.Size]byte]*session{}} }

// begin opens a session and gives the browser its cookie.
func (s *sessions) begin(w http.ResponseWriter, person pos.Person, now time.Time) {
	secret := rand.Text()
	n := &session{key: sha256.Sum256([]byte(secret)), person: person.ID, pass: person.PassHash, token: rand.Text(), began: now, seen: now}
	s.mu.Lock()
	defer s.mu.Unlock()
	var oldest *session
	count := 0
	for key, x := range s.all {
		if x.over(now) {
			delete(s.all, key)
		} else if x.person == person.ID {
			if count++; oldest == nil || x.began.Before(oldest.began) {
				oldest = x
			}
		}
	}
	if count >= perPerson {
		delete(s.all, oldest.key)
	}
	s.all[n.key] = n
	setCookie(w, secret, int(longest/time.Second))
}

func setCookie(w http.ResponseWriter, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: value, Path: "/", MaxAge: maxAge, Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode})
}

// of is a request's session, nil where it has none that lasts. A page that reloads by itself keeps no session awake.
func (s *sessions) of(r *http.Request, now time.Time) *session {
	c, err := r.Cookie(cookie)
	if err != nil {
		return nil
	}
	key := sha256.Sum256([]byte(c.Value))
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.all[key]
	if x == nil {
		return nil
	}
	if x.over(now) {
		delete(s.all, key)
		return nil
	}
	if !reloads(r) {
		x.mu.Lock()
		x.seen = now
		x.mu.Unlock()
	}
	return x
}

func (s *sessions) end(x *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, x.key)
}

func (x *session) over(now time.Time) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return now.Sub(x.seen) > idleFor || now.Sub(x.began) > longest
}

// posted reports whether a form came from a page of this session.
func (x *session) posted(r *http.Request) bool {
	return subtle.ConstantTimeCompare([]byte(r.PostFormValue("token")), []byte(x.token)) == 1
}
