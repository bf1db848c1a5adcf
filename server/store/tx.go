package store

import (
	"crypto/ed25519"
	"time"

	"holdfast/pos/sqlite"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// Tx is one transaction on HQ's books.
type Tx struct{ tx *sqlite.Tx }

func (s *Store) begin(tx *sqlite.Tx) *Tx { return &Tx{tx: tx} }
func (t *Tx) write() error               { return nil }
func (s *Store) load() error             { panic("unbuilt") }

// Prepare decodes a pushed record.
func (s *Store) Prepare(b []byte) (hub.Record, error) { panic("unbuilt") }

func (t *Tx) Enrol(secret []byte, key ed25519.PublicKey, now time.Time) (wire.SignedBytes, error) {
	panic("unbuilt")
}
func (t *Tx) Place(place string, epoch uint64) (p hub.Place, ok bool, err error) { panic("unbuilt") }
func (t *Tx) Contact(place string, now time.Time) error                          { panic("unbuilt") }
func (t *Tx) Position() (wire.Position, error)                                   { panic("unbuilt") }
func (t *Tx) Accept(place string, epoch, from uint64, records []hub.Record, now time.Time) (hub.Accepted, error) {
	panic("unbuilt")
}
func (t *Tx) Request(place string, epoch uint64, r wire.Request, now time.Time) (hub.Decision, error) {
	panic("unbuilt")
}
func (t *Tx) Refuse(id, code, message string, now time.Time) error { panic("unbuilt") }
func (t *Tx) Withdraw(place string, epoch uint64, id string, now time.Time) (hub.Decision, error) {
	panic("unbuilt")
}
func (t *Tx) Wanted(r wire.Request) ([]wire.Amount, *hub.Refusal, error) { panic("unbuilt") }
func (t *Tx) Grant(place string, epoch uint64, holder, request string, amounts []wire.Amount, now time.Time) ([]byte, error) {
	panic("unbuilt")
}
func (t *Tx) InTransit(place string, epoch uint64) ([][]byte, error)      { panic("unbuilt") }
func (t *Tx) Holdings(holder string) ([]hub.Holding, error)               { panic("unbuilt") }
func (t *Tx) Available(holder string) ([]wire.Amount, error)              { panic("unbuilt") }
func (t *Tx) Standing(holder string, now time.Time) (hub.Standing, error) { panic("unbuilt") }
func (t *Tx) Sweep(place string, epoch uint64, after string, n int) ([]string, error) {
	panic("unbuilt")
}
func (t *Tx) React(n int, now time.Time) (done bool, err error) { panic("unbuilt") }
func (t *Tx) Feed(place string, epoch uint64, after wire.Cursor) (wire.Feed, error) {
	panic("unbuilt")
}
func (t *Tx) Tip() (wire.Cursor, error) { panic("unbuilt") }
