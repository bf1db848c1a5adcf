// Package link carries frames over a websocket and TLS: a thin shell around the state machines of sync/uplink and
// sync/hub. It imports sync/wire and sync/uplink.
//
// The one thing to know: a till trusts exactly one server certificate, the one whose fingerprint its enrolment code
// carried. Names, dates and authorities play no part, so it works without a public name and without a right clock.
package link

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/coder/websocket"

	"holdfast/sync/wire"
)

// Path is where HQ listens for tills.
const Path = "/till"

// dialWithin bounds the time to a connection.
const dialWithin = 5 * time.Second

// writeWithin bounds the time a frame may take to be handed to the network: the largest push on a line of 64 kbit/s
// takes a quarter of it.
const writeWithin = 40 * time.Second

// ErrOtherServer is the refusal of a server whose certificate is not the pinned one.
var ErrOtherServer = errors.New("another server answers there: its certificate is not the one this till was enrolled with")

// Conn is one connection. Reads and writes may happen at the same time, each from one goroutine.
type Conn struct{ ws *websocket.Conn }

// Accept takes over a request to Path. Until Trust is called, only small frames are read.
func Accept(w http.ResponseWriter, r *http.Request) (*Conn, error) {
	ws, err := websocket.Accept(w, r, nil)
	if err != nil {
		return nil, err
	}
	ws.SetReadLimit(maxStranger)
	return &Conn{ws}, nil
}

// maxStranger is the largest frame from who has not proved who they are: a Hello or an Enrol is some hundred bytes.
const maxStranger = 16 << 10

// Trust lets the other end, which has proved who it is, send frames to the protocol's limit.
func (c *Conn) Trust() { c.ws.SetReadLimit(wire.MaxFrame) }

// Dial connects to the HQ at an https URL if its certificate has this fingerprint.
func Dial(ctx context.Context, hq string, fingerprint [16]byte) (*Conn, error) {
	u, err := url.Parse(hq)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("%q is no address of a head office; write https://HOST:PORT", hq)
	}
	ctx, cancel := context.WithTimeout(ctx, dialWithin)
	defer cancel()
	transport := &http.Transport{TLSClientConfig: &tls.Config{
		MinVersion:         tls.VersionTLS13,
		InsecureSkipVerify: true, //nolint:gosec // VerifyPeerCertificate pins the certificate instead
		VerifyPeerCertificate: func(raw [][]byte, _ [][]*x509.Certificate) error {
			if len(raw) == 0 || wire.Fingerprint(raw[0]) != fingerprint {
				return ErrOtherServer
			}
			return nil
		},
	}}
	options := &websocket.DialOptions{HTTPClient: &http.Client{Transport: transport}}
	ws, _, err := websocket.Dial(ctx, "wss://"+u.Host+Path, options) //nolint:bodyclose // Dial says that nobody needs to
	if err != nil {
		transport.CloseIdleConnections()
		return nil, noAnswer(err)
	}
	ws.SetReadLimit(wire.MaxFrame)
	return &Conn{ws}, nil
}

// noAnswer is why there is no connection, without the layers between.
func noAnswer(err error) error {
	var network *net.OpError
	switch {
	case errors.Is(err, ErrOtherServer):
		return ErrOtherServer
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("head office doesn't answer within %s", dialWithin)
	case errors.As(err, &network):
		return fmt.Errorf("head office can't be reached: %w", network)
	}
	return err
}

// Read waits for the next frame. Frames of a newer version that may be skipped are.
func (c *Conn) Read(ctx context.Context) (wire.Frame, error) {
	for {
		kind, b, err := c.ws.Read(ctx)
		if errors.Is(err, websocket.ErrMessageTooBig) {
			return nil, wire.ErrTooLarge
		}
		if err != nil {
			return nil, err
		}
		if kind != websocket.MessageBinary {
			return nil, fmt.Errorf("%w: a text message", wire.ErrMalformed)
		}
		if f, err := wire.Decode(b); f != nil || err != nil {
			return f, err
		}
	}
}

// Write sends a frame. A connection on which that fails is closed.
func (c *Conn) Write(ctx context.Context, f wire.Frame) error {
	b, err := wire.Encode(f)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, writeWithin)
	defer cancel()
	return c.ws.Write(ctx, websocket.MessageBinary, b)
}

// Close says why and ends the connection.
func (c *Conn) Close(reason string) {
	if len(reason) > 120 { // RFC 6455 allows 123 bytes
		reason = reason[:120]
	}
	c.ws.Close(websocket.StatusNormalClosure, reason) //nolint:errcheck // it is over either way
}

// Drop ends the connection without a word.
func (c *Conn) Drop() { c.ws.CloseNow() } //nolint:errcheck // it is over either way
