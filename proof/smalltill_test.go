package proof_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"
	"time"

	"holdfast/pos/record"
	"holdfast/sync/link"
	"holdfast/sync/wire"
)

// smallTill is a till made of frames: it can say what the shipped one never would.
type smallTill struct {
	t           *testing.T
	hq          string // URL
	fingerprint [16]byte
	key         ed25519.PrivateKey
	hqKey       ed25519.PublicKey
	signed      wire.SignedBytes
	certificate wire.Certificate
}

func enrolSmall(c chain, store, code string) *smallTill {
	c.t.Helper()
	text, err := c.HQ.EnrolmentCode(store, code)
	must(c.t, err)
	secret, err := wire.ParseCode(text)
	must(c.t, err)
	s := &smallTill{t: c.t, hq: "https://" + c.HQ.Address(), fingerprint: secret.Fingerprint}
	_, s.key, err = ed25519.GenerateKey(rand.Reader)
	must(c.t, err)
	enrolled, certificate, err := link.Enrol(c.t.Context(), s.hq, secret, s.key)
	must(c.t, err)
	s.hqKey, s.signed, s.certificate = enrolled.HQKey, enrolled.Certificate, certificate
	return s
}

// session is a connection that has been welcomed, or not.
type session struct {
	*link.Conn
	t   *testing.T
	ctx context.Context
}

func (s *smallTill) dial() (session, wire.Challenge) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), waitLong)
	s.t.Cleanup(cancel)
	conn, err := link.Dial(ctx, s.hq, s.fingerprint)
	must(s.t, err)
	s.t.Cleanup(conn.Drop)
	n := session{conn, s.t, ctx}
	return n, until[wire.Challenge](n)
}

// hello is what this till, whose journal is empty, says first.
func (s *smallTill) hello(key ed25519.PrivateKey, c wire.Challenge) wire.Hello {
	s.t.Helper()
	h, err := wire.Hello{MinVersion: wire.MinVersion, MaxVersion: wire.Version, Certificate: s.signed}.Sign(key, c.Nonce)
	must(s.t, err)
	return h
}

// open opens a session.
func (s *smallTill) open() session {
	s.t.Helper()
	n, challenge := s.dial()
	n.say(s.hello(s.key, challenge))
	until[wire.Welcome](n)
	return n
}

func (n session) say(f wire.Frame) {
	n.t.Helper()
	must(n.t, n.Write(n.ctx, f))
}

// until reads frames up to one of a kind, and leaves out feed and grants that come by themselves.
func until[F wire.Frame](n session) F {
	n.t.Helper()
	for {
		f, err := n.Read(n.ctx)
		must(n.t, err)
		switch f := f.(type) {
		case F:
			return f
		case wire.Bye:
			n.t.Fatalf("HQ ended the session: %+v", f)
		}
	}
}

// refused wants HQ to end the session, and returns its reason.
func (n session) refused() string {
	n.t.Helper()
	for {
		f, err := n.Read(n.ctx)
		if bye, ok := f.(wire.Bye); ok {
			return fmt.Sprintf("%s: %s", bye.Code, bye.Message)
		}
		if errors.Is(err, context.DeadlineExceeded) {
			n.t.Fatal("HQ let it pass")
		}
		if err != nil {
			return err.Error()
		}
	}
}

// write makes the record that follows prev in this till's journal; the zero record comes before the first.
func (s *smallTill) write(prev record.Sealed, body record.Body) record.Sealed {
	s.t.Helper()
	seq := prev.Seq + 1
	r, err := record.New(record.Header{
		Place: s.certificate.Place, Epoch: s.certificate.Epoch, Store: s.certificate.Store, Seq: seq, Prev: prev.Hash,
		ID: fmt.Sprintf("01KAMPFW00SMAKTK00%08d", seq), Time: time.Now().UnixMilli(), Operator: "1001", Date: "2026-11-22",
	}, body)
	must(s.t, err)
	sealed, err := record.Seal(r)
	must(s.t, err)
	return sealed
}

// shiftOpen is a record that this till may write first.
func (s *smallTill) shiftOpen() record.Sealed {
	s.t.Helper()
	return s.write(record.Sealed{}, record.ShiftOpen{Float: 100_00})
}

// push is a push of records, signed with a key.
func (s *smallTill) push(key ed25519.PrivateKey, records ...record.Sealed) wire.Push {
	p := wire.Push{From: records[0].Seq}
	for _, r := range records {
		p.Records = append(p.Records, r.Bytes)
	}
	return p.Sign(key, s.certificate.Place, s.certificate.Epoch)
}

// anotherKey is a key that nobody enrolled; the same in each run.
func anotherKey(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:])
}
