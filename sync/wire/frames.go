package wire

// Hash is the SHA-256 of a record's bytes.
type Hash = [32]byte

// Position is a point in HQ's own journal. A till remembers the highest it has seen, so that an HQ restored from a
// backup finds out that it is behind.
type Position struct {
	Generation uint64 `cbor:"1,keyasint"`
	Seq        uint64 `cbor:"2,keyasint"`
	Hash       Hash   `cbor:"3,keyasint"`
}

// Cursor is a point in HQ's feed; zero is its beginning.
type Cursor struct {
	Generation uint64 `cbor:"1,keyasint"`
	At         uint64 `cbor:"2,keyasint"`
}

// Rules names the version of the rules that a till sells by; zero: it has none, or doesn't say. An HQ restored from a backup
// may give a version again, so it goes with the time of its publication.
type Rules struct {
	Version     uint64 `cbor:"1,keyasint"`
	PublishedMS int64  `cbor:"2,keyasint"`
}

// Frames from the till.
type (
	// Hello opens a session: number 1.
	Hello struct {
		MinVersion  int         `cbor:"1,keyasint"`
		MaxVersion  int         `cbor:"2,keyasint"`
		Certificate SignedBytes `cbor:"3,keyasint"`
		HeadSeq     uint64      `cbor:"4,keyasint"` // the journal's last record, 0 for none
		HeadHash    Hash        `cbor:"5,keyasint"`
		Feed        Cursor      `cbor:"6,keyasint"`
		Seen        Position    `cbor:"7,keyasint"` // the highest of HQ's positions seen
		Signature   []byte      `cbor:"8,keyasint"` // by the till's key, over HelloBytes
	}

	// Enrol asks for a certificate: number 2.
	Enrol struct {
		MinVersion int    `cbor:"1,keyasint"`
		MaxVersion int    `cbor:"2,keyasint"`
		Secret     []byte `cbor:"3,keyasint"` // of the one-time code
		PublicKey  []byte `cbor:"4,keyasint"` // ed25519
		Signature  []byte `cbor:"5,keyasint"` // by that key, over EnrolBytes: proof that the till has it
	}

	// Push sends records: number 3.
	Push struct {
		From      uint64   `cbor:"1,keyasint"` // seq of the first
		Records   [][]byte `cbor:"2,keyasint"`
		Signature []byte   `cbor:"3,keyasint"` // by the till's key, over PushBytes of the last record's hash
	}

	// FeedAck says that a batch is stored, and by which rules the till sells with it: number 4. The first one, right behind
	// Welcome, is of no batch: the till says what it has.
	FeedAck struct {
		Cursor Cursor `cbor:"1,keyasint"`
		Rules  Rules  `cbor:"2,keyasint,omitzero"`
	}

	// Request asks for a holder's value: number 5. Amounts are in the smallest unit; HQ splits Value into principal
	// and bonus by its spending order. Principal and Bonus are wanted as such, beside Value. Refund asks for the refund
	// right of the receipt that Holder names, Uses for so many uses of the limited thing that it names.
	Request struct {
		ID        string `cbor:"1,keyasint"`
		Holder    string `cbor:"2,keyasint"`
		Card      string `cbor:"3,keyasint,omitempty"` // the card that was swiped; its state is checked at HQ
		Value     int64  `cbor:"4,keyasint,omitempty"`
		Points    int64  `cbor:"5,keyasint,omitempty"`
		Principal int64  `cbor:"6,keyasint,omitempty"`
		Bonus     int64  `cbor:"7,keyasint,omitempty"`
		Refund    bool   `cbor:"8,keyasint,omitempty"`
		Uses      int64  `cbor:"9,keyasint,omitempty"`
		PIN       string `cbor:"10,keyasint,omitempty"` // of a coupon
	}

	// Withdraw takes a request back: number 6.
	Withdraw struct {
		ID string `cbor:"1,keyasint"`
	}

	// Recalled ends a recall: number 7. What was given back is in records up to Seq, which are pushed before.
	Recalled struct {
		ID  string `cbor:"1,keyasint"`
		Seq uint64 `cbor:"2,keyasint"`
	}

	// Idle names holders whose value no basket needs any more: number 8.
	Idle struct {
		Holders []string `cbor:"1,keyasint"`
	}

	// Enquire asks what a holder has: number 9.
	Enquire struct {
		ID     string `cbor:"1,keyasint"`
		Holder string `cbor:"2,keyasint"`
	}

	// Sync asks to be told when everything is settled: number 10.
	Sync struct {
		ID string `cbor:"1,keyasint"`
	}

	// Ping asks for a Pong: number 11. Empty says, of a till that HQ is closing, that nothing is held, open or unsent there.
	Ping struct {
		Empty bool `cbor:"1,keyasint,omitempty"`
	}

	// Change tells HQ what is no record: who a new member is, a changed profile, a card's new PIN: number 12. It is
	// stored at the till under an id before it is sent, and sent again until it is answered. Topics are HQ's (pos.Topic).
	Change struct {
		ID    string `cbor:"1,keyasint"`
		Topic string `cbor:"2,keyasint"`
		Key   string `cbor:"3,keyasint"`
		Body  []byte `cbor:"4,keyasint"`
		By    string `cbor:"5,keyasint,omitempty"` // the person
		AtMS  int64  `cbor:"6,keyasint,omitempty"`
	}

	// Ask looks something up at HQ that no feed carries, such as another till's receipt, or AskHistory: number 13.
	Ask struct {
		ID   string `cbor:"1,keyasint"`
		What string `cbor:"2,keyasint"`
		Key  string `cbor:"3,keyasint"`
	}
)

