package link

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"holdfast/sync/uplink"
	"holdfast/sync/wire"
)

// The pause between attempts grows from least to most; a part of it is chance, so that a chain's tills don't all come
// back in the same instant.
const (
	leastPause = 200 * time.Millisecond
	mostPause  = 5 * time.Second
	tickEvery  = 250 * time.Millisecond
)

func (c *Client) run(ctx context.Context) {
	defer close(c.ended)
	pause := leastPause
	for ctx.Err() == nil {
		if !c.untilMended(ctx) {
			return
		}
		welcomed, err := c.session(ctx)
		c.outcome(err)
		if welcomed {
			pause = leastPause
		}
		if ctx.Err() == nil {
			c.log.Info("not connected to head office", "why", err, "again in", pause.String())
		}
		select {
		case <-ctx.Done():
		case <-c.cutting():
		case <-time.After(pause/2 + rand.N(pause/2)):
		}
		pause = min(2*pause, mostPause)
	}
}

// untilMended waits while the line is cut; false when ctx has ended.
func (c *Client) untilMended(ctx context.Context) bool {
	c.mu.Lock()
	back := c.back
	c.mu.Unlock()
	select {
	case <-back:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// cutting is ready while the line is cut, so that a pause ends and the mend is waited for instead.
func (c *Client) cutting() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cut {
		return closed()
	}
	return nil
}

// session runs one connection to its end, and reports whether HQ welcomed the till in it.
func (c *Client) session(ctx context.Context) (welcomed bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	idle := make(chan struct{})
	defer close(idle)
	c.mu.Lock()
	if c.cut {
		c.mu.Unlock()
		return false, context.Canceled
	}
	c.cutOff, c.idle = cancel, idle
	c.mu.Unlock()

	conn, err := Dial(ctx, c.hq, c.fingerprint)
	if err != nil {
		return false, err
	}
	defer conn.Drop()
	up, err := uplink.New(c.store, c.now())
	if err != nil {
		return false, err
	}
	err = c.pump(ctx, conn, up)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.live {
		c.live, c.since = false, c.now()
	}
	c.outbox, c.syncs = nil, nil
	return up.Live(), err
}

// maxWaiting is how many frames may wait to be written. The protocol's windows keep them to some dozens.
const maxWaiting = 1000

// read hands on what comes until the connection fails.
func read(ctx context.Context, conn *Conn, frames chan<- wire.Frame) error {
	for {
		f, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		select {
		case frames <- f:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// write sends what waits until the connection fails. A slow line holds up nothing but this.
func write(ctx context.Context, conn *Conn, waiting <-chan wire.Frame) error {
	for {
		select {
		case f := <-waiting:
			if err := conn.Write(ctx, f); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// pump moves frames between the connection and the state machine, which only this goroutine touches, until either
// fails.
func (c *Client) pump(ctx context.Context, conn *Conn, up *uplink.Uplink) error {
	frames, waiting, failed := make(chan wire.Frame), make(chan wire.Frame, maxWaiting), make(chan error, 2)
	go func() { failed <- read(ctx, conn, frames) }()
	go func() { failed <- write(ctx, conn, waiting) }()
	tick := time.NewTicker(tickEvery)
	defer tick.Stop()
	for {
		var out []wire.Frame
		var err error
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-failed:
			return err
		case f := <-frames:
			out, err = c.step(func() ([]wire.Frame, error) { return up.Handle(c.now(), f) }, up)
		case <-c.nudge:
			out, err = c.step(func() ([]wire.Frame, error) { return up.Tick(c.now()) }, up)
		case <-tick.C:
			out, err = c.step(func() ([]wire.Frame, error) { return up.Tick(c.now()) }, up)
		}
		if err != nil {
			return err
		}
		if len(out) > cap(waiting)-len(waiting) {
			return errSlow
		}
		for _, f := range out {
			waiting <- f
		}
		if len(waiting) > 0 {
			up.Busy(c.now())
		}
	}
}

var errSlow = errors.New("the line takes nothing any more")

// step runs the state machine once and passes on what it says has happened. Only this session's goroutine touches the
// machine, so nobody else ever waits while it writes.
func (c *Client) step(f func() ([]wire.Frame, error), up *uplink.Uplink) ([]wire.Frame, error) {
	c.mu.Lock()
	for _, id := range c.syncs {
		up.Sync(id)
	}
	out := c.outbox
	c.outbox, c.syncs = nil, nil
	c.mu.Unlock()

	more, err := f()

	c.mu.Lock()
	defer c.mu.Unlock()
	if up.Live() && !c.live {
		c.live, c.since, c.why = true, c.now(), nil
		c.attempted()
		c.log.Info("connected to head office")
	}
	for _, e := range up.Events() {
		c.pass(e)
	}
	return append(out, more...), err
}

// pass gives an event to who waits for it. The caller holds mu.
func (c *Client) pass(e uplink.Event) {
	id := e.Request + e.Synced
	switch {
	case e.Answer != nil:
		id = e.Answer.ID
	case e.Told != nil:
		id = e.Told.ID
	}
	if ch := c.waiting[id]; ch != nil {
		select {
		case ch <- e:
		default: // it has its answer already
		}
	}
	if e.Snapshot {
		shut(c.snapshot)
	}
	if e.Past {
		shut(c.past)
	}
}

// outcome notes how a session ended.
func (c *Client) outcome(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.why = err
	if !errors.Is(err, context.Canceled) {
		c.attempted()
	}
}

// attempted: the first attempt has come out. The caller holds mu.
func (c *Client) attempted() {
	shut(c.tried)
}

// shut closes a channel, if it isn't. The caller holds mu.
func shut(ch chan struct{}) {
	select {
	case <-ch:
	default:
		close(ch)
	}
}
