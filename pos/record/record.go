// Package record is the journal: the header every record has, the kinds of record with their bodies and the postings
// each makes, and the hash chain. It imports pos, pos/money, pos/ledger and pos/escrow.
//
// A record is encoded once, as core deterministic CBOR (RFC 8949, section 4.2.1), by [Seal]; those bytes are hashed,
// stored, sent and verified, and never encoded again. Its postings stand outside its body, so a reader that doesn't
// know the kind can still check and book it. The one thing to know: a kind's Postings method is the one place where
// both ends learn what a fact does to the books.
package record

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos"
	"holdfast/pos/ledger"
)

// Hash is the SHA-256 of a record's bytes.
type Hash [sha256.Size]byte

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Header is what every record has, whatever its kind. (Place, Epoch, Seq) identifies it; Seq counts from 1 without a
// gap in an epoch. Key numbers are fixed; new fields take new numbers.
type Header struct {
	Place    string `cbor:"1,keyasint"`
	Epoch    uint64 `cbor:"2,keyasint"`
	Seq      uint64 `cbor:"3,keyasint"`
	ID       string `cbor:"4,keyasint"` // ULID, made before the record
	Kind     Kind   `cbor:"5,keyasint"`
	Version  uint16 `cbor:"6,keyasint"` // of the kind's body
	Time     int64  `cbor:"7,keyasint"` // Unix milliseconds, the place's trusted time
	Operator string `cbor:"8,keyasint,omitempty"`
	Shift    string `cbor:"9,keyasint,omitempty"`
	Date     string `cbor:"10,keyasint,omitempty"` // business date
	Store    string `cbor:"11,keyasint,omitempty"`
	Prev     Hash   `cbor:"12,keyasint"` // hash of the record before; zero at Seq 1

	Approved string    `cbor:"13,keyasint,omitempty"` // who lent the operator the right, on the spot
	Right    pos.Right `cbor:"14,keyasint,omitempty"` // which
}

// At is the record's time.
func (h Header) At() time.Time { return time.UnixMilli(h.Time) }

// Receipt is the number printed on a receipt: place, epoch and seq name the record for good.
func (h Header) Receipt() string { return fmt.Sprintf("%s-%d-%06d", h.Place, h.Epoch, h.Seq) }

// ParseReceipt reads a receipt's number as far as it names a record: place, epoch and seq. Zeros may be left out in front
// of the seq; Receipt of what is returned has them all.
func ParseReceipt(number string) (h Header, ok bool) {
	parts := strings.Split(number, "-")
	if len(parts) != 3 || parts[0] == "" {
		return h, false
	}
	epoch, err1 := strconv.ParseUint(parts[1], 10, 63)
	seq, err2 := strconv.ParseUint(parts[2], 10, 63)
	return Header{Place: parts[0], Epoch: epoch, Seq: seq}, err1 == nil && err2 == nil && epoch > 0 && seq > 0
}

// Record is a header, what it books, and the body of its kind.
type Record struct {
	Header
	Postings ledger.Entry    `cbor:"20,keyasint,omitempty"`
	Body     cbor.RawMessage `cbor:"21,keyasint"`
}

// Sealed is a record with the bytes it was made as, or came in.
type Sealed struct {
	Record
	Bytes []byte
	Hash  Hash
}

// ErrMalformed is in the chain of every error about bytes that are no record.
var ErrMalformed = errors.New("malformed record")

// Version is the newest version of the kinds' bodies that this program knows.
const Version = 1

// MaxBytes is the largest record; a frame holds one with room to spare.
const MaxBytes = 512 << 10

var (
	enc, _ = cbor.CoreDetEncOptions().EncMode()
	dec, _ = cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden,
		MaxArrayElements: 65536, MaxNestedLevels: 16,
	}.DecMode()
)

// New makes a record of a body: it fills in the kind, its version and the postings.
func New(h Header, b Body) (Record, error) {
	body, err := enc.Marshal(b)
	if err != nil {
		return Record{}, fmt.Errorf("encode %s: %w", b.Kind(), err)
	}
	h.Kind, h.Version = b.Kind(), Version
	return Record{Header: h, Postings: b.Postings(h), Body: body}, nil
}

// Seal encodes a record, once and for all.
func Seal(r Record) (Sealed, error) {
	if err := r.Postings.Check(); err != nil {
		return Sealed{}, fmt.Errorf("%s record: %w", r.Kind, err)
	}
	b, err := enc.Marshal(r)
	if err != nil {
		return Sealed{}, fmt.Errorf("encode record: %w", err)
	}
	if len(b) > MaxBytes {
		return Sealed{}, fmt.Errorf("%w: %d bytes, at most %d", ErrMalformed, len(b), MaxBytes)
	}
	return Sealed{Record: r, Bytes: b, Hash: sha256.Sum256(b)}, nil
}

// Open decodes a record's bytes. It doesn't check the postings: what to do about wrong ones is the reader's decision.
func Open(b []byte) (Sealed, error) {
	s := Sealed{Bytes: b, Hash: sha256.Sum256(b)}
	if len(b) > MaxBytes {
		return s, fmt.Errorf("%w: %d bytes, at most %d", ErrMalformed, len(b), MaxBytes)
	}
	if err := dec.Unmarshal(b, &s.Record); err != nil {
		return s, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if s.Place == "" || s.Epoch == 0 || s.Seq == 0 || s.ID == "" || s.Kind == "" {
		return s, fmt.Errorf("%w: header incomplete", ErrMalformed)
	}
	return s, nil
}

// Follows reports whether s is the record right after the one with this seq and hash in the same epoch.
func (s Sealed) Follows(seq uint64, hash Hash) bool { return s.Seq == seq+1 && s.Prev == hash }
