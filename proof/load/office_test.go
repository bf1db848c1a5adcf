package load

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"

	"holdfast/pos"
	"holdfast/server"
	"holdfast/server/store"
	"holdfast/sync/hub"
	"holdfast/sync/link"
	"holdfast/sync/wire"
)

// office is a head office that serves, and what its tills were enrolled with.
type office struct {
	b           *testing.B
	dir, url    string
	key         ed25519.PublicKey
	fingerprint [16]byte
	tip         wire.Cursor // the feed's end when it began to serve
}

// member is one of the first few thousand, at home nowhere in particular.
type member struct{ id, card string }

// open makes books, has prepare fill them, and serves them until the benchmark ends. What a running office is told to do
// through its folder's socket, command does.
func open(b *testing.B, prepare func(o *office, books *store.Store), command server.Command) *office {
	b.Helper()
	o := &office{b: b, dir: b.TempDir()}
	file := filepath.Join(o.dir, server.BooksFile)
	o.ok(store.Create(file, rand.Reader, time.Now()))
	books, err := server.OpenBooks(o.dir, rand.Reader, slog.New(slog.DiscardHandler))
	o.ok(err)
	o.ok(books.PutStores([]pos.Store{{Code: "S01", Name: "one"}}))
	o.key = books.Key().Public().(ed25519.PublicKey)
	certificate, _ := books.TLS()
	block, _ := pem.Decode(certificate)
	o.fingerprint = wire.Fingerprint(block.Bytes)
	prepare(o, books)
	o.ok(books.CatchUp(context.Background(), time.Now()))
	o.ok(books.Update(func(tx hub.Tx) (err error) { o.tip, err = tx.Tip(); return err }))
	o.ok(books.Close())

	s, err := server.New(o.dir, command, slog.New(slog.DiscardHandler))
	o.ok(err)
	ctx, cancel := context.WithCancel(context.Background())
	at, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() { ended <- errors.Join(s.Serve(ctx, "127.0.0.1:0", func(a net.Addr) { at <- a }), s.Close()) }()
	b.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			b.Errorf("the server ended with %v", err)
		}
	})
	o.url = "https://" + (<-at).String()
	return o
}

func (o *office) ok(err error) {
	o.b.Helper()
	if err != nil {
		o.b.Fatal(err)
	}
}

// run carries out a command at the running office.
func (o *office) run(args ...string) {
	o.b.Helper()
	code, taken, err := server.Remote(context.Background(), o.dir, args, nil, io.Discard, io.Discard)
	if err != nil || !taken || code != 0 {
		o.b.Fatalf("%v: exit %d, taken %v, %v", args, code, taken, err)
	}
}

// till is what head office knows a till by.
type till struct {
	place       string
	epoch       uint64
	key         ed25519.PrivateKey
	certificate wire.SignedBytes
}

func (o *office) enrol(books *store.Store, place string) till {
	o.b.Helper()
	secret, err := books.EnrolmentCode("S01", place, time.Now())
	o.ok(err)
	public, key, err := ed25519.GenerateKey(rand.Reader)
	o.ok(err)
	t := till{place: place, key: key}
	o.ok(books.Update(func(tx hub.Tx) (err error) {
		t.certificate, err = tx.Enrol(secret[:], public, time.Now())
		return err
	}))
	c, err := wire.OpenCertificate(o.key, t.certificate)
	o.ok(err)
	t.epoch = c.Epoch
	return t
}

// members makes so many members, each with a card.
func (o *office) members(books *store.Store, n int) (list []member) {
	o.b.Helper()
	rows := make([]store.MemberRow, n)
	for i := range rows {
		rows[i] = store.MemberRow{Member: pos.Member{Phone: fmt.Sprint(13900000000 + i), Name: "张伟", Store: "S01", Cards: []pos.Card{{Number: fmt.Sprintf("88%014d", i)}}}}
	}
	_, err := books.PutMembers(rows, time.Now())
	o.ok(err)
	for i := range rows {
		v, err := books.Member(rows[i].Phone, time.Now())
		o.ok(err)
		list = append(list, member{v.ID, rows[i].Cards[0].Number})
	}
	return list
}

// dial opens a websocket at a path, for frames as bytes.
func (o *office) dial(path string) *websocket.Conn {
	o.b.Helper()
	ws, _, err := websocket.Dial(context.Background(), "wss"+strings.TrimPrefix(o.url, "https")+path, &websocket.DialOptions{HTTPClient: insecure()}) //nolint:bodyclose // Dial says that nobody needs to
	o.ok(err)
	ws.SetReadLimit(wire.MaxFrame)
	return ws
}

func insecure() *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS13, InsecureSkipVerify: true}}} //nolint:gosec // the server is ours
}

// hello opens a till's session with its feed at a cursor; head is its journal's last seq.
func (o *office) hello(t till, feed wire.Cursor, head uint64) *websocket.Conn {
	o.b.Helper()
	ws := o.dial(link.Path)
	challenge := receive[wire.Challenge](o, ws)
	h, err := wire.Hello{MinVersion: wire.MinVersion, MaxVersion: wire.Version, Certificate: t.certificate, Feed: feed, HeadSeq: head}.Sign(t.key, challenge.Nonce)
	o.ok(err)
	send(o, ws, h)
	receive[wire.Welcome](o, ws)
	return ws
}

func send(o *office, ws *websocket.Conn, f wire.Frame) {
	o.b.Helper()
	b, err := wire.Encode(f)
	o.ok(err)
	o.ok(ws.Write(context.Background(), websocket.MessageBinary, b))
}

// receive reads until a frame of a kind comes.
func receive[F wire.Frame](o *office, ws *websocket.Conn) F {
	o.b.Helper()
	for {
		_, b, err := ws.Read(context.Background())
		o.ok(err)
		f, err := wire.Decode(b)
		o.ok(err)
		switch f := f.(type) {
		case F:
			return f
		case wire.Bye:
			o.b.Fatalf("refused: %s: %s", f.Code, f.Message)
		}
	}
}

// processor is the time that this process has had of the processors, in its own code and in the system's.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
