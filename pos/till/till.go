// Package till is what a cashier does: sign in, open a shift, scan, swipe, take the money, close. It has no window and
// no SQL; the window and the console call the same methods, and each is one decision over pos/till/store.
//
// It may import pos/till/store, pos/receipt, pos/pin, devices and assets, and what those may. The one thing to know: a
// method that changes anything does it in one transaction that checks the sign-in, the shift and the open sale inside,
// and has an effect outside only after that transaction is durable. Nothing here waits for the line but what
// spends or gives back what a member or another till has ([Till.Balance], [Till.Total], [Till.Pay], [Till.Withdraw],
// [Till.Convert], [Till.ReturnCard], [Till.Refund]), what asks where a member's value and records are ([Till.Elsewhere],
// [Till.AllRecords]), for as long as [Patience] at most, and [Till.Sync].
package till

import (
	"context"
	"sync"
	"time"

	"holdfast/pos"
	"holdfast/pos/till/store"
)

// Patience is how long a payment waits for value to come from head office before it goes on as if cut off.
const Patience = 1500 * time.Millisecond

// syncWithin is how long Sync waits in all.
const syncWithin = 30 * time.Second

// Till is a till at work. Its methods may be called from any goroutine.
type Till struct {
	store *store.Store
	line  Line
	place string // this till
	shop  string // its store's code

	training bool // the books are a copy to practise on

	mu     sync.Mutex
	who    string                  // id of the person signed in; "" for nobody
	lender string                  // id of the person whose rights the next command may use; "" for nobody
	tries  map[string]*store.Tries // wrong PINs, as in the books, and of numbers that nobody has
	cut    bool
	asked  map[string]whereabouts // what head office last said, by member

	refused map[string]time.Time // when head office last had nothing left of something limited, by its holder
}

// Line is the till's connection to head office.
type Line interface {
	// Online reports whether head office is connected, and since when it is so or not.
	Online() (online bool, since time.Time)
	// Why is what keeps the till from head office, in words for a person; zero while nothing does.
	Why() pos.Text
	// Cut takes the line down until it is called with false.
	Cut(bool)
	// Nudge says that the journal or the requests have grown.
	Nudge()
	// Await returns when the request is answered (how is in the store), or with ctx's error.
	Await(ctx context.Context, requestID string) error
	// Enquire asks what a holder has at head office and at other places.
	Enquire(ctx context.Context, holder string) (available pos.Balance, elsewhere []Elsewhere, err error)
	// Ask looks up at head office what no feed carries: "receipt" and its number bring a record.Sold as CBOR, "records"
	// and a member's id a record.Page. A refusal is a *pos.Error.
	Ask(ctx context.Context, what, key string) ([]byte, error)
	// Sync returns when everything here is booked at head office and everything there is here.
	Sync(ctx context.Context) error
}

// Elsewhere is what another place holds of a member's value, or what of it is on the way there, or frozen.
type Elsewhere struct {
	Place   string
	State   Standing
	Balance pos.Balance
	Since   time.Time
}

// Standing is how value stands at a place.
type Standing string

// How it may stand.
const (
	Held     Standing = ""        // spendable there
	OnTheWay Standing = "transit" // granted, and not taken in there yet
	Frozen   Standing = "frozen"  // in books of the place that head office has closed: spendable nowhere, until a person decides
)

// New starts an enrolled till. Nobody is signed in; shift and open sale are as the store has them. A nil line is one
// that is always down.
func New(s *store.Store, line Line) (*Till, error) {
	e, err := s.Enrolment()
	if err != nil {
		return nil, err
	}
	if line == nil {
		line = down{since: s.Now()}
	}
	t := &Till{store: s, line: line, place: e.Place, shop: e.Store, refused: map[string]time.Time{}}
	err = s.Update(func(tx *store.Tx) (err error) {
		if err := tx.EndTasks(); err != nil {
			return err
		}
		t.tries, err = tx.SignInTries()
		return err
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

// update is the store's Update.
func (t *Till) update(f func(*store.Tx) error) error { return t.store.Update(f) }

// deed is update for what is no change of the open sale.
func (t *Till) deed(f func(*store.Tx) error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.update(f)
}

// view is the store's View.
func (t *Till) view(f func(*store.Tx) error) error { return t.store.View(f) }

// down is the line of a till that has none.
type down struct{ since time.Time }

func (d down) Online() (bool, time.Time)         { return false, d.since }
func (down) Why() pos.Text                       { return pos.TextOf(errDown) }
func (down) Cut(bool)                            {}
func (down) Nudge()                              {}
func (down) Await(context.Context, string) error { return errDown }
func (down) Sync(context.Context) error          { return errDown }
func (down) Enquire(context.Context, string) (pos.Balance, []Elsewhere, error) {
	return pos.Balance{}, nil, errDown
}
func (down) Ask(context.Context, string, string) ([]byte, error) { return nil, errDown }

var errDown = pos.E(pos.Offline, "", "this till has no line to head office")
