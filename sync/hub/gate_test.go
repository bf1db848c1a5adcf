package hub

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"holdfast/sync/wire"
)

func key(seed byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, 32)) }

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

var hqKey, tillKey, otherKey = key(1), key(2), key(3)

// gate is a session's gate, and a hello that it would let through.
func gate(t *testing.T) (*Gate, wire.Challenge, func(change func(*wire.Hello), sign ed25519.PrivateKey) wire.Hello) {
	t.Helper()
	h := New(nil, public(hqKey), strings.NewReader(strings.Repeat("nonce", 20)))
	g, challenge, err := h.Gate(time.UnixMilli(1))
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := wire.SignCertificate(hqKey, wire.Certificate{Place: "T1", Epoch: 1, PublicKey: public(tillKey)})
	if err != nil {
		t.Fatal(err)
	}
	return g, challenge, func(change func(*wire.Hello), sign ed25519.PrivateKey) wire.Hello {
		hello := wire.Hello{MinVersion: 1, MaxVersion: 1, Certificate: certificate}
		change(&hello)
		hello, err := hello.Sign(sign, challenge.Nonce)
		if err != nil {
			t.Fatal(err)
		}
		return hello
	}
}

func TestGateLetsThroughOnlyWhoProvesWhoTheyAre(t *testing.T) {
	foreign, _ := wire.SignCertificate(otherKey, wire.Certificate{Place: "T1", Epoch: 1, PublicKey: public(tillKey)})
	for _, c := range []struct {
		name   string
		change func(*wire.Hello)
		sign   ed25519.PrivateKey
		ok     bool
	}{
		{"its own", func(*wire.Hello) {}, tillKey, true},
		{"signed by another key", func(*wire.Hello) {}, otherKey, false},
		{"certified by another HQ", func(h *wire.Hello) { h.Certificate = foreign }, tillKey, false},
		{"without a certificate", func(h *wire.Hello) { h.Certificate = nil }, tillKey, false},
		{"of a version to come", func(h *wire.Hello) { h.MinVersion, h.MaxVersion = wire.Version+1, wire.Version+2 }, tillKey, false},
		{"of a newer till that still speaks ours", func(h *wire.Hello) { h.MaxVersion = wire.Version + 1 }, tillKey, true},
	} {
		g, _, hello := gate(t)
		checked, err := g.Check(hello(c.change, c.sign))
		if (err == nil) != c.ok {
			t.Errorf("a hello %s: %v", c.name, err)
		}
		if c.ok && checked.certificate.Place != "T1" {
			t.Errorf("a hello %s is taken for that of %q", c.name, checked.certificate.Place)
		}
		var refused *Refused
		if err != nil && (!errors.As(err, &refused) || refused.Bye.Message == "" || refused.Bye.Code == "") {
			t.Errorf("a hello %s is refused without a reason: %#v", c.name, err)
		}
	}
}

// TestHelloCantBeReplayed: what was said to one challenge is worth nothing to the next.
func TestHelloCantBeReplayed(t *testing.T) {
	_, _, hello := gate(t)
	h := New(nil, public(hqKey), strings.NewReader(strings.Repeat("other", 20)))
	g, _, _ := h.Gate(time.UnixMilli(2))
	if _, err := g.Check(hello(func(*wire.Hello) {}, tillKey)); err == nil {
		t.Error("a replayed hello is let through")
	}
}

