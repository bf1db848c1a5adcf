package server

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"holdfast/pos"
	"holdfast/server/store"
	"holdfast/sync/hub"
	"holdfast/sync/link"
	"holdfast/sync/uplink"
	"holdfast/sync/wire"
)

// office is a head office that listens, with one store and one till.
type office struct {
	*Server
	t    *testing.T
	url  string
	stop func() error
}

func open(t *testing.T, dir string, command Command, change func(*Server)) *office {
	t.Helper()
	s, err := New(dir, command, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(s)
	}
	ctx, cancel := context.WithCancel(t.Context())
	at, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() { ended <- errors.Join(s.Serve(ctx, "127.0.0.1:0", func(a net.Addr) { at <- a }), s.Close()) }()
	o := &office{Server: s, t: t}
	stopped := false
	o.stop = func() error {
		if stopped {
			return nil
		}
		stopped = true
		cancel()
		return <-ended
	}
	t.Cleanup(func() {
		if err := o.stop(); err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	select {
	case a := <-at:
		o.url = "https://" + a.String()
	case err := <-ended:
		t.Fatal(err)
	}
	return o
}

func newBooks(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	file := filepath.Join(dir, BooksFile)
	if err := store.Create(file, rand.Reader, time.Now()); err != nil {
		t.Fatal(err)
	}
	books, err := store.Open(file, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(books.PutStores([]pos.Store{{Code: "S01", Name: "one"}}), books.PutTill("T1", "S01"), books.Close()); err != nil {
		t.Fatal(err)
	}
	return dir
}

func (o *office) code() (c wire.Code) {
	o.t.Helper()
	var err error
	if c.Secret, err = o.books.EnrolmentCode("S01", "T1", time.Now()); err != nil {
		o.t.Fatal(err)
	}
	c.Fingerprint = o.fingerprint()
	return c
}

// fingerprint is that of the certificate which head office shows.
func (o *office) fingerprint() [16]byte {
	certificate, _ := o.books.TLS()
	block, _ := pem.Decode(certificate)
	return wire.Fingerprint(block.Bytes)
}

// till is an enrolled till's key and certificate.
type till struct {
	key         ed25519.PrivateKey
	certificate wire.SignedBytes
	wire.Certificate
}

func (o *office) enrol() till {
	o.t.Helper()
	_, key, _ := ed25519.GenerateKey(rand.Reader)
	e, c, err := link.Enrol(o.t.Context(), o.url, o.code(), key)
	if err != nil {
		o.t.Fatal(err)
	}
	return till{key, e.Certificate, c}
}

// call connects and takes the challenge.
func (o *office) call() (*link.Conn, []byte) {
	o.t.Helper()
	c, err := link.Dial(o.t.Context(), o.url, o.fingerprint())
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(c.Drop)
	f, err := c.Read(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return c, f.(wire.Challenge).Nonce
}

func (t till) hello(nonce []byte) wire.Hello {
	h, _ := wire.Hello{MinVersion: 1, MaxVersion: wire.Version, Certificate: t.certificate}.Sign(t.key, nonce)
	return h
}

// ask sends a frame and reads until one of the kind wanted, or a Bye.
func ask[F wire.Frame](t *testing.T, c *link.Conn, f wire.Frame) F {
	t.Helper()
	if err := c.Write(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	for {
		got, err := c.Read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		switch got := got.(type) {
		case F:
			return got
		case wire.Bye:
			t.Fatalf("refused: %s: %s", got.Code, got.Message)
		}
	}
}

// welcome shows that the head office is at work.
func (o *office) welcome(t till) *link.Conn {
	o.t.Helper()
	c, nonce := o.call()
	ask[wire.Welcome](o.t, c, t.hello(nonce))
	return c
}

// TestRefusals: each is refused with a reason, and head office goes on.
func TestRefusals(t *testing.T) {
	o := open(t, newBooks(t), nil, nil)
	good := o.enrol()
	_, strange, _ := ed25519.GenerateKey(rand.Reader)
	forged := good
	forged.certificate, _ = wire.SignCertificate(strange, good.Certificate)
	stolen := good
	stolen.key = strange

	for _, c := range []struct {
		name   string
		first  func(nonce []byte) wire.Frame // nil: none
		second wire.Frame
		want   string
	}{
		{"a certificate of another head office", func(n []byte) wire.Frame { return forged.hello(n) }, nil, "forbidden: this till is not enrolled"},
		{"another key than the certificate's", func(n []byte) wire.Frame { return stolen.hello(n) }, nil, "forbidden: hello of T1"},
		{"another challenge's answer", func([]byte) wire.Frame { return good.hello(make([]byte, 32)) }, nil, "forbidden: hello of T1"},
		{"no hello", func([]byte) wire.Frame { return wire.Ping{} }, nil, "usage: "},
		{"a push signed by another", func(n []byte) wire.Frame { return good.hello(n) },
			wire.Push{From: 1, Records: [][]byte{{1}}}.Sign(strange, "T1", good.Epoch), "forbidden: push of T1"},
		{"a push that is no record", func(n []byte) wire.Frame { return good.hello(n) },
			wire.Push{From: 1, Records: [][]byte{{1}}}.Sign(good.key, "T1", good.Epoch), "usage: "},
		{"a frame that only head office sends", func(n []byte) wire.Frame { return good.hello(n) }, wire.Ack{Seq: 7}, "usage: "},
		{"a request for nothing", func(n []byte) wire.Frame { return good.hello(n) }, wire.Request{ID: "x", Holder: "y"}, "usage: "},
		{"two hellos", func(n []byte) wire.Frame { return good.hello(n) }, good.hello(nil), "usage: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn, nonce := o.call()
			for _, f := range []wire.Frame{c.first(nonce), c.second} {
				if f == nil {
					continue
				}
				if err := conn.Write(t.Context(), f); err != nil {
					t.Fatal(err)
				}
			}
			bye := lastWord(t, conn)
			if got := bye.Code + ": " + bye.Message; !strings.HasPrefix(got, c.want) || bye.Message == "" {
				t.Errorf("refused with %q, want %q", got, c.want)
			}
		})
	}
	o.welcome(good)
	if view, err := o.books.Till("T1"); err != nil || view.Acked != 0 {
		t.Errorf("till after all that: %+v, %v", view, err)
	}
}

// lastWord reads to the end of a session.
func lastWord(t *testing.T, c *link.Conn) (bye wire.Bye) {
	t.Helper()
	for {
		f, err := c.Read(t.Context())
		if err != nil {
			return bye
		}
		if b, ok := f.(wire.Bye); ok {
			bye = b
		}
	}
}

func TestEnrolmentCodes(t *testing.T) {
	o := open(t, newBooks(t), nil, nil)
	_, key, _ := ed25519.GenerateKey(rand.Reader)
	enrol := func(c wire.Code) error {
		_, _, err := link.Enrol(t.Context(), o.url, c, key)
		return err
	}
	var ended *uplink.Ended
	wrong := o.code()
	wrong.Secret[3]++
	if err := enrol(wrong); !errors.As(err, &ended) || ended.Bye.Message == "" {
		t.Errorf("a wrong code: %v", err)
	}
	other := o.code()
	other.Fingerprint[0]++
	if err := enrol(other); !errors.Is(err, link.ErrOtherServer) {
		t.Errorf("another server's code: %v", err)
	}
	c := o.code()
	if err := enrol(c); err != nil {
		t.Errorf("a good code: %v", err)
	}
	if err := enrol(c); !errors.As(err, &ended) || ended.Bye.Message == "" {
		t.Errorf("a used code: %v", err)
	}
	if view, err := o.books.Till("T1"); err != nil || view.Epoch != 1 {
		t.Errorf("till: %+v, %v", view, err)
	}
}

// TestNoise is what no till would send: it reaches below the frames.
func TestNoise(t *testing.T) {
	o := open(t, newBooks(t), nil, nil)
	raw := func() *websocket.Conn {
		transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // our own server
		t.Cleanup(transport.CloseIdleConnections)
		c, _, err := websocket.Dial(t.Context(), "wss"+strings.TrimPrefix(o.url, "https")+link.Path, //nolint:bodyclose // Dial says that nobody needs to
			&websocket.DialOptions{HTTPClient: &http.Client{Transport: transport}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.CloseNow() }) //nolint:errcheck // it may be closed by then
		return c
	}
	for name, c := range map[string]struct {
		kind websocket.MessageType
		text []byte
	}{
		"garbage":            {websocket.MessageBinary, []byte("\x01garbage")},
		"an unknown number":  {websocket.MessageBinary, []byte{63}},
		"an empty message":   {websocket.MessageBinary, nil},
		"a text message":     {websocket.MessageText, []byte("hello")},
		"an array of arrays": {websocket.MessageBinary, append([]byte{1}, bytes.Repeat([]byte{0x81}, 10_000)...)},
		"an oversized frame": {websocket.MessageBinary, make([]byte, 16<<10+1)}, // of a stranger; more would be cut off unread
	} {
		ws := raw()
		ws.SetReadLimit(-1)
		if err := ws.Write(t.Context(), c.kind, c.text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var last wire.Frame
		for {
			_, b, err := ws.Read(t.Context())
			if err != nil {
				bye, said := last.(wire.Bye)
				tooBig := websocket.CloseStatus(err) == websocket.StatusMessageTooBig
				if tooBig != (name == "an oversized frame") || !tooBig && (!said || bye.Code != "usage" || bye.Message == "") {
					t.Errorf("%s: ended with %v after %#v", name, err, last)
				}
				break
			}
			last, _ = wire.Decode(b)
		}
	}
	// No websocket, no TLS at all, an old TLS.
	for name, talk := range map[string]func(net.Conn) error{
		"plain text": func(c net.Conn) error { _, err := io.WriteString(c, "GET /till HTTP/1.1\r\n\r\n"); return err },
		"an old TLS": func(c net.Conn) error {
			if tls.Client(c, &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12}).Handshake() == nil { //nolint:gosec // our own server
				t.Error("TLS 1.2 was accepted")
			}
			return nil
		},
	} {
		c, err := net.Dial("tcp", strings.TrimPrefix(o.url, "https://"))
		if err != nil {
			t.Fatal(err)
		}
		if err := talk(c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		io.Copy(io.Discard, c) //nolint:errcheck // until the server hangs up
		c.Close()
	}
	o.welcome(o.enrol())
}

func TestSilenceEnds(t *testing.T) {
	o := open(t, newBooks(t), nil, func(s *Server) { s.firstWithin = 50 * time.Millisecond })
	c, _ := o.call()
	if f, err := c.Read(t.Context()); err == nil {
		t.Errorf("a connection that says nothing got %#v", f)
	}
}

func TestTheNewerSessionWins(t *testing.T) {
	o := open(t, newBooks(t), nil, nil)
	good := o.enrol()
	first := o.welcome(good)
	o.welcome(good)
	if bye := lastWord(t, first); bye.Code != "conflict" {
		t.Errorf("the older session ended with %+v", bye)
	}
}

// TestReopen: after a failed commit the server opens the books anew and serves on.
func TestReopen(t *testing.T) {
	o := open(t, newBooks(t), nil, nil)
	good := o.enrol()
	o.welcome(good)
	old := o.books
	reopened := make(chan struct{})
	o.pump.do <- func(*hub.Hub) {
		if err := o.reopen(t.Context()); err != nil {
			t.Error(err)
		}
		close(reopened)
	}
	<-reopened
	if o.books == old {
		t.Fatal("the books are the old ones")
	}
	o.welcome(good)
	if !o.pump.status("T1").Online {
		t.Error("T1 is not online")
	}
}

// TestDamagedWhileItServes: books in which damage shows serve nobody from then on, and the server ends in words that say what
// to do.
func TestDamagedWhileItServes(t *testing.T) {
	for name, meet := range map[string]func(context.Context, *office, till){
		"by a till": func(ctx context.Context, o *office, good till) {
			fingerprint := o.fingerprint()
			go func() { // head office may have met it by itself, and ended, before any of this
				c, err := link.Dial(ctx, o.url, fingerprint)
				if err != nil {
					return
				}
				defer c.Drop()
				if f, err := c.Read(ctx); err == nil {
					c.Write(ctx, good.hello(f.(wire.Challenge).Nonce)) //nolint:errcheck // it may have ended
				}
			}()
		},
		"by a report": func(ctx context.Context, o *office, _ till) {
			for range 8 { // as many connections as it takes for one that has read nothing yet
				go func() {
					for ctx.Err() == nil && o.books.Damage() == nil {
						o.books.Exceptions(false) //nolint:errcheck // the books remember
					}
				}()
			}
		},
	} {
		t.Run(name, func(t *testing.T) { damagedWhileItServes(t, meet) })
	}
}

func damagedWhileItServes(t *testing.T, meet func(context.Context, *office, till)) {
	dir := newBooks(t)
	o := open(t, dir, nil, nil)
	good := o.enrol()
	if err := o.stop(); err != nil {
		t.Fatal(err)
	}
	s, err := New(dir, nil, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	ended := make(chan error, 1)
	go func() {
		ended <- s.Serve(ctx, "127.0.0.1:0", func(a net.Addr) {
			spoil(t, filepath.Join(dir, BooksFile))
			meet(ctx, &office{Server: s, t: t, url: "https://" + a.String()}, good)
		})
	}()
	if err := <-ended; err == nil || !strings.Contains(pos.MessageOf(err), "hq restore") {
		t.Errorf("it ended with %v", err)
	}
	if err := s.Close(); err != nil {
		t.Log(err)
	}
}

// spoil overwrites all pages of a file but the first.
func spoil(t *testing.T, file string) {
	t.Helper()
	const page = 4096
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = f.WriteAt(make([]byte, size-page), page)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestOutbox(t *testing.T) {
	o := newOutbox()
	for i := range maxWaiting {
		if !o.put(wire.Ack{Seq: uint64(i)}, false) {
			t.Fatalf("full at %d", i)
		}
	}
	if o.put(wire.Ack{}, false) {
		t.Error("no end of what may wait")
	}
	if frames, last := o.take(); len(frames) != maxWaiting || last || frames[7] != (wire.Ack{Seq: 7}) {
		t.Errorf("%d frames, last %v", len(frames), last)
	}
	o.put(wire.Bye{}, true)
	o.put(wire.Ack{}, false)
	if frames, last := o.take(); len(frames) != 1 || !last {
		t.Errorf("%d frames behind the last, last %v", len(frames), last)
	}
}
