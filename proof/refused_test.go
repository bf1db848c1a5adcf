package proof_test

import (
	"crypto/ed25519"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"holdfast/proof"
	"holdfast/sync/link"
	"holdfast/sync/wire"
)

// books is what must be as before when something was refused.
type books struct {
	rich, poor proof.Member
	tills      []proof.TillState
	exceptions []proof.Exception
	verify     string
}

func (c chain) books(tills ...string) (b books) {
	c.t.Helper()
	must(c.t, c.HQ.Running())
	b.rich, b.poor, b.verify = c.member(rich), c.member(poor), c.hq("verify")
	for _, code := range tills {
		st, err := c.HQ.Till(code)
		must(c.t, err)
		st.Online = false // is not of the books
		b.tills = append(b.tills, st)
	}
	var err error
	b.exceptions, err = c.HQ.Exceptions()
	must(c.t, err)
	return b
}

// unchanged wants the books to be as they were.
func (c chain) unchanged(was books, tills ...string) {
	c.t.Helper()
	if is := c.books(tills...); !reflect.DeepEqual(is, was) {
		c.t.Errorf("the books changed:\n%+v\nwere\n%+v", is, was)
	}
}

// TestEnrolmentRefused: a code that is mistyped, wrong, used, or for another server makes no till.
func TestEnrolmentRefused(t *testing.T) {
	t.Parallel()
	c, other := open(t), open(t)
	t1 := c.till("S01", "T1")
	t1.ok("sync")
	used, err := c.HQ.EnrolmentCode("S01", "T2")
	must(t, err)
	t2, err := c.NewTill("T2")
	must(t, err)
	must(t, t2.Enrol(used))
	good, err := c.HQ.EnrolmentCode("S02", "T3")
	must(t, err)
	foreign, err := other.HQ.EnrolmentCode("S02", "T3")
	must(t, err)
	parsed, err := wire.ParseCode(good)
	must(t, err)
	parsed.Secret[3] ^= 1
	was := c.books("T1", "T2", "T3")

	for _, refused := range []struct{ name, code, says string }{
		{"mistyped", mistype(good), ""},
		{"no code", "hello", "hq enrol"},
		{"wrong", parsed.String(), ""},
		{"used", used, ""},
		{"of another server", foreign, "another server"},
	} {
		t3, err := c.NewTill("T3-" + strings.ReplaceAll(refused.name, " ", "-"))
		must(t, err)
		err = t3.Enrol(refused.code)
		var failed *proof.Failed
		if !errors.As(err, &failed) || failed.Exit != 1 || failed.Says == "" || !strings.Contains(failed.Says, refused.says) || strings.Contains(failed.Says, "\n") {
			t.Errorf("%s code: %v", refused.name, err)
		}
		t.Logf("%s: %v", refused.name, err)
		if _, err := t3.Run("console"); !errors.As(err, &failed) || failed.Exit != 1 {
			t.Errorf("%s code: the till starts: %v", refused.name, err)
		}
		c.unchanged(was, "T1", "T2", "T3")
	}
	t3, err := c.NewTill("T3")
	must(t, err)
	must(t, t3.Enrol(good)) // none of that has used it up
	c.verified()
}

// mistype changes one letter.
func mistype(code string) string {
	if code[0] == 'A' {
		return "B" + code[1:]
	}
	return "A" + code[1:]
}

// TestOtherServer: an enrolled till talks to no server but its own, and goes on selling.
func TestOtherServer(t *testing.T) {
	t.Parallel()
	c, other := open(t), open(t)
	enrolSmall(other, "S01", "T1") // so that the other HQ has a T1 of its own
	t1 := c.till("S01", "T1")
	t1.ok("sync")
	was := other.books("T1")
	t1.Line.Redirect(other.HQ.Address)
	t1.ring(1, richCard)
	t1.ok("pay stored 10.00")
	t1.ok("finish")
	t1.says(t1.ok("status"), "online", "false", "unsent", "1")
	other.unchanged(was, "T1")
	t1.Line.Redirect(c.HQ.Address)
	t1.ok("sync")
	c.owns(rich, "90.00", "0.00", "10")
	c.verified()
}

// TestWrongKeys: a session or a push that isn't signed by the enrolled key changes nothing.
func TestWrongKeys(t *testing.T) {
	t.Parallel()
	c := open(t)
	c.hq("set", "allowance.default", "0.00")
	s := enrolSmall(c, "S01", "T2")
	stranger := anotherKey("stranger")
	forged, err := wire.SignCertificate(stranger, wire.Certificate{Place: "T2", Store: "S01", Epoch: s.certificate.Epoch, PublicKey: stranger.Public().(ed25519.PublicKey), Generation: 1})
	must(t, err)
	first := s.shiftOpen()
	was := c.books("T1", "T2", "T3")

	for name, attempt := range map[string]func() session{
		"hello signed by another key": func() session {
			n, challenge := s.dial()
			n.say(s.hello(stranger, challenge))
			return n
		},
		"hello signed over another challenge": func() session {
			n, _ := s.dial()
			_, challenge := s.dial()
			n.say(s.hello(s.key, challenge))
			return n
		},
		"certificate by another head office": func() session {
			n, challenge := s.dial()
			h := s.hello(s.key, challenge)
			h.Certificate = forged
			h, err := h.Sign(stranger, challenge.Nonce)
			must(t, err)
			n.say(h)
			return n
		},
		"push before hello": func() session {
			n, _ := s.dial()
			n.say(s.push(s.key, first))
			return n
		},
		"push signed by another key": func() session {
			n := s.open()
			n.say(s.push(stranger, first))
			return n
		},
		"push signed for other records": func() session {
			n := s.open()
			p := s.push(s.key, first)
			p.Records[0] = append([]byte(nil), p.Records[0]...)
			p.Records[0][len(p.Records[0])-1] ^= 1
			n.say(p)
			return n
		},
		"enrolment that can't prove its key": func() session {
			code, err := c.HQ.EnrolmentCode("S02", "T3")
			must(t, err)
			secret, err := wire.ParseCode(code)
			must(t, err)
			n, challenge := s.dial()
			n.say(wire.Enrol{MinVersion: 1, MaxVersion: 1, Secret: secret.Secret[:], PublicKey: s.key.Public().(ed25519.PublicKey)}.Sign(stranger, challenge.Nonce))
			return n
		},
	} {
		reason := attempt().refused()
		t.Logf("%s: %s", name, reason)
		if !strings.Contains(reason, ": ") || strings.HasPrefix(reason, "internal") {
			t.Errorf("%s: no reason but %q", name, reason)
		}
		c.unchanged(was, "T1", "T2", "T3")
	}

	n := s.open() // and the very same record is taken from the right hands
	n.say(s.push(s.key, first))
	if ack := until[wire.Ack](n); ack.Seq != 1 {
		t.Errorf("acknowledged %+v", ack)
	}
	c.verified()
}