// AskHistory is what a till asks by for the records of its place's earlier epochs, which another machine had.
const AskHistory = "history"

// Frames from HQ.
type (
	// Challenge is HQ's first word: number 33.
	Challenge struct {
		MinVersion int    `cbor:"1,keyasint"`
		MaxVersion int    `cbor:"2,keyasint"`
		Nonce      []byte `cbor:"3,keyasint"`
		TimeMS     int64  `cbor:"4,keyasint"`
	}

	// Welcome answers Hello: number 34. Acked and AckedHash name the till's last record that HQ has booked; a till
	// that doesn't find it in its journal is an old copy.
	Welcome struct {
		Version   int      `cbor:"1,keyasint"`
		Acked     uint64   `cbor:"2,keyasint"`
		AckedHash Hash     `cbor:"3,keyasint"`
		TimeMS    int64    `cbor:"4,keyasint"`
		Position  Position `cbor:"5,keyasint"`
		ClosingMS int64    `cbor:"6,keyasint,omitempty"` // as in Pong
	}

	// Enrolled answers Enrol: number 35.
	Enrolled struct {
		Certificate SignedBytes `cbor:"1,keyasint"`
		HQKey       []byte      `cbor:"2,keyasint"` // ed25519, signs certificates and grants
	}

	// Ack says that records are durable and booked: number 36.
	Ack struct {
		Seq      uint64   `cbor:"1,keyasint"`
		Position Position `cbor:"2,keyasint"`
	}

	// Need asks for records from a seq: number 37.
	Need struct {
		From uint64 `cbor:"1,keyasint"`
	}

	// Feed brings news: number 38. Empty items only move the cursor.
	Feed struct {
		From  Cursor `cbor:"1,keyasint"`
		To    Cursor `cbor:"2,keyasint"`
		Items []Item `cbor:"3,keyasint"`
		End   bool   `cbor:"4,keyasint"` // there was nothing behind To when this was sent
	}

	// Grant brings a signed grant: number 39.
	Grant struct {
		Blob []byte `cbor:"1,keyasint"`
	}

	// Refused answers a Request with no: number 40.
	Refused struct {
		ID      string `cbor:"1,keyasint"`
		Code    string `cbor:"2,keyasint"`
		Message string `cbor:"3,keyasint"`
	}

	// Recall asks for value back: number 41.
	Recall struct {
		ID      string   `cbor:"1,keyasint"`
		Holder  string   `cbor:"2,keyasint"`
		Amounts []Amount `cbor:"3,keyasint"` // at most so much of each asset
	}

	// Answer answers Enquire: number 42.
	Answer struct {
		ID        string    `cbor:"1,keyasint"`
		Available []Amount  `cbor:"2,keyasint"`
		Elsewhere []Holding `cbor:"3,keyasint"`
	}

	// Synced answers Sync: number 43.
	Synced struct {
		ID string `cbor:"1,keyasint"`
	}

	// Pong answers Ping, and comes by itself when HQ begins to close the till or calls that off: number 44.
	Pong struct {
		TimeMS    int64 `cbor:"1,keyasint"`
		ClosingMS int64 `cbor:"2,keyasint,omitempty"` // since when HQ has been closing the till; 0: it isn't
	}

	// Changed answers Change: number 45. A Code says that HQ has not taken it, and Message why; that is final too. From Feed
	// on the feed holds it: what the till has from there may be newer than the change, which an answer that was lost once
	// must not bring back.
	Changed struct {
		ID      string `cbor:"1,keyasint"`
		Code    string `cbor:"2,keyasint,omitempty"`
		Message string `cbor:"3,keyasint,omitempty"`
		Feed    Cursor `cbor:"4,keyasint,omitzero"`
	}

	// Told answers Ask: number 46.
	Told struct {
		ID      string `cbor:"1,keyasint"`
		Body    []byte `cbor:"2,keyasint,omitempty"`
		Code    string `cbor:"3,keyasint,omitempty"`
		Message string `cbor:"4,keyasint,omitempty"`
	}
)

