package link

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"time"

	"holdfast/sync/uplink"
	"holdfast/sync/wire"
)

// Client keeps a till connected: it dials, runs an uplink.Uplink over the connection, and dials again. Its methods
// may be called from any goroutine; none of them waits for the network but those that take a context.
type Client struct {
	store       uplink.Store
	hq          string
	fingerprint [16]byte
	log         *slog.Logger
	now         func() time.Time

	nudge chan struct{}
	ended chan struct{} // closed when run has returned

	mu       sync.Mutex
	cut      bool
	cutOff   context.CancelFunc // ends the session under way
	idle     chan struct{}      // closed while no session is under way
	back     chan struct{}      // closed when the line was mended
	tried    chan struct{}      // closed when the first attempt since the start or a mend has come out
	outbox   []wire.Frame       // what the live session is to send, beside what the uplink says
	syncs    []string           // Syncs to be said in the live session
	live     bool
	since    time.Time // of live or not live
	why      error     // the last session's end
	waiting  map[string]chan uplink.Event
	snapshot chan struct{} // closed once the feed was stored to its end
	past     chan struct{} // closed once, besides, all was that there is of earlier epochs
}

// Start connects, and stays at it until ctx ends.
func Start(ctx context.Context, store uplink.Store, hq string, fingerprint [16]byte, log *slog.Logger) *Client {
	c := &Client{
		store: store, hq: hq, fingerprint: fingerprint, log: log, now: time.Now,
		nudge: make(chan struct{}, 1), ended: make(chan struct{}), idle: closed(), back: closed(), tried: make(chan struct{}),
		waiting: map[string]chan uplink.Event{}, snapshot: make(chan struct{}), past: make(chan struct{}),
	}
	c.since = c.now()
	go c.run(ctx)
	return c
}

func closed() chan struct{} {
	ch := make(chan struct{})
	close(ch)
	return ch
}

// Wait returns when the context that Start was given has ended and the connection is closed.
func (c *Client) Wait() { <-c.ended }

// Online reports whether HQ has welcomed this till, and since when it is so or not.
func (c *Client) Online() (online bool, since time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.live, c.since
}

// Why is what ended the last session or attempt; nil while online.
func (c *Client) Why() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.live {
		return nil
	}
	return c.why
}

// Nudge says that the journal or the requests have grown.
func (c *Client) Nudge() {
	select {
	case c.nudge <- struct{}{}:
	default:
	}
}

// Cut cuts the till's line, or mends it. When it returns after a cut, nothing that HQ sends is handled any more.
func (c *Client) Cut(cut bool) {
	c.mu.Lock()
	if c.cut == cut {
		c.mu.Unlock()
		return
	}
	c.cut = cut
	if !cut {
		c.tried = make(chan struct{})
		close(c.back)
		c.mu.Unlock()
		return
	}
	c.back = make(chan struct{})
	cutOff, idle := c.cutOff, c.idle
	c.mu.Unlock()
	if cutOff != nil {
		cutOff()
	}
	<-idle
}

// Settle waits until the first attempt to connect since the start, or since the line was mended, has come out, one way
// or the other.
func (c *Client) Settle(ctx context.Context) {
	c.mu.Lock()
	tried, cut := c.tried, c.cut
	c.mu.Unlock()
	if cut {
		return
	}
	select {
	case <-tried:
	case <-ctx.Done():
	}
}

// Snapshot waits until the feed has once been stored to its end.
func (c *Client) Snapshot(ctx context.Context) error { return c.until(ctx, c.snapshot) }

// Past waits until, besides, all was stored that the place did in earlier epochs.
func (c *Client) Past(ctx context.Context) error { return c.until(ctx, c.past) }

// until waits for a channel to be closed. The error says why there is no session too.
func (c *Client) until(ctx context.Context, done <-chan struct{}) error {
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return errors.Join(ctx.Err(), c.Why())
	}
}

// Await waits until a request has been answered; the store knows how.
func (c *Client) Await(ctx context.Context, request string) error {
	answered := c.expect(request)
	defer c.forget(request)
	open, err := c.store.Requests() // it may have been answered before
	if err != nil {
		return err
	}
	for _, r := range open {
		if r.ID == request {
			c.Nudge()
			select {
			case <-answered:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return nil
}

// Enquire asks HQ what a holder has there and at other places.
func (c *Client) Enquire(ctx context.Context, holder string) (wire.Answer, error) {
	id := rand.Text()
	answered := c.expect(id)
	defer c.forget(id)
	c.post(func() { c.outbox = append(c.outbox, wire.Enquire{ID: id, Holder: holder}) })
	select {
	case e := <-answered:
		return *e.Answer, nil
	case <-ctx.Done():
		return wire.Answer{}, ctx.Err()
	}
}

// Ask looks up at HQ what no feed carries. What HQ refuses has a Code.
func (c *Client) Ask(ctx context.Context, what, key string) (wire.Told, error) {
	id := rand.Text()
	answered := c.expect(id)
	defer c.forget(id)
	c.post(func() { c.outbox = append(c.outbox, wire.Ask{ID: id, What: what, Key: key}) })
	select {
	case e := <-answered:
		return *e.Told, nil
	case <-ctx.Done():
		return wire.Told{}, ctx.Err()
	}
}

// Sync waits until HQ has booked what is in the journal, run its reactors, settled this till's grants and recalls, and
// the feed is here.
func (c *Client) Sync(ctx context.Context) error {
	for ctx.Err() == nil {
		if !c.syncOnce(ctx) {
			if err := c.refused(); err != nil {
				return err
			}
			continue
		}
		// What was settled may have made records of its own; all is at rest when those are booked too.
		st, err := c.store.State()
		if err != nil || st.Acked == st.HeadSeq {
			return err
		}
	}
	return errors.Join(ctx.Err(), c.Why())
}

// refused is why there will be no connection, whatever is tried: HQ refuses this till, or it is another's server. nil
// where it only hasn't come about.
func (c *Client) refused() error {
	err := c.Why()
	var ended *uplink.Ended
	if errors.As(err, &ended) && ended.Bye.Code != "internal" || errors.Is(err, uplink.ErrDoubt) || errors.Is(err, ErrOtherServer) {
		return err
	}
	return nil
}

// syncOnce reports whether HQ answered. The session that it was asked in may end; then it gives up after a while.
func (c *Client) syncOnce(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	id := rand.Text()
	answered := c.expect(id)
	defer c.forget(id)
	for !c.post(func() { c.syncs = append(c.syncs, id) }) {
		select {
		case <-time.After(20 * time.Millisecond): // no session yet
		case <-ctx.Done():
			return false
		}
	}
	select {
	case <-answered:
		return true
	case <-ctx.Done():
		return false
	}
}

func (c *Client) expect(id string) chan uplink.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan uplink.Event, 1)
	c.waiting[id] = ch
	return ch
}

func (c *Client) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.waiting, id)
}

// post leaves something for the live session and wakes it; false where there is none.
func (c *Client) post(f func()) bool {
	c.mu.Lock()
	ok := c.live
	if ok {
		f()
	}
	c.mu.Unlock()
	c.Nudge()
	return ok
}
