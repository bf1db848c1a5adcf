package hub

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"time"

	"holdfast/sync/wire"
)

// Gate checks what one session sends before the hub sees it: who it is, that it signed what it pushes, that records
// can be read. It belongs to the session's goroutine.
type Gate struct {
	store       Store
	key         ed25519.PublicKey
	nonce       []byte
	certificate wire.Certificate
	state       gateState
}

type gateState int

const (
	fresh   gateState = iota // nothing came yet
	greeted                  // Hello came
	ended                    // Enrol came, or something refused
)

// Checked is a frame that a Gate let through.
type Checked struct {
	frame       wire.Frame
	certificate wire.Certificate
	records     []Record
}

// Refused is why a frame was not let through. It ends the session; the Bye says so to the other end.
type Refused struct {
	Bye wire.Bye
	err error
}

func (r *Refused) Error() string { return r.Bye.Message }
func (r *Refused) Unwrap() error { return r.err }

// Gate makes the gate of a new session and the challenge to send it. It may be called from any goroutine, if entropy
// is safe for that.
func (h *Hub) Gate(now time.Time) (*Gate, wire.Challenge, error) {
	nonce := make([]byte, 32)
	if _, err := io.ReadFull(h.entropy, nonce); err != nil {
		return nil, wire.Challenge{}, fmt.Errorf("nonce: %w", err)
	}
	return &Gate{store: h.store, key: h.key, nonce: nonce},
		wire.Challenge{MinVersion: wire.MinVersion, MaxVersion: wire.Version, Nonce: nonce, TimeMS: now.UnixMilli()}, nil
}

// Check lets a frame through or returns a *Refused.
func (g *Gate) Check(f wire.Frame) (Checked, error) {
	c, err := g.check(f)
	if err == nil {
		return c, nil
	}
	g.state = ended
	r := &Refused{Bye: wire.Bye{Code: "forbidden", Message: err.Error()}, err: err}
	if errors.Is(err, wire.ErrMalformed) {
		r.Bye.Code = "usage"
	}
	return Checked{}, r
}

func (g *Gate) check(f wire.Frame) (c Checked, err error) {
	c.frame = f
	switch f := f.(type) {
	case wire.Hello:
		if g.state != fresh {
			return c, fmt.Errorf("%w: a second hello", wire.ErrMalformed)
		}
		if err := version(f.MinVersion, f.MaxVersion); err != nil {
			return c, err
		}
		if g.certificate, err = wire.OpenCertificate(g.key, f.Certificate); err != nil {
			return c, fmt.Errorf("this till is not enrolled at this head office: %w", err)
		}
		if err := f.Verify(g.certificate.PublicKey, g.nonce); err != nil {
			return c, fmt.Errorf("hello of %s: %w", g.certificate.Place, err)
		}
		g.state, c.certificate = greeted, g.certificate
		return c, nil
	case wire.Enrol:
		if g.state != fresh {
			return c, fmt.Errorf("%w: enrolment inside a session", wire.ErrMalformed)
		}
		if err := version(f.MinVersion, f.MaxVersion); err != nil {
			return c, err
		}
		if err := f.Verify(g.nonce); err != nil {
			return c, fmt.Errorf("enrolment: %w", err)
		}
		g.state = ended
		return c, nil
	}
	if g.state != greeted {
		return c, fmt.Errorf("%w: %T before hello", wire.ErrMalformed, f)
	}
	switch f := f.(type) {
	case wire.Push:
		return g.push(f)
	case wire.FeedAck, wire.Ping:
		return c, nil
	case wire.Withdraw:
		return c, named(f, f.ID)
	case wire.Recalled:
		return c, named(f, f.ID)
	case wire.Enquire:
		return c, named(f, f.ID, f.Holder)
	case wire.Sync:
		return c, named(f, f.ID)
	case wire.Ask:
		return c, named(f, f.ID, f.What, f.Key)
	case wire.Change:
		if len(f.Body) > wire.ChangeBytes || len(f.By) > wire.NameBytes {
			return c, fmt.Errorf("%w: a change of %d bytes, at most %d", wire.ErrMalformed, len(f.Body), wire.ChangeBytes)
		}
		return c, named(f, f.ID, f.Topic, f.Key)
	case wire.Idle:
		if len(f.Holders) > wire.IdleCount {
			return c, fmt.Errorf("%w: %d idle holders", wire.ErrMalformed, len(f.Holders))
		}
		return c, nil
	case wire.Request:
		return c, request(f)
	}
	return c, fmt.Errorf("%w: a till doesn't send %T", wire.ErrMalformed, f)
}

// named refuses a frame that leaves out a name, or has a longer one than there are.
func named(f wire.Frame, names ...string) error {
	for _, n := range names {
		if n == "" || len(n) > wire.NameBytes {
			return fmt.Errorf("%w: a name of %d bytes in %T", wire.ErrMalformed, len(n), f)
		}
	}
	return nil
}

// mostWanted is more than anybody has of anything; sums of it don't overflow.
const mostWanted = 1 << 60

// request refuses one for nothing, for less than that, or for two of a refund right, uses and value at once.
func request(f wire.Request) error {
	var sum int64
	for _, n := range []int64{f.Value, f.Points, f.Principal, f.Bonus} {
		if n < 0 || n > mostWanted {
			return fmt.Errorf("%w: request for %d", wire.ErrMalformed, n)
		}
		sum += n
	}
	kinds := 0
	for _, asked := range []bool{sum > 0, f.Refund, f.Uses != 0} {
		if asked {
			kinds++
		}
	}
	if kinds != 1 || f.Uses < 0 || f.Uses > mostWanted || len(f.Card) > wire.NameBytes || len(f.PIN) > wire.NameBytes {
		return fmt.Errorf("%w: request for nothing, or for a refund right, uses or value at once", wire.ErrMalformed)
	}
	return named(f, f.ID, f.Holder)
}

func (g *Gate) push(f wire.Push) (c Checked, err error) {
	if len(f.Records) == 0 || f.From == 0 {
		return c, fmt.Errorf("%w: push of nothing", wire.ErrMalformed)
	}
	if err := f.Verify(g.certificate.PublicKey, g.certificate.Place, g.certificate.Epoch); err != nil {
		return c, fmt.Errorf("push of %s: %w", g.certificate.Place, err)
	}
	c.frame, c.records = f, make([]Record, len(f.Records))
	for i, b := range f.Records {
		if c.records[i], err = g.store.Prepare(b); err != nil {
			return c, fmt.Errorf("%w: record %d: %w", wire.ErrMalformed, f.From+uint64(i), err)
		}
	}
	return c, nil
}

func version(least, most int) error {
	if most < wire.MinVersion || least > wire.Version {
		return fmt.Errorf("%w: the till speaks versions %d to %d, head office %d to %d; update the older one",
			wire.ErrMalformed, least, most, wire.MinVersion, wire.Version)
	}
	return nil
}
