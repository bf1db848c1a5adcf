package wire

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"github.com/fxamacker/cbor/v2"
)

// SignedBytes is CBOR [payload, signature].
type SignedBytes []byte

// Certificate is HQ's word that a place's epoch belongs to a key.
type Certificate struct {
	Place      string `cbor:"1,keyasint"`
	Store      string `cbor:"2,keyasint"`
	Epoch      uint64 `cbor:"3,keyasint"`
	PublicKey  []byte `cbor:"4,keyasint"`
	Generation uint64 `cbor:"5,keyasint"` // HQ's that enrolled it
}

type signed struct {
	_         struct{} `cbor:",toarray"`
	Payload   []byte
	Signature []byte
}

// ErrSignature is the refusal of anything that isn't signed by who it should be.
var ErrSignature = errors.New("wrong signature")

// Each signature is over a text of its own kind first, so that none can stand for another.
const (
	certificateContext = "holdfast certificate 1\x00"
	helloContext       = "holdfast hello 1\x00"
	enrolContext       = "holdfast enrol 1\x00"
	pushContext        = "holdfast push 1\x00"
)

// SignCertificate makes a certificate with HQ's key.
func SignCertificate(key ed25519.PrivateKey, c Certificate) (SignedBytes, error) {
	payload, err := enc.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("encode certificate: %w", err)
	}
	return enc.Marshal(signed{Payload: payload, Signature: ed25519.Sign(key, append([]byte(certificateContext), payload...))})
}

// OpenCertificate checks and reads a certificate.
func OpenCertificate(hq ed25519.PublicKey, b SignedBytes) (c Certificate, err error) {
	var s signed
	if err := cbor.Unmarshal(b, &s); err != nil {
		return c, fmt.Errorf("%w: certificate: %w", ErrMalformed, err)
	}
	if !ed25519.Verify(hq, append([]byte(certificateContext), s.Payload...), s.Signature) {
		return c, fmt.Errorf("certificate: %w", ErrSignature)
	}
	if err := dec.Unmarshal(s.Payload, &c); err != nil {
		return c, fmt.Errorf("%w: certificate: %w", ErrMalformed, err)
	}
	if len(c.PublicKey) != ed25519.PublicKeySize {
		return c, fmt.Errorf("%w: certificate: key of %d bytes", ErrMalformed, len(c.PublicKey))
	}
	return c, nil
}

// Sign fills in the hello's signature over what this version has in it and the challenge's nonce.
func (h Hello) Sign(key ed25519.PrivateKey, nonce []byte) (Hello, error) {
	b, err := h.bytes(nonce)
	if err != nil {
		return h, err
	}
	h.Signature = ed25519.Sign(key, b)
	return h, nil
}

// Verify checks the signature.
func (h Hello) Verify(key ed25519.PublicKey, nonce []byte) error {
	b, err := h.bytes(nonce)
	if err != nil {
		return err
	}
	return verify(key, b, h.Signature)
}

// bytes names each field that is signed, and no others: a newer till's hello has more, which whoever knows only these must be
// able to leave out.
func (h Hello) bytes(nonce []byte) ([]byte, error) {
	b, err := enc.Marshal([]any{h.MinVersion, h.MaxVersion, h.Certificate, h.HeadSeq, h.HeadHash, h.Feed.Generation, h.Feed.At,
		h.Seen.Generation, h.Seen.Seq, h.Seen.Hash})
	return concat(helloContext, nonce, b), err
}

// Sign fills in the enrolment's signature.
func (e Enrol) Sign(key ed25519.PrivateKey, nonce []byte) Enrol {
	e.Signature = ed25519.Sign(key, concat(enrolContext, nonce, e.Secret, e.PublicKey))
	return e
}

// Verify checks that the sender has the key it names.
func (e Enrol) Verify(nonce []byte) error {
	if len(e.PublicKey) != ed25519.PublicKeySize {
		return ErrSignature
	}
	return verify(e.PublicKey, concat(enrolContext, nonce, e.Secret, e.PublicKey), e.Signature)
}

// Sign fills in the push's signature: over the place, the epoch, the last seq and the hash of the last record, which
// stands for all before it by the chain.
func (p Push) Sign(key ed25519.PrivateKey, place string, epoch uint64) Push {
	p.Signature = ed25519.Sign(key, p.bytes(place, epoch))
	return p
}

// Verify checks the signature. It hashes the last record only; that the others chain up to it is for the books to
// check.
func (p Push) Verify(key ed25519.PublicKey, place string, epoch uint64) error {
	return verify(key, p.bytes(place, epoch), p.Signature)
}

func (p Push) bytes(place string, epoch uint64) []byte {
	var head Hash
	if n := len(p.Records); n > 0 {
		head = sha256.Sum256(p.Records[n-1])
	}
	b := append([]byte(pushContext), byte(len(place)))
	b = append(b, place...)
	b = binary.BigEndian.AppendUint64(b, epoch)
	b = binary.BigEndian.AppendUint64(b, p.From+uint64(len(p.Records)))
	return append(b, head[:]...)
}

func verify(key ed25519.PublicKey, message, signature []byte) error {
	if !ed25519.Verify(key, message, signature) {
		return ErrSignature
	}
	return nil
}

func concat(context string, parts ...[]byte) []byte {
	b := []byte(context)
	for _, p := range parts {
		b = binary.BigEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	return b
}

// Code is what HQ prints to enrol a till: a secret that works once, and the fingerprint of HQ's TLS certificate.
type Code struct {
	Secret      [10]byte
	Fingerprint [16]byte // the first half of the SHA-256 of the certificate
}

var base = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding) // Crockford's letters

// String is the code in groups of six, without letters that look alike.
func (c Code) String() string {
	text := base.EncodeToString(append(append(c.Secret[:], c.Fingerprint[:]...), c.check()))
	var groups []string
	for ; len(text) > 6; text = text[6:] {
		groups = append(groups, text[:6])
	}
	return strings.Join(append(groups, text), "-")
}

// check is a byte that tells a mistyped code from a used one.
func (c Code) check() byte {
	return sha256.Sum256(append(append([]byte("holdfast code"), c.Secret[:]...), c.Fingerprint[:]...))[0]
}

// ParseCode reads a code; dashes, blanks and case don't matter, and I, L and O are read as 1, 1 and 0.
func ParseCode(s string) (c Code, err error) {
	s = strings.NewReplacer("-", "", " ", "", "I", "1", "L", "1", "O", "0").Replace(strings.ToUpper(s))
	b, err := base.DecodeString(s)
	if err != nil || len(b) != len(c.Secret)+len(c.Fingerprint)+1 {
		return c, errors.New("this is no enrolment code; copy it whole from 'hq enrol'")
	}
	copy(c.Secret[:], b)
	copy(c.Fingerprint[:], b[len(c.Secret):])
	if c.check() != b[len(b)-1] {
		return c, errors.New("the enrolment code is mistyped; copy it whole from 'hq enrol'")
	}
	return c, nil
}

// Fingerprint is what a code carries of a TLS certificate (DER).
func Fingerprint(der []byte) (f [16]byte) {
	sum := sha256.Sum256(der)
	copy(f[:], sum[:])
	return f
}
