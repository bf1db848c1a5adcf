package store

import (
	"context"
	"crypto/ed25519"
	"sync"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/sync/uplink"
	"holdfast/sync/wire"
)

// Clock is the machine's clock.
type Clock interface {
	Wall() time.Time     // what the machine says the time is
	Mono() time.Duration // time since some moment, never set back
}

type trusted struct {
	clock Clock
	mu    sync.Mutex
}
type self struct{}

// Now is the trusted time.
func (s *Store) Now() time.Time { return s.clock.clock.Wall() }

// Enrolled reports whether the till has a certificate.
func (s *Store) Enrolled() bool { return s.self != nil }

// Enrolment is who the till is and whom it trusts.
type Enrolment struct {
	wire.Certificate
	Signed      wire.SignedBytes
	Key         ed25519.PrivateKey
	HQKey       ed25519.PublicKey
	HQURL       string
	Fingerprint [16]byte // of HQ's TLS certificate
}

// SetEnrolment stores it, once per folder.
func (s *Store) SetEnrolment(e Enrolment) error { return errSkeleton }

// Enrolment is what SetEnrolment stored; pos.State where there is none.
func (s *Store) Enrolment() (Enrolment, error) { return Enrolment{}, errSkeleton }

func (tx *Tx) Product(codeOrBarcode string) (pos.Product, error) { return pos.Product{}, errSkeleton }
func (tx *Tx) Member(id string) (pos.Member, error)              { return pos.Member{}, errSkeleton }
func (tx *Tx) MemberByPhone(phone string) (pos.Member, error)    { return pos.Member{}, errSkeleton }
func (tx *Tx) Card(number string) (pos.Card, error)              { return pos.Card{}, errSkeleton }
func (tx *Tx) Person(id string) (pos.Person, error)              { return pos.Person{}, errSkeleton }
func (tx *Tx) Store(code string) (pos.Store, error)              { return pos.Store{}, errSkeleton }
func (tx *Tx) Rules() (pos.Rules, error)                         { return pos.Rules{}, errSkeleton }

// Balance is the last known: HQ's figure and what this till's own records since have changed.
func (tx *Tx) Balance(member string) (pos.Balance, error) { return pos.Balance{}, errSkeleton }

// Lots is what is held here of a holder, in doubt nothing. Reserved leaves out basket's own earmarks.
func (tx *Tx) Lots(holder, basket string) ([]escrow.Lot, error) { return nil, errSkeleton }

// Shift is the open shift.
type Shift struct {
	ID       string
	Operator string
	Date     string // business date
	Opened   time.Time
}

// Shift is the open shift, nil where there is none.
func (tx *Tx) Shift() (*Shift, error) { return nil, errSkeleton }

// Drawer is the cash that the books say is in the drawer.
func (tx *Tx) Drawer() (money.Fen, error) { return 0, errSkeleton }

// OpenBasket is the body that was saved last; nil where no basket is open.
func (tx *Tx) OpenBasket() ([]byte, error) { return nil, errSkeleton }

// SaveBasket stores the open basket. There is one at a time.
func (tx *Tx) SaveBasket(id string, body []byte) error { return errSkeleton }

// DropBasket ends a basket: finished or cancelled. It releases what is reserved and withdraws what was asked for it.
func (tx *Tx) DropBasket(id string) error { return errSkeleton }

// Reserve sets lots aside for a tender (from 1) of a basket, using up the basket's own earmarks on them first.
func (tx *Tx) Reserve(basket string, tender int, holder string, uses []escrow.Use) error {
	return errSkeleton
}

// Release takes back the reservations of a tender; -1: everything of the basket.
func (tx *Tx) Release(basket string, tender int) error { return errSkeleton }

// Operator is the id of the person who did it; empty for what the till does by itself.
type Operator string

// Append makes the journal's next record.
func (tx *Tx) Append(op Operator, body record.Body) (record.Sealed, error) {
	return record.Sealed{}, errSkeleton
}

// AskFor stores a request under a new id.
func (tx *Tx) AskFor(basket, holder, card string, value, points int64) (wire.Request, error) {
	return wire.Request{}, errSkeleton
}

// WithdrawRequest takes an open request back.
func (tx *Tx) WithdrawRequest(id string) error { return errSkeleton }

// RequestStatus is how far a request is.
type RequestStatus string

// A request is open until one of the others.
const (
	RequestOpen      RequestStatus = "open"
	RequestGranted   RequestStatus = "granted"
	RequestRefused   RequestStatus = "refused"
	RequestWithdrawn RequestStatus = "withdrawn"
)

// RequestState is a request's status; Code and Message are HQ's reason where it was refused.
type RequestState struct {
	Status  RequestStatus
	Code    pos.Code
	Message string
}

// Request is the state of a request.
func (tx *Tx) Request(id string) (RequestState, error) { return RequestState{}, errSkeleton }

// Sale is the record behind a receipt: a sale or a top-up.
func (tx *Tx) Sale(receipt string) (record.Sealed, error) { return record.Sealed{}, errSkeleton }

// LastReceipt is the number of the newest receipt, "" where there is none.
func (tx *Tx) LastReceipt() (string, error) { return "", errSkeleton }

// Status is where the journal stands.
type Status struct {
	Head   uint64
	Acked  uint64
	Unsent uint64
	Oldest time.Time // of the first unsent record; zero where all are sent
	Doubt  string    // why nothing held here may be spent; "" normally
}

// Counts is the status.
func (tx *Tx) Counts() (Status, error) { return Status{}, errSkeleton }

// Verification is what Verify went through.
type Verification struct{ Records, Accounts int }

// Verify replays the journal from its first record and compares everything derived from it.
func (s *Store) Verify(ctx context.Context) (Verification, error) {
	return Verification{}, errSkeleton
}

// Verify is Store.Verify on a file, read-only, beside the till that runs on it.
func Verify(ctx context.Context, file string) (Verification, error) {
	return Verification{}, errSkeleton
}

// The uplink's half.
func (s *Store) Identity() (uplink.Identity, error)                { return uplink.Identity{}, errSkeleton }
func (s *Store) State() (uplink.State, error)                      { return uplink.State{}, errSkeleton }
func (s *Store) Has(seq uint64, hash wire.Hash) (bool, error)      { return false, errSkeleton }
func (s *Store) Doubt(why string) error                            { return errSkeleton }
func (s *Store) Acked(seq uint64, at wire.Position) error          { return errSkeleton }
func (s *Store) Contact(hq time.Time) error                        { return errSkeleton }
func (s *Store) ApplyFeed(f wire.Feed) error                       { return errSkeleton }
func (s *Store) TakeGrant(blob []byte) (request string, err error) { return "", errSkeleton }
func (s *Store) Surrender(r wire.Recall) (seq uint64, err error)   { return 0, errSkeleton }
func (s *Store) Requests() ([]wire.Request, error)                 { return nil, errSkeleton }
func (s *Store) Withdrawn() ([]string, error)                      { return nil, errSkeleton }
func (s *Store) Refused(id, code, message string) error            { return errSkeleton }
func (s *Store) Idle() ([]string, error)                           { return nil, errSkeleton }
func (s *Store) Records(from uint64, count, size int) ([][]byte, error) {
	return nil, errSkeleton
}
