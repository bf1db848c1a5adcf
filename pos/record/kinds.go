package record

import (
	"fmt"

	"holdfast/pos/ledger"
)

// Kind names what happened.
type Kind string

// The kinds. A till writes the first groups, HQ the last.
const (
	KindShiftOpen  Kind = "shift_open"
	KindShiftClose Kind = "shift_close"
	KindCashIn     Kind = "cash_in"
	KindCashOut    Kind = "cash_out"
	KindDrawer     Kind = "drawer"

	KindSale     Kind = "sale"
	KindRefund   Kind = "refund"
	KindRelease  Kind = "release"
	KindTopUp    Kind = "topup"
	KindTopVoid  Kind = "topup_void"
	KindWithdraw Kind = "withdraw"
	KindConvert  Kind = "convert"
	KindReward   Kind = "reward"
	KindDeduct   Kind = "deduct"

	KindCardIssue   Kind = "card_issue"
	KindCardLost    Kind = "card_lost"
	KindCardFound   Kind = "card_found"
	KindCardReplace Kind = "card_replace"
	KindCardReturn  Kind = "card_return"
	KindCardExtend  Kind = "card_extend"

	KindAccept  Kind = "accept"
	KindDecline Kind = "decline"
	KindReturn  Kind = "return"

	KindOpening   Kind = "opening"
	KindGrant     Kind = "grant"
	KindSuspense  Kind = "suspense"
	KindClaimPaid Kind = "claim_paid"
	KindOverpaid  Kind = "overpaid"
	KindAdjust    Kind = "adjust"
	KindSettle    Kind = "settle"
	KindMerge     Kind = "merge"
	KindTakeOver  Kind = "take_over"
	KindFloat     Kind = "float"
	KindQuota     Kind = "quota"
	KindWriteOff  Kind = "write_off"
	KindForked    Kind = "forked"
)

// Body is what a kind of record says beyond its header.
type Body interface {
	Kind() Kind
	// Postings is what the fact does to the books, in a record with this header.
	Postings(h Header) ledger.Entry
}

// ErrUnknownKind is the answer to a kind written by a newer program. Its postings are booked all the same.
var ErrUnknownKind = fmt.Errorf("unknown kind of record")

// decoders is how each kind's body is read.
var decoders = map[Kind]func(Record) (Body, error){
	KindShiftOpen: decode[ShiftOpen], KindShiftClose: decode[ShiftClose], KindCashIn: decode[CashIn], KindCashOut: decode[CashOut], KindDrawer: decode[Drawer],
	KindSale: decode[Sale], KindRefund: decode[Refund], KindRelease: decode[Release],
	KindTopUp: decode[TopUp], KindTopVoid: decode[TopVoid], KindWithdraw: decode[Withdraw],
	KindConvert: decode[Convert], KindReward: decode[Reward], KindDeduct: decode[Deduct],
	KindCardIssue: decode[CardIssue], KindCardLost: decode[CardLost], KindCardFound: decode[CardFound],
	KindCardReplace: decode[CardReplace], KindCardReturn: decode[CardReturn], KindCardExtend: decode[CardExtend],
	KindAccept: decode[Accept], KindDecline: decode[Decline], KindReturn: decode[Return],
	KindOpening: decode[Opening], KindGrant: decode[Granted], KindSuspense: decode[Suspense],
	KindClaimPaid: decode[ClaimPaid], KindOverpaid: decode[Overpaid], KindAdjust: decode[Adjust], KindSettle: decode[Settle],
	KindMerge: decode[Merge], KindTakeOver: decode[TakeOver], KindFloat: decode[Float], KindQuota: decode[Quota], KindWriteOff: decode[WriteOff], KindForked: decode[Forked],
}

// Decode reads the body.
func (r Record) Decode() (Body, error) {
	if read := decoders[r.Kind]; read != nil {
		return read(r)
	}
	return nil, fmt.Errorf("%w: %s", ErrUnknownKind, r.Kind)
}

func decode[B Body](r Record) (Body, error) {
	var b B
	if err := dec.Unmarshal(r.Body, &b); err != nil {
		return nil, fmt.Errorf("%w: %s body: %w", ErrMalformed, r.Kind, err)
	}
	return b, nil
}
