package store

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// What a till asks by: for another till's receipt (the answer is a record.Sold), for what a member did at all tills (a
// record.Page), and for what its place did before it was enrolled on this machine (a record.History).
const (
	askReceipt = "receipt"
	askRecords = "records"
	askHistory = wire.AskHistory
)

// Ask looks up what no feed carries.
func (t *Tx) Ask(place, what, key string) (body []byte, refusal *hub.Refusal, err error) {
	if err := t.writeJournal(); err != nil {
		return nil, nil, err
	}
	switch what {
	case askReceipt:
		return t.askedReceipt(key)
	case askRecords:
		return t.askedRecords(key)
	case askHistory:
		return t.askedHistory(place, key)
	}
	return nil, &hub.Refusal{Code: string(pos.NotFound), Message: fmt.Sprintf("head office has no answer to %q; is this till newer?", clip(what))}, nil
}

func (t *Tx) askedReceipt(key string) (body []byte, refusal *hub.Refusal, err error) {
	h, ok := receipt(key)
	if !ok {
		return nil, noReceipt(key), nil
	}
	var sold record.Sold
	err = t.tx.QueryRow("SELECT bytes FROM journal WHERE place = ? AND epoch = ? AND seq = ?", h.Place, int64(h.Epoch), int64(h.Seq)).Scan(&sold.Record)
	if none(err) {
		return nil, noReceipt(key), nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("receipt %s: %w", key, err)
	}
	for scan, err := range t.tx.Query("SELECT j.bytes FROM refunds r JOIN journal j ON j.hq_seq = r.hq_seq WHERE r.receipt = ? ORDER BY r.hq_seq", key) {
		var b []byte
		if err == nil {
			err = scan(&b)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("refunds of %s: %w", key, err)
		}
		sold.Refunds = append(sold.Refunds, b)
	}
	if body, err = cbor.Marshal(sold); err != nil {
		return nil, nil, fmt.Errorf("encode receipt %s: %w", key, err)
	}
	if len(body) > wire.MaxFrame-1024 { // and every session that asked for it would end
		return nil, &hub.Refusal{Code: string(pos.State), Message: "receipt " + key + " and its refunds are too large to be sent; refund it where it was sold"}, nil
	}
	return body, nil, nil
}

func noReceipt(key string) *hub.Refusal {
	return &hub.Refusal{Code: string(pos.NotFound), Message: fmt.Sprintf("head office has no receipt %q; check the number, or bring the till it is of back on line first", clip(key))}
}
