package hub

import (
	"crypto/ed25519"
	"time"

	"holdfast/sync/wire"
)

// Store is HQ's books as the hub sees them. Everything a Flush does happens inside one Update; when it returns nil
// that is durable.
type Store interface {
	Update(f func(Tx) error) error
	// Prepare decodes a pushed record. It needs no transaction and may run in many goroutines at once.
	Prepare(record []byte) (Record, error)
}

// Record is a decoded record, opaque here.
type Record any

// Tx is one transaction on HQ's books.
type Tx interface {
	// Enrol uses up a one-time code and opens a new epoch for its place, with the key. A *Refusal as error is for the
	// till: the code is wrong, used or too old.
	Enrol(secret []byte, key ed25519.PublicKey, now time.Time) (wire.SignedBytes, error)
	// Place is what HQ knows of an epoch of a place. ok is false where it never enrolled it.
	Place(place string, epoch uint64) (p Place, ok bool, err error)
	// Adopt takes in an epoch that the books don't know and its certificate, checked before, proves: they were restored
	// from a backup, or are an old copy, which they find out by it.
	Adopt(c wire.Certificate, now time.Time) error
	// Greeted notes how long a place's journal is, and looks whether it has seen more of HQ than these books hold. They
	// are an old copy then, and hold back all grants until they have heard of every place.
	Greeted(place string, epoch, head uint64, seen wire.Position, now time.Time) error
	// SellsBy notes by which rules a place sells, and that it said so now.
	SellsBy(place string, epoch uint64, rules wire.Rules, now time.Time) error
	// Contact notes when a place was last heard of.
	Contact(place string, now time.Time) error
	// Closing is the epochs that are to give back all that they hold and be closed then, and get nothing any more.
	Closing() ([]Closing, error)
	// CloseEmpty closes such an epoch for good, if the books too say that nothing is left there, and returns why it is closed;
	// "" where something is left.
	CloseEmpty(place string, epoch uint64, now time.Time) (why string, err error)
	// Closed is the epochs that the books have closed lately, by whomever: their sessions end.
	Closed() ([]Closed, error)
	// Position is the newest point of HQ's journal.
	Position() (wire.Position, error)

	// Accept books records in order, from the seq after the place's last. Wrong ones are booked as far as they go, with
	// an exception; it never fails for what a till wrote. Records HQ has already are skipped.
	Accept(place string, epoch, from uint64, records []Record, now time.Time) (Accepted, error)

	// Branch keeps more records of a branch that Accept has found.
	Branch(place string, epoch, from uint64, records []Record, now time.Time) error

	// Request finds or stores a request. The first time it is Open; afterwards what was decided. Another body under
	// the same id is decided as refused, and an exception the first time.
	Request(place string, epoch uint64, r wire.Request, now time.Time) (Decision, error)
	// Refuse decides an open request with no, for good.
	Refuse(id, code, message string, now time.Time) error
	// Withdraw decides a request as refused ("withdrawn") if nothing is decided yet, known or not, and returns what it
	// is decided as now.
	Withdraw(place string, epoch uint64, id string, now time.Time) (Decision, error)
	// Wanted is what may be granted to a place for a request now: at most what was asked and is available, principal and bonus
	// split by HQ's order. A message says why nothing is granted at all (card lost, no such member, the place is to be closed).
	Wanted(place string, epoch uint64, r wire.Request, now time.Time) (amounts []wire.Amount, refusal *Refusal, err error)
	// First is the half of stored value, principal or bonus, that HQ has spent first.
	First() (asset string, err error)
	// Grant signs amounts for a place, from available into transit, and decides the request where there is one.
	Grant(place string, epoch uint64, holder, request string, amounts []wire.Amount, now time.Time) (blob []byte, err error)
	// InTransit is the blobs of an epoch that were neither accepted nor declined.
	InTransit(place string, epoch uint64) ([][]byte, error)
	// Unsettled is how many those are.
	Unsettled(place string, epoch uint64) (int, error)

	// Holdings is what every place of an unfenced epoch holds of a holder: in escrow and in transit.
	Holdings(holder string) ([]Holding, error)
	// Elsewhere is what of a holder is not at HQ, for people: what places hold, what is on the way there, and what is frozen
	// at closed epochs. Who is online is not for the books to say.
	Elsewhere(holder string) ([]wire.Holding, error)
	// Available is what of a holder is at HQ.
	Available(holder string) ([]wire.Amount, error)
	// Standing is where a holder's allowance should stand, and what should be granted there now beyond what the
	// place has: nothing unless it is available.
	Standing(holder string, now time.Time) (Standing, error)
	// Share is what a place lacks of what is the chain's own and should stand there now, to be granted; what it holds beyond
	// that is below zero, to be recalled.
	Share(place string, epoch uint64, holder string, now time.Time) ([]wire.Amount, error)
	// Sweep lists, in the order of their ids, at most n holders after one who are at home at a place or of whom it
	// holds value, and of what is the chain's own all of which some may have to stand there, but house money.
	Sweep(place string, epoch uint64, after string, n int) ([]string, error)

	// Change takes what a till has learnt that is no record: a member's profile, a card's PIN. A repeated id changes
	// nothing and gets the first answer again; a refusal is final.
	Change(place string, epoch uint64, c wire.Change, now time.Time) (*Refusal, error)
	// Taken is the point of the feed from which on it holds a change that was taken.
	Taken(change string) (wire.Cursor, error)
	// Ask looks up what no feed carries.
	Ask(place, what, key string) (body []byte, refusal *Refusal, err error)

	// React lets the reactors read at most n more records of HQ's journal; done when they have read all.
	React(n int, now time.Time) (done bool, err error)
	// Feed is the batch after a cursor for a place, of at most wire.FeedCount items and about wire.FeedBytes.
	Feed(place string, epoch uint64, after wire.Cursor) (wire.Feed, error)
	// Tip is the end of the feed.
	Tip() (wire.Cursor, error)
}

// Place is a place's epoch as HQ knows it.
type Place struct {
	Key    ed25519.PublicKey
	Fenced string // why this epoch may not connect any more; "" if it may
	Acked  uint64 // last record booked
	Hash   wire.Hash

	ClosingMS int64 // since when it is to give back all and be closed; 0: it isn't
}

// Closing is an epoch that is to be closed, since when.
type Closing struct {
	Place   string
	Epoch   uint64
	SinceMS int64
}

// Closed is an epoch that was closed, and why.
type Closed struct {
	Place string
	Epoch uint64
	Why   string
}

// Accepted is what became of a push.
type Accepted struct {
	Acked   uint64
	Gap     bool     // records are missing before the first of these; nothing was booked
	Fenced  string   // why the session must end: the place wrote what only a broken or copied one can
	Branch  bool     // records that don't continue the journal were among them, and kept beside
	Holders []string // whose value moved
}

// Decision is the state of a request.
type Decision struct {
	Open    bool // nothing decided yet
	Grant   []byte
	Refused *Refusal
}

// Refusal is a no with its reason.
type Refusal struct{ Code, Message string }

// Holding is what one place holds of one holder's asset.
type Holding struct {
	Place   string
	Epoch   uint64
	Asset   string
	Escrow  int64
	Transit int64
}

// Standing is the policy's answer for one holder.
type Standing struct {
	Home  string
	Epoch uint64
	Grant []wire.Amount    // to sign now for Home
	Keep  map[string]int64 // by asset, what Home may keep; more is surplus
	// Frozen value stays where it is: nothing is granted, nothing recalled, but from a till that is to be closed.
	Frozen bool
}
