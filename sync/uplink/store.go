package uplink

import (
	"crypto/ed25519"
	"time"

	"holdfast/sync/wire"
)

// Store is a till's books as the uplink sees them. Each method is one durable transaction; the state the uplink needs
// after a crash is all in there.
type Store interface {
	// Identity is who this till is.
	Identity() (Identity, error)
	// State is where journal, acknowledgement and feed stand.
	State() (State, error)
	// Has reports whether the journal holds a record with this seq and hash; seq 0 is always there.
	Has(seq uint64, hash wire.Hash) (bool, error)
	// Doubt stops all spending from escrow: HQ has seen records of this till that it doesn't have.
	Doubt(why string) error
	// Waiting is what there is to send, and of what there is none: one look for all that follows.
	Waiting() (Waiting, error)
	// Records is the journal from a seq: at most count records and about size bytes, and at least one if there is one.
	Records(from uint64, count, size int) ([][]byte, error)
	// Acked notes that HQ has booked all records up to seq.
	Acked(seq uint64, at wire.Position) error
	// Contact sets the till's clock by HQ's.
	Contact(hq time.Time) error
	// Closing notes since when HQ has been closing this till for good; zero: it isn't, or not any more.
	Closing(since time.Time) error
	// Empty reports, of a till that is being closed, whether nothing is held, open or unsent there. Its refund rights it gives
	// up, with a record, when nothing is open.
	Empty() (bool, error)
	// History takes HQ's answer about what this place did in earlier epochs, on another machine, nil for none, and returns
	// what to ask next; "" for nothing.
	History(answer []byte) (next string, err error)
	// ApplyFeed stores a batch, if it starts at the cursor where the feed stands.
	ApplyFeed(f wire.Feed) error
	// TakeGrant accepts a grant into escrow, or declines it (withdrawn, not for this epoch …), with a record; a grant
	// already dealt with changes nothing. It returns the request that the grant answers, "" for a standing allowance.
	TakeGrant(blob []byte) (request string, err error)
	// Surrender answers a recall with a record if there is anything to return; seq is the journal's last one then.
	Surrender(r wire.Recall) (seq uint64, err error)
	// Requests is what was asked and is neither answered nor withdrawn.
	Requests() ([]wire.Request, error)
	// Withdrawn is the ids that were withdrawn and that HQ may not know of yet.
	Withdrawn() ([]string, error)
	// Refused notes HQ's no, or that it has taken note of a withdrawal.
	Refused(id, code, message string) error
	// Changes is what was changed here that is no record and that HQ has not answered: the oldest first, at most n.
	Changes(n int) ([]wire.Change, error)
	// Changed notes HQ's answer to a change; with a code it has not taken it, for good.
	Changed(c wire.Changed) error
	// Idle takes the holders whose reservations ended since it was last called.
	Idle() ([]string, error)
}

// Waiting is of what there is anything to send, and the journal's last seq.
type Waiting struct {
	Changes, Requests, Withdrawn, Idle bool
	HeadSeq                            uint64
}

// Identity is a till's certificate and keys.
type Identity struct {
	Place       string
	Epoch       uint64
	Certificate wire.SignedBytes
	Key         ed25519.PrivateKey
}

// State is how far a till is.
type State struct {
	HeadSeq  uint64
	HeadHash wire.Hash
	Acked    uint64
	Feed     wire.Cursor
	Seen     wire.Position // highest of HQ's
	Rules    wire.Rules    // that the till sells by
}
