package escrow

import (
	"crypto/ed25519"
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos/ledger"
)

// Amount is so much of one asset, in its smallest unit.
type Amount struct {
	Asset  ledger.Asset `cbor:"1,keyasint"`
	Amount int64        `cbor:"2,keyasint"`
}

// Grant is an amount HQ has moved out of a holder's available account for one place to hold. It can be checked by
// anyone with HQ's public key, without HQ's database.
type Grant struct {
	ID         string   `cbor:"1,keyasint"`
	Request    string   `cbor:"2,keyasint,omitempty"` // the request it answers; empty for a standing allowance
	Place      string   `cbor:"3,keyasint"`
	Epoch      uint64   `cbor:"4,keyasint"`
	Holder     string   `cbor:"5,keyasint"`
	Amounts    []Amount `cbor:"6,keyasint"`
	Made       int64    `cbor:"7,keyasint"` // Unix milliseconds
	Ends       int64    `cbor:"8,keyasint"` // Unix milliseconds from which it can't be reserved
	Generation uint64   `cbor:"9,keyasint"` // HQ's generation that made it
}

// Blob is a grant as it travels and is stored: CBOR [payload, signature], self-contained.
type Blob []byte

type signed struct {
	_         struct{} `cbor:",toarray"`
	Payload   []byte
	Signature []byte
}

// ErrSignature is the refusal of a grant that HQ's key has not signed.
var ErrSignature = errors.New("the grant is not signed by head office")

// context keeps a signature of a grant from being one of anything else.
const context = "holdfast grant 1\x00"

var enc, _ = cbor.CoreDetEncOptions().EncMode()

// Sign makes the blob of a grant.
func Sign(key ed25519.PrivateKey, g Grant) (Blob, error) {
	payload, err := enc.Marshal(g)
	if err != nil {
		return nil, fmt.Errorf("encode grant: %w", err)
	}
	return enc.Marshal(signed{Payload: payload, Signature: ed25519.Sign(key, append([]byte(context), payload...))})
}

// Open checks a blob's signature and returns its grant.
func Open(key ed25519.PublicKey, b Blob) (Grant, error) {
	var s signed
	if err := cbor.Unmarshal(b, &s); err != nil {
		return Grant{}, fmt.Errorf("grant: %w", err)
	}
	if !ed25519.Verify(key, append([]byte(context), s.Payload...), s.Signature) {
		return Grant{}, ErrSignature
	}
	return Read(b)
}

// Read is Open without the check of the signature: for a blob that is already in a journal.
func Read(b Blob) (g Grant, err error) {
	var s signed
	if err := cbor.Unmarshal(b, &s); err != nil {
		return g, fmt.Errorf("grant: %w", err)
	}
	if err := cbor.Unmarshal(s.Payload, &g); err != nil {
		return g, fmt.Errorf("grant: %w", err)
	}
	for _, a := range g.Amounts {
		if a.Amount <= 0 {
			return g, fmt.Errorf("grant %s: amount %d", g.ID, a.Amount)
		}
	}
	return g, nil
}

// Transit is the account that the grant's amount of an asset is in until its place accepts or declines it.
func (g Grant) Transit(a ledger.Asset) ledger.Account {
	return ledger.Transit(g.Holder, a, g.Place, g.Epoch, g.ID)
}

// Signing is the entry at HQ that makes the grant: available → transit.
func (g Grant) Signing() (e ledger.Entry) {
	for _, a := range g.Amounts {
		e = e.Move(ledger.Available(g.Holder, a.Asset), g.Transit(a.Asset), a.Amount)
	}
	return e
}

// Accepting is the entry in the place's journal that takes the grant in: transit → escrow.
func (g Grant) Accepting() (e ledger.Entry) {
	for _, a := range g.Amounts {
		e = e.Move(g.Transit(a.Asset), ledger.Escrow(g.Holder, a.Asset, g.Place, g.Epoch), a.Amount)
	}
	return e
}

// Declining is the entry in the place's journal that sends the grant back: transit → available.
func (g Grant) Declining() (e ledger.Entry) {
	for _, a := range g.Amounts {
		e = e.Move(g.Transit(a.Asset), ledger.Available(g.Holder, a.Asset), a.Amount)
	}
	return e
}
