package link

import (
	"context"
	"crypto/ed25519"
	"fmt"

	"holdfast/sync/uplink"
	"holdfast/sync/wire"
)

// Enrol makes a till of whoever holds the code: it has HQ certify the key and returns what HQ answered. A refusal is
// an *uplink.Ended.
func Enrol(ctx context.Context, hq string, code wire.Code, key ed25519.PrivateKey) (wire.Enrolled, wire.Certificate, error) {
	fail := func(err error) (wire.Enrolled, wire.Certificate, error) {
		return wire.Enrolled{}, wire.Certificate{}, err
	}
	conn, err := Dial(ctx, hq, code.Fingerprint)
	if err != nil {
		return fail(err)
	}
	defer conn.Drop()
	ctx, cancel := context.WithTimeout(ctx, dialWithin)
	defer cancel()
	f, err := conn.Read(ctx)
	if err != nil {
		return fail(err)
	}
	challenge, ok := f.(wire.Challenge)
	if !ok {
		return fail(fmt.Errorf("%w: %T instead of a challenge", wire.ErrMalformed, f))
	}
	request := wire.Enrol{MinVersion: wire.MinVersion, MaxVersion: wire.Version, Secret: code.Secret[:], PublicKey: key.Public().(ed25519.PublicKey)}
	if err := conn.Write(ctx, request.Sign(key, challenge.Nonce)); err != nil {
		return fail(err)
	}
	if f, err = conn.Read(ctx); err != nil {
		return fail(err)
	}
	switch f := f.(type) {
	case wire.Enrolled:
		c, err := wire.OpenCertificate(f.HQKey, f.Certificate)
		return f, c, err
	case wire.Bye:
		return fail(&uplink.Ended{Bye: f})
	}
	return fail(fmt.Errorf("%w: %T instead of a certificate", wire.ErrMalformed, f))
}
