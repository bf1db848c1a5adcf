// Package wire is the protocol between a till and head office: its frames, their encoding, and the signatures on
// them. It imports nothing of Holdfast: records, feed items and grants are opaque bytes here.
//
// # Carriage
//
// One websocket over TLS at /till. One binary message is one frame: a byte with the frame's number, then its fields
// as a CBOR map with integer keys. A frame is at most MaxFrame bytes; a longer one ends the session. Numbers and keys
// are never reused. A receiver ignores keys it doesn't know and frames numbered above 63; an unknown frame below 64
// ends the session, because what it meant can't be skipped.
//
// # A session
//
//	HQ   → till   Challenge  versions, a nonce, the time
//	till → HQ     Hello      who it is (certificate), the head of its journal, its feed cursor, signed over the nonce
//	HQ   → till   Welcome    the version chosen, the record it has applied last, with its hash
//	HQ   → till   Grant …    every grant that is signed for this epoch and neither accepted nor declined yet
//
// From then on both directions are independent:
//
//	till → HQ   Push     records in order from a seq; the hash of the last is signed
//	HQ → till   Ack      all records up to this seq are durable and booked (sent after HQ's commit, cumulative)
//	HQ → till   Need     there is a gap; push from here
//	HQ → till   Feed     what changed at HQ, from a cursor to a cursor; each item says which of the till's own
//	                     records it already reflects
//	till → HQ   FeedAck  the batch is stored, and by which rules the till sells now; said of no batch, right behind Welcome,
//	                     by which it sells. HQ keeps at most FeedWindow batches unanswered
//	till → HQ   Request  a member's value is wanted here, under an id made and stored before it was first sent
//	HQ → till   Grant    signed value, or
//	HQ → till   Refused  why not. A repeated id gets the first answer again, whichever it was
//	till → HQ   Withdraw the cashier went on without it; if a grant with this id still comes, the till declines it
//	HQ → till   Recall   HQ would like value back
//	till → HQ   Recalled what the till gave is in its journal up to a seq (maybe nothing)
//	till → HQ   Idle     these holders' value here is no longer needed by a basket
//	till → HQ   Enquire / HQ → till Answer    what a holder has, and where it stands
//	till → HQ   Change   / HQ → till Changed  what is no record: a member's profile. Kept and repeated until answered,
//	                     and sent before the records that speak of the member. Of one key at most one is under way,
//	                     so that an older one never comes after a newer one
//	till → HQ   Ask      / HQ → till Told     another till's receipt, and what else no feed carries
//	till → HQ   Sync     / HQ → till Synced   everything pushed is booked, reactors have run, nothing of this till is
//	                     in transit or being recalled, and the feed has been acknowledged. It is sent when nothing is
//	                     left to push and no Change waits for its answer
//	till → HQ   Ping     / HQ → till Pong     the line lives; the time
//	either      Bye      why the session ends
//
// Flow: the till keeps at most PushWindow bytes of records and ChangeCount changes unanswered; HQ at most FeedWindow feed
// batches.
//
// A Request may ask for a receipt's refund right instead of value. There is one of it: HQ recalls it from the till that
// sold, or from the one that was granted it last, like value, and grants it whole.
// After any cut the till connects again, says Hello, and both go on from Welcome's seq and Hello's cursor.
//
// A till whose epoch HQ has closed, and that has records HQ has not, is welcomed to push those and nothing else; when it
// has, and at every later Hello, HQ answers Bye, with Closed: it spends nothing of what it holds from then on.
//
// A till that HQ is closing for good is told so in Welcome and Pong. It gets no grants, gives back what is recalled, and goes
// on selling for cash. When no shift or sale is open there, it gives up its refund rights; when then nothing is held or unsent,
// its Pings say Empty, and HQ closes the epoch.
//
// A till that doesn't know the record in Welcome is an old copy, or went on beside one. It spends nothing from then on, and
// pushes what it has behind the last record that was acknowledged to it, one Push at a time: HQ keeps what is not in its own
// journal for a person to look at, and answers Need for the next, and Bye behind the last; or Ack, while all that it has got is
// in its journal too, and then the till goes on by itself. The till passes over whatever else HQ says, which may take it for
// the one that it knows until the first of the other records is there.
//
// # Enrolment
//
// Instead of Hello the till sends Enrol with a one-time code and its new public key, and gets Enrolled with its
// certificate: place, store, epoch and key, signed by HQ. The code carries the fingerprint of HQ's TLS certificate,
// so the till talks to no other server (see [Code]).
//
// A machine that was enrolled in the place of another one begins a journal of its own, and holds nothing. It Asks, part by
// part, for what the place did in earlier epochs (AskHistory): to look things up, not to count with.
package wire

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/fxamacker/cbor/v2"
)

