package store

import (
	"strconv"
	"strings"

	"holdfast/pos/record"
)

// receipt takes a receipt's number apart. There is one way to write each.
func receipt(number string) (h record.Header, ok bool) {
	parts := strings.Split(number, "-")
	if len(parts) != 3 || !plain(parts[0]) {
		return h, false
	}
	epoch, err1 := strconv.ParseUint(parts[1], 10, 63)
	seq, err2 := strconv.ParseUint(parts[2], 10, 63)
	h = record.Header{Place: parts[0], Epoch: epoch, Seq: seq}
	return h, err1 == nil && err2 == nil && epoch > 0 && seq > 0 && h.Receipt() == number
}