// TestGarbage: whatever is sent, HQ answers or hangs up, stays up, and books nothing.
func TestGarbage(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1 := c.till("S01", "T1")
	t1.ok("sync")
	s := enrolSmall(c, "S01", "T2")
	was := c.books("T1", "T2", "T3")

	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	defer client.CloseIdleConnections()
	raw := func(kind websocket.MessageType, messages ...[]byte) error {
		ws, _, err := websocket.Dial(t.Context(), "wss://"+c.HQ.Address()+link.Path, &websocket.DialOptions{HTTPClient: client}) //nolint:bodyclose // the websocket has it
		must(t, err)
		defer ws.CloseNow()
		ws.SetReadLimit(wire.MaxFrame)
		for _, m := range messages {
			if err := ws.Write(t.Context(), kind, m); err != nil {
				return err
			}
		}
		for {
			_, b, err := ws.Read(t.Context())
			if err != nil {
				return err
			}
			if f, err := wire.Decode(b); err != nil {
				t.Errorf("HQ sent what is no frame: %v", err)
			} else if bye, ok := f.(wire.Bye); ok {
				return errors.New(bye.Message)
			}
		}
	}
	// Just over what a stranger may send is read to its end, so the reason comes back; of more, HQ hangs up in the middle.
	big := make([]byte, 16<<10+1)
	big[0] = 3
	if err := raw(websocket.MessageBinary, big); websocket.CloseStatus(err) != websocket.StatusMessageTooBig {
		t.Errorf("an oversized frame: %v", err)
	}
	for _, size := range []int{wire.MaxFrame + 1, 16 << 20} {
		if err := raw(websocket.MessageBinary, make([]byte, size)); err == nil {
			t.Errorf("a frame of %d bytes was taken", size)
		}
	}
	t.Logf("empty: %v", raw(websocket.MessageBinary, nil))
	t.Logf("text: %v", raw(websocket.MessageText, []byte("hello")))
	t.Logf("unknown frame: %v", raw(websocket.MessageBinary, []byte{60, 0xa0}))
	t.Logf("nested without end: %v", raw(websocket.MessageBinary, append([]byte{1}, []byte(strings.Repeat("\x81", 4096))...)))
	chance := rand.New(rand.NewPCG(6, 6))
	for range 60 {
		b := make([]byte, 1+chance.IntN(400))
		for i := range b {
			b[i] = byte(chance.Uint32())
		}
		b[0] %= 48 // the numbers of known frames, most of them
		if err := raw(websocket.MessageBinary, b); err == nil {
			t.Errorf("HQ took %x", b)
		}
	}

	// Inside a session that was welcomed.
	for name, f := range map[string]wire.Frame{
		"a second hello":         wire.Hello{MinVersion: 1, MaxVersion: 1},
		"a frame of HQ's":        wire.Ack{Seq: 7},
		"a push of nothing":      wire.Push{From: 1},
		"a request for nothing":  wire.Request{ID: "r", Holder: was.rich.ID},
		"a request below zero":   wire.Request{ID: "r", Holder: was.rich.ID, Value: 10, Points: -10},
		"records that are none":  wire.Push{From: 1, Records: [][]byte{{1, 2, 3}}}.Sign(s.key, "T2", s.certificate.Epoch),
		"a record of its header": wire.Push{From: 1, Records: [][]byte{{0xa1, 0x01, 0x62, 'T', '2'}}}.Sign(s.key, "T2", s.certificate.Epoch),
	} {
		n := s.open()
		n.say(f)
		t.Logf("%s: %s", name, n.refused())
		c.unchanged(was, "T1", "T2", "T3")
	}

	// Other doors.
	for _, path := range []string{"/till", "/..%2f..%2fhq.db", "/admin"} {
		answer, err := client.Get("https://" + c.HQ.Address() + path)
		must(t, err)
		answer.Body.Close()
		if answer.StatusCode < 400 {
			t.Errorf("GET %s: %s", path, answer.Status)
		}
	}
	c.unchanged(was, "T1", "T2", "T3")
	t1.ring(1, richCard)
	t1.ok("pay stored 10.00")
	t1.ok("finish")
	t1.ok("sync")
	c.owns(rich, "90.00", "0.00", "10")
	c.verified()
}
