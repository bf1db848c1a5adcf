//go:build linux

package chaos

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// deal is what one finished command did to a member.
type deal struct {
	what    string
	receipt string
	member  string // phone
	value   int64  // of stored value, in fen
	points  int64  // 1/10,000
}

// back is the deal that undoes this one.
func (d deal) back() deal {
	return deal{what: "refund", member: d.member, value: -d.value, points: -d.points}
}

// books is what the cashiers know to have happened, by receipt.
type books struct {
	mu    sync.Mutex
	deals map[string]deal
}

// note books a deal, once.
func (b *books) note(d deal) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if was, ok := b.deals[d.receipt]; ok {
		return fmt.Errorf("receipt %s was given twice: for %+v and for %+v", d.receipt, was, d)
	}
	if b.deals == nil {
		b.deals = map[string]deal{}
	}
	b.deals[d.receipt] = d
	return nil
}

// lose forgets the deals of a till's epoch after its last record that head office has: they are lost with its disk.
func (b *books) lose(till string, epoch, after int) (lost int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for receipt := range b.deals {
		if place, e, seq := parts(receipt); place == till && e == epoch && seq > after {
			delete(b.deals, receipt)
			lost++
		}
	}
	return lost
}

// owned is what a member got and didn't spend.
func (b *books) owned(member string) (value, points int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, d := range b.deals {
		if d.member == member {
			value, points = value+d.value, points+d.points
		}
	}
	return value, points
}

// parts takes a receipt's number apart, such as T1-2-000345.
func parts(receipt string) (till string, epoch, seq int) {
	p := strings.Split(receipt, "-")
	if len(p) != 3 {
		return "", 0, 0
	}
	epoch, _ = strconv.Atoi(p[1])
	seq, _ = strconv.Atoi(p[2])
	return p[0], epoch, seq
}

// parsePoints reads points, such as "12.5", as 1/10,000 of them.
func parsePoints(text string) int64 {
	whole, part, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole+(part + "0000")[:4], 10, 64)
	if err != nil || len(part) > 4 {
		return -1
	}
	return n
}
