package proof_test

import (
	"context"
	"crypto/ed25519"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/proof"
	"holdfast/sync/link"
	"holdfast/sync/wire"
)

// fakeHQ is a head office made of frames: it enrols whoever comes, welcomes it, and can say what the shipped one never
// would.
type fakeHQ struct {
	t        *testing.T
	server   *httptest.Server
	key      ed25519.PrivateKey
	sessions chan session // each when it has been welcomed
}

func newFakeHQ(t *testing.T) *fakeHQ {
	f := &fakeHQ{t: t, key: anotherKey("head office"), sessions: make(chan session)}
	f.server = httptest.NewTLSServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.server.Close)
	return f
}

func (f *fakeHQ) address() string { return f.server.Listener.Addr().String() }

func (f *fakeHQ) code() string {
	return wire.Code{Secret: [10]byte{1, 2, 3}, Fingerprint: wire.Fingerprint(f.server.Certificate().Raw)}.String()
}

// serve speaks up to the welcome and hands the session to the test, as no other goroutine may end the test.
func (f *fakeHQ) serve(w http.ResponseWriter, r *http.Request) {
	conn, err := link.Accept(w, r)
	if err != nil {
		return
	}
	defer conn.Drop()
	ctx, cancel := context.WithTimeout(f.t.Context(), waitLong)
	defer cancel()
	now := time.Now().UnixMilli()
	if conn.Write(ctx, wire.Challenge{MinVersion: 1, MaxVersion: 1, Nonce: make([]byte, 32), TimeMS: now}) != nil {
		return
	}
	first, err := conn.Read(ctx)
	if err != nil {
		return
	}
	switch first := first.(type) {
	case wire.Enrol:
		certificate, err := wire.SignCertificate(f.key, wire.Certificate{Place: "T1", Store: "S01", Epoch: 1, PublicKey: first.PublicKey, Generation: 1})
		if err == nil && conn.Write(ctx, wire.Enrolled{Certificate: certificate, HQKey: f.key.Public().(ed25519.PublicKey)}) == nil {
			_, _ = conn.Read(ctx) // until the till has hung up
		}
	case wire.Hello:
		to := wire.Cursor{Generation: 1, At: 1}
		if conn.Write(ctx, wire.Welcome{Version: 1, TimeMS: now, Position: wire.Position{Generation: 1}}) != nil ||
			conn.Write(ctx, wire.Feed{From: first.Feed, To: to, End: true}) != nil {
			return
		}
		select {
		case f.sessions <- session{conn, f.t, ctx}:
			<-ctx.Done() // the test has it now
		case <-ctx.Done():
		}
	}
}

// next is the till's next session.
func (f *fakeHQ) next() session {
	f.t.Helper()
	select {
	case s := <-f.sessions:
		return s
	case <-time.After(waitLong):
		f.t.Fatal("the till doesn't connect")
		panic("unreachable")
	}
}

// TestForgedHQ: a till takes no grant that its HQ has not signed, and survives whatever is sent to it.
func TestForgedHQ(t *testing.T) {
	t.Parallel()
	f := newFakeHQ(t)
	till, err := proof.NewTill(bin, filepath.Join(t.TempDir(), "T1"), "T1", f.address)
	must(t, err)
	t.Cleanup(till.Close)
	enrolled := make(chan error, 1)
	go func() { enrolled <- till.Enrol(f.code()) }()
	f.next()
	must(t, <-enrolled)
	must(t, till.Start())

	grant := escrow.Grant{
		ID: "grant-1", Place: "T1", Epoch: 1, Holder: "member-1", Amounts: []escrow.Amount{{Asset: ledger.Principal, Amount: 100_00}},
		Made: time.Now().UnixMilli(), Ends: time.Now().Add(time.Hour).UnixMilli(), Generation: 1,
	}
	forged, err := escrow.Sign(anotherKey("stranger"), grant)
	must(t, err)
	good, err := escrow.Sign(f.key, grant)
	must(t, err)
	changed := append([]byte(nil), good...)
	changed[strings.Index(string(good), "member-1")+7] = '2'

	for name, frame := range map[string]wire.Frame{
		"signed by another key": wire.Grant{Blob: forged},
		"changed":               wire.Grant{Blob: changed},
		"no grant":              wire.Grant{Blob: []byte("hello")},
		"a till's frame":        wire.Ping{},
		"a feed item of nobody": wire.Feed{From: wire.Cursor{Generation: 1, At: 1}, To: wire.Cursor{Generation: 1, At: 2}, Items: []wire.Item{{Topic: "member", Key: "x", Body: []byte{0xff}}}},
	} {
		n := f.next()
		n.say(frame)
		for { // the till hangs up, and has pushed nothing
			got, err := n.Read(n.ctx)
			if p, ok := got.(wire.Push); ok {
				t.Fatalf("%s: the till pushed %+v", name, p)
			}
			if n.ctx.Err() != nil {
				t.Fatalf("%s: the till goes on", name)
			}
			if err != nil {
				break
			}
		}
		text, err := till.Run("verify")
		must(t, err)
		if !strings.HasPrefix(text, "ok: 0 records") {
			t.Errorf("%s: the till's books say %q", name, text)
		}
	}

	n := f.next() // and the same grant is taken when HQ has signed it
	n.say(wire.Grant{Blob: good})
	push := until[wire.Push](n)
	accept, err := record.Open(push.Records[0])
	must(t, err)
	if len(push.Records) != 1 || accept.Kind != record.KindAccept {
		t.Errorf("pushed %d records, the first of kind %s", len(push.Records), accept.Kind)
	}
	text, err := till.Run("verify")
	must(t, err)
	if !strings.HasPrefix(text, "ok: 1 record") {
		t.Errorf("the till's books say %q", text)
	}
}