func TestGateKeepsTheOrderOfASession(t *testing.T) {
	enrol := func(nonce []byte) wire.Frame {
		return wire.Enrol{MinVersion: 1, MaxVersion: 1, Secret: []byte("s"), PublicKey: public(tillKey)}.Sign(tillKey, nonce)
	}
	push := wire.Push{From: 1, Records: [][]byte{{1}}}
	for _, c := range []struct {
		name    string
		greeted bool
		frame   func(nonce []byte) wire.Frame
		ok      bool
	}{
		{"ping before hello", false, func([]byte) wire.Frame { return wire.Ping{} }, false},
		{"push before hello", false, func([]byte) wire.Frame { return push.Sign(tillKey, "T1", 1) }, false},
		{"enrolment", false, enrol, true},
		{"enrolment of a key that isn't there", false, func([]byte) wire.Frame { return wire.Enrol{MinVersion: 1, MaxVersion: 1} }, false},
		{"enrolment replayed", false, func([]byte) wire.Frame { return enrol([]byte("another nonce")) }, false},
		{"enrolment in a session", true, enrol, false},
		{"ping", true, func([]byte) wire.Frame { return wire.Ping{} }, true},
		{"a frame of HQ's", true, func([]byte) wire.Frame { return wire.Ack{Seq: 9} }, false},
		{"push signed by another key", true, func([]byte) wire.Frame { return push.Sign(otherKey, "T1", 1) }, false},
		{"push signed for another place", true, func([]byte) wire.Frame { return push.Sign(tillKey, "T2", 1) }, false},
		{"push of nothing", true, func([]byte) wire.Frame { return wire.Push{From: 1}.Sign(tillKey, "T1", 1) }, false},
		{"request", true, func([]byte) wire.Frame { return wire.Request{ID: "r", Holder: "m", Value: 1} }, true},
		{"request for nothing", true, func([]byte) wire.Frame { return wire.Request{ID: "r", Holder: "m"} }, false},
		{"request for less than nothing", true, func([]byte) wire.Frame { return wire.Request{ID: "r", Holder: "m", Value: 5, Points: -1} }, false},
		{"request for a refund right", true, func([]byte) wire.Frame { return wire.Request{ID: "r", Holder: "T1-1-000001", Refund: true} }, true},
		{"request for a right and value", true, func([]byte) wire.Frame { return wire.Request{ID: "r", Holder: "m", Refund: true, Value: 1} }, false},
		{"request for principal", true, func([]byte) wire.Frame { return wire.Request{ID: "r", Holder: "m", Principal: 1, Bonus: 1} }, true},
		{"request for less bonus than nothing", true, func([]byte) wire.Frame { return wire.Request{ID: "r", Holder: "m", Principal: 5, Bonus: -1} }, false},
		{"request of a long holder", true, func([]byte) wire.Frame { return wire.Request{ID: "r", Holder: strings.Repeat("m", 300), Value: 1} }, false},
		{"change before hello", false, func([]byte) wire.Frame { return wire.Change{ID: "c", Topic: "member", Key: "m"} }, false},
		{"change", true, func([]byte) wire.Frame {
			return wire.Change{ID: "c", Topic: "member", Key: "m", Body: make([]byte, wire.ChangeBytes)}
		}, true},
		{"change of too much", true, func([]byte) wire.Frame {
			return wire.Change{ID: "c", Topic: "member", Key: "m", Body: make([]byte, wire.ChangeBytes+1)}
		}, false},
		{"change of nothing", true, func([]byte) wire.Frame { return wire.Change{ID: "c", Topic: "member"} }, false},
		{"question before hello", false, func([]byte) wire.Frame { return wire.Ask{ID: "a", What: "receipt", Key: "T1-1-000001"} }, false},
		{"question", true, func([]byte) wire.Frame { return wire.Ask{ID: "a", What: "receipt", Key: "T1-1-000001"} }, true},
		{"question about a long story", true, func([]byte) wire.Frame { return wire.Ask{ID: "a", What: "receipt", Key: strings.Repeat("x", 300)} }, false},
		{"request that overflows", true, func([]byte) wire.Frame { return wire.Request{ID: "r", Holder: "m", Value: 1 << 62, Points: 1 << 62} }, false},
	} {
		g, challenge, hello := gate(t)
		if c.greeted {
			if _, err := g.Check(hello(func(*wire.Hello) {}, tillKey)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := g.Check(c.frame(challenge.Nonce)); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		}
		if c.ok {
			continue
		}
		if _, err := g.Check(wire.Ping{}); err == nil {
			t.Errorf("%s: refused, and the session goes on", c.name)
		}
	}
}
