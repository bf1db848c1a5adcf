package store

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/sync/hub"
)

// askedHistory is what a place did before the epoch it is in, for the machine that has taken another one's place: how far
// head office has each earlier epoch, and a page of one of them. The key is the place's own epoch, the one that is asked for
// (0: none yet), and the seq behind which.
func (t *Tx) askedHistory(place, key string) (body []byte, refusal *hub.Refusal, err error) {
	var own, after uint64
	var h record.History
	if n, err := fmt.Sscanf(key, "%d %d %d", &own, &h.Epoch, &after); n != 3 || err != nil || own > 1<<62 || h.Epoch > 1<<62 || after > 1<<62 {
		return nil, &hub.Refusal{Code: string(pos.Usage), Message: fmt.Sprintf("a question about the past of a till that can't be read: %q", clip(key))}, nil
	}
	if err := t.writeEpochs(); err != nil {
		return nil, nil, err
	}
	for scan, err := range t.tx.Query("SELECT epoch, acked FROM epochs WHERE place = ? AND epoch < ? AND acked > 0 ORDER BY epoch", place, int64(own)) {
		var e record.EpochEnd
		if err == nil {
			err = scan(&e.Epoch, &e.Acked)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("epochs of %s: %w", place, err)
		}
		h.Epochs = append(h.Epochs, e)
	}
	size := 0
	for scan, err := range t.tx.Query("SELECT bytes FROM journal WHERE place = ?1 AND epoch = ?2 AND epoch < ?3 AND seq > ?4 ORDER BY seq", place, int64(h.Epoch), int64(own), int64(after)) {
		var b []byte
		if err == nil {
			err = scan(&b)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("history of %s: %w", place, err)
		}
		if size += len(b); size > pageBytes && len(h.Records) > 0 {
			break
		}
		h.Records = append(h.Records, b)
	}
	if body, err = cbor.Marshal(h); err != nil {
		return nil, nil, fmt.Errorf("encode the history of %s: %w", place, err)
	}
	return body, nil, nil
}
