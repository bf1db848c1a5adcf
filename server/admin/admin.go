// Package admin is head office's pages for people with a browser: stores and tills as they stand, exceptions and their
// settlement, the day's figures. They are plain HTML from templates, without scripts, in Chinese and English.
//
// It imports server/store and what that may. The one thing to know: nothing is shown and nothing done without a session,
// and each request looks anew at what its person may do, so that a right taken away is gone at once.
package admin

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"holdfast/pos"
	"holdfast/server/store"
	"holdfast/sync/hub"
)

// Office is what the pages show and change.
type Office struct {
	// Books is HQ's books now; they are another Store after a write has failed.
	Books func() *store.Store
	// Status is what only the running server knows of places.
	Status func(places []string) map[string]hub.PlaceStatus
	// Moved says that the books were changed, and whose value moved.
	Moved func(holders ...string)
	Log   *slog.Logger
}

// Pages serves the pages.
type Pages struct {
	office   Office
	now      func() time.Time
	sessions *sessions
	tries    *tries
	handler  http.Handler
}

const (
	maxForm     = 16 << 10         // bytes of a posted form
	readWithin  = 10 * time.Second // until a posted form is here
	writeWithin = 20 * time.Second // until a page is there: the books stay open for it so long
)

// New makes the pages of an office; now is the clock.
func New(office Office, now func() time.Time) *Pages {
	p := &Pages{office: office, now: now, sessions: newSessions(), tries: newTries()}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /style.css", style)
	mux.HandleFunc("GET /language", p.language)
	mux.HandleFunc("GET /sign-in", p.askWho)
	mux.HandleFunc("POST /sign-in", p.signIn)
	mux.HandleFunc("POST /sign-out", p.signOut)
	mux.HandleFunc("GET /{$}", p.withLeave(pos.MayLookHQ, p.overview))
	mux.HandleFunc("GET /exceptions", p.withLeave(pos.MayLookHQ, p.exceptions))
	mux.HandleFunc("GET /exceptions/{id}", p.withLeave(pos.MayLookHQ, p.exception))
	mux.HandleFunc("POST /exceptions/{id}", p.withLeave(pos.MaySettle, p.settle))
	mux.HandleFunc("/", p.notFound)
	// Beside the token in each form: a browser says itself when a form came from another site.
	p.handler = guarded(http.NewCrossOriginProtection().Handler(mux))
	return p
}

// ServeHTTP serves one request.
func (p *Pages) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.handler.ServeHTTP(w, r) }

// guarded bounds what a request may send, and tells the browser to keep nothing, to load nothing from elsewhere, and to
// run nothing.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		// What has no deadline to set (a test's recorder) needs none.
		deadlines := http.NewResponseController(w)
		_ = deadlines.SetWriteDeadline(time.Now().Add(writeWithin))
		if r.Method != http.MethodGet {
			_ = deadlines.SetReadDeadline(time.Now().Add(readWithin))
		}
		next.ServeHTTP(w, r)
	})
}

// visit is one request of a person who is signed in.
type visit struct {
	w       http.ResponseWriter
	r       *http.Request
	books   *store.Store
	session *session
	person  pos.Person
	policy  pos.Policy
	now     time.Time
}

// may reports whether the visitor has a right.
func (v *visit) may(r pos.Right) bool { return v.policy.May(v.person, r) }

// withLeave serves a page to whoever is signed in and has a right; the others are asked who they are.
func (p *Pages) withLeave(right pos.Right, page func(*visit) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		now := p.now()
		s := p.sessions.of(r, now)
		if s == nil {
			if r.Method == http.MethodGet {
				http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
			} else {
				p.fail(w, r, http.StatusForbidden, "signInAgain")
			}
			return
		}
		v := &visit{w: w, r: r, books: p.office.Books(), session: s, now: now}
		err := v.identify()
		switch {
		case pos.CodeOf(err) == pos.NotFound, err == nil && v.person.PassHash != s.pass:
			p.sessions.end(s)
			http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
			return
		case err == nil && !v.may(right):
			p.fail(w, r, http.StatusForbidden, "noLeave")
			return
		case err == nil && r.Method != http.MethodGet && !s.posted(r):
			p.fail(w, r, http.StatusForbidden, "formTooOld")
			return
		case err == nil:
			err = page(v)
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			p.broken(w, r, err)
		}
	}
}

func (v *visit) identify() (err error) {
	if v.person, err = v.books.Person(v.session.person); err != nil {
		return err
	}
	v.policy, err = v.books.Policy()
	return err
}

// broken is the answer to what should not happen.
func (p *Pages) broken(w http.ResponseWriter, r *http.Request, err error) {
	if pos.CodeOf(err) == pos.NotFound {
		p.fail(w, r, http.StatusNotFound, "noSuchPage")
		return
	}
	p.office.Log.Error("page", "path", r.URL.Path, "err", err)
	p.fail(w, r, http.StatusInternalServerError, "internal")
}

func (p *Pages) notFound(w http.ResponseWriter, r *http.Request) {
	p.fail(w, r, http.StatusNotFound, "noSuchPage")
}
