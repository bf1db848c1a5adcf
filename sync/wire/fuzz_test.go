package wire

import (
	"crypto/ed25519"
	"testing"
)

// FuzzParseCode: an enrolment code, as somebody typed it, is one code however it was written.
func FuzzParseCode(f *testing.F) {
	code := Code{Secret: [10]byte{1, 2, 3}, Fingerprint: [16]byte{4, 5, 6}}
	f.Add(code.String())
	f.Add("oil-o")
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCode(s)
		if err != nil {
			return
		}
		if back, err := ParseCode(c.String()); err != nil || back != c {
			t.Errorf("%q is %v: %v, %v", s, c, back, err)
		}
	})
}

// FuzzCertificate: bytes that head office has not signed are no certificate, and bytes that it has signed can be read or
// refused whatever they are.
func FuzzCertificate(f *testing.F) {
	hq := key(1)
	public := hq.Public().(ed25519.PublicKey)
	good, err := SignCertificate(hq, Certificate{Place: "T1", Store: "S01", Epoch: 1, PublicKey: public})
	if err != nil {
		f.Fatal(err)
	}
	payload, err := enc.Marshal(Certificate{Place: "T1", Store: "S01", Epoch: 1, PublicKey: public})
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(good))
	f.Add(payload)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := OpenCertificate(public, b); err == nil && c.Place != "T1" {
			t.Fatalf("forged: %x", b)
		}
		own, err := enc.Marshal(signed{Payload: b, Signature: ed25519.Sign(hq, append([]byte(certificateContext), b...))})
		if err != nil {
			t.Fatal(err)
		}
		if c, err := OpenCertificate(public, own); err == nil && len(c.PublicKey) != ed25519.PublicKeySize {
			t.Fatalf("a certificate for a key of %d bytes", len(c.PublicKey))
		}
	})
}