// Limits of the protocol.
const (
	Version    = 1         // spoken by this program
	MinVersion = 1         // oldest it still understands
	MaxFrame   = 1 << 20   // bytes of a frame
	PushBytes  = 64 << 10  // bytes of records after which a Push is full
	PushCount  = 500       // records after which a Push is full
	PushWindow = 1 << 20   // bytes of records a till sends beyond the last Ack
	FeedBytes  = 256 << 10 // bytes of items after which a Feed is full
	FeedCount  = 2000      // items after which a Feed is full
	IdleCount  = 500       // holders in an Idle
	FeedWindow = 2         // feed batches HQ sends beyond the last FeedAck

	ChangeCount = 50       // changes a till sends beyond those that are answered
	ChangeBytes = 16 << 10 // bytes of a Change's body
	NameBytes   = 256      // bytes of an id, a key, a topic, in the frames that carry one
)

// Frame is one message of the protocol.
type Frame interface{ number() byte }

// frames lists every frame by its number.
var frames = map[byte]reflect.Type{}

func init() {
	for _, f := range []Frame{
		Hello{}, Enrol{}, Push{}, FeedAck{}, Request{}, Withdraw{}, Recalled{}, Idle{}, Enquire{}, Sync{}, Ping{}, Change{}, Ask{},
		Challenge{}, Welcome{}, Enrolled{}, Ack{}, Need{}, Feed{}, Grant{}, Refused{}, Recall{}, Answer{}, Synced{}, Pong{}, Changed{}, Told{},
		Bye{},
	} {
		if frames[f.number()] != nil {
			panic(fmt.Sprintf("wire: number %d twice", f.number()))
		}
		frames[f.number()] = reflect.TypeOf(f)
	}
}

// Errors of Decode. Both end the session.
var (
	ErrTooLarge  = errors.New("frame is larger than 1 MiB")
	ErrMalformed = errors.New("malformed frame")
)

var (
	enc, _ = cbor.CoreDetEncOptions().EncMode()
	dec, _ = cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden,
		MaxArrayElements: 65536, MaxMapPairs: 65536, MaxNestedLevels: 16,
	}.DecMode()
)

// Encode is the bytes of a frame.
func Encode(f Frame) ([]byte, error) {
	body, err := enc.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", f, err)
	}
	if len(body) >= MaxFrame {
		return nil, fmt.Errorf("encode %T: %w", f, ErrTooLarge)
	}
	return append([]byte{f.number()}, body...), nil
}

// Decode reads a frame. It returns nil, nil for one of a newer version that may be skipped.
func Decode(b []byte) (Frame, error) {
	if len(b) > MaxFrame {
		return nil, ErrTooLarge
	}
	if len(b) == 0 {
		return nil, fmt.Errorf("%w: empty", ErrMalformed)
	}
	t := frames[b[0]]
	if t == nil {
		if b[0] >= 64 {
			return nil, nil
		}
		return nil, fmt.Errorf("%w: no frame has number %d", ErrMalformed, b[0])
	}
	v := reflect.New(t)
	if err := dec.Unmarshal(b[1:], v.Interface()); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrMalformed, t.Name(), err)
	}
	return v.Elem().Interface().(Frame), nil
}
