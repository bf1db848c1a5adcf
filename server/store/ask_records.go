package store

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos/record"
	"holdfast/sync/hub"
)

// A page of a member's records is bounded by their number and their bytes, so that it fits into a frame.
const (
	pageRecords = 100
	pageBytes   = 256 << 10
)

// askedRecords is what tills booked of a member's value, and of whoever was merged into them, the newest first. The key is
// the member's id and, behind a blank, the Next of the page before.
func (t *Tx) askedRecords(key string) (body []byte, refusal *hub.Refusal, err error) {
	member, behind, _ := strings.Cut(key, " ")
	before, err := strconv.ParseInt(behind, 10, 64)
	if err != nil {
		before = 1<<63 - 1
	}
	var page record.Page
	size := 0
	for scan, err := range t.tx.Query(`SELECT j.hq_seq, j.bytes FROM touched x JOIN journal j ON j.hq_seq = x.hq_seq
		WHERE x.holder IN (SELECT ?1 UNION SELECT id FROM members WHERE merged_into = ?1) AND x.hq_seq < ?2
			AND j.kind IN ('sale', 'refund', 'topup', 'topup_void', 'withdraw', 'convert', 'reward', 'deduct', 'card_return')
		ORDER BY x.hq_seq DESC`, member, before) {
		var hqSeq int64
		var b []byte
		if err == nil {
			err = scan(&hqSeq, &b)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("records of %s: %w", clip(member), err)
		}
		if size += len(b); len(page.Records) > 0 && (len(page.Records) == pageRecords || size > pageBytes) {
			page.Next = strconv.FormatInt(before, 10)
			break
		}
		page.Records = append(page.Records, b)
		before = hqSeq
	}
	if body, err = cbor.Marshal(page); err != nil {
		return nil, nil, fmt.Errorf("encode records of %s: %w", clip(member), err)
	}
	return body, nil, nil
}