// Bye ends a session, from either side: number 32. Code is one of pos.Code.
type Bye struct {
	Code    string `cbor:"1,keyasint"`
	Message string `cbor:"2,keyasint"`
	Closed  bool   `cbor:"3,keyasint,omitempty"` // the till's epoch is closed for good: it spends nothing of what it holds
}

// Item is one thing of the feed, in its newest state: a product, a member, a rule document. An empty Body means that
// it is gone.
type Item struct {
	Topic    string `cbor:"1,keyasint"`
	Key      string `cbor:"2,keyasint"`
	Body     []byte `cbor:"3,keyasint,omitempty"`
	Reflects uint64 `cbor:"4,keyasint,omitempty"` // the receiving till's own records up to this seq are in it
}

// Amount is so much of an asset, in its smallest unit.
type Amount struct {
	Asset  string `cbor:"1,keyasint"`
	Amount int64  `cbor:"2,keyasint"`
}

// Holding is what one place holds of an asset, since when; or what of it is on the way there, since it was granted, or
// frozen there, since the place's epoch was closed.
type Holding struct {
	Place   string `cbor:"1,keyasint"`
	Asset   string `cbor:"2,keyasint"`
	Amount  int64  `cbor:"3,keyasint"`
	SinceMS int64  `cbor:"4,keyasint"`
	Online  bool   `cbor:"5,keyasint,omitempty"`
	State   string `cbor:"6,keyasint,omitempty"` // "", InTransit or Frozen
}

// States of a Holding that isn't simply held.
const (
	InTransit = "transit"
	Frozen    = "frozen"
)

func (Hello) number() byte     { return 1 }
func (Enrol) number() byte     { return 2 }
func (Push) number() byte      { return 3 }
func (FeedAck) number() byte   { return 4 }
func (Request) number() byte   { return 5 }
func (Withdraw) number() byte  { return 6 }
func (Recalled) number() byte  { return 7 }
func (Idle) number() byte      { return 8 }
func (Enquire) number() byte   { return 9 }
func (Sync) number() byte      { return 10 }
func (Ping) number() byte      { return 11 }
func (Change) number() byte    { return 12 }
func (Ask) number() byte       { return 13 }
func (Bye) number() byte       { return 32 }
func (Challenge) number() byte { return 33 }
func (Welcome) number() byte   { return 34 }
func (Enrolled) number() byte  { return 35 }
func (Ack) number() byte       { return 36 }
func (Need) number() byte      { return 37 }
func (Feed) number() byte      { return 38 }
func (Grant) number() byte     { return 39 }
func (Refused) number() byte   { return 40 }
func (Recall) number() byte    { return 41 }
func (Answer) number() byte    { return 42 }
func (Synced) number() byte    { return 43 }
func (Pong) number() byte      { return 44 }
func (Changed) number() byte   { return 45 }
func (Told) number() byte      { return 46 }
