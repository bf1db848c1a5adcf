//go:build linux

package chaos

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// books is what the cashiers know to have happened, by receipt.
type books struct {
	mu    sync.Mutex
	count int64 // of what has begun and what was booked: what comes first has the lower number
	deals map[string]deal
	order []string            // their receipts, as they came
	cards map[string][]string // those that are about cards, by member
}

// begin counts a deal that begins.
func (b *books) begin() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.count++
	return b.count
}

// note books a deal, once.
func (b *books) note(d deal) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if was, ok := b.deals[d.receipt]; ok {
		return fmt.Errorf("receipt %s was given twice: for %+v and for %+v", d.receipt, was, d)
	}
	if b.deals == nil {
		b.deals, b.cards = map[string]deal{}, map[string][]string{}
	}
	b.count++
	d.noted = b.count
	b.deals[d.receipt] = d
	b.order = append(b.order, d.receipt)
	if d.card != "" {
		b.cards[d.member] = append(b.cards[d.member], d.receipt)
	}
	return nil
}

// lose forgets the deals of a till's epoch after its last record that head office has: they are lost with its disk.
func (b *books) lose(till string, epoch, after int) (lost int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	gone := func(receipt string) bool {
		place, e, seq := parts(receipt)
		return place == till && e == epoch && seq > after
	}
	for receipt := range b.deals {
		if gone(receipt) {
			delete(b.deals, receipt)
			lost++
		}
	}
	b.order = slices.DeleteFunc(b.order, gone)
	for member := range b.cards {
		b.cards[member] = slices.DeleteFunc(b.cards[member], gone)
	}
	return lost
}

// owned is what a member got and didn't spend.
func (b *books) owned(member string) (value, points int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, d := range b.deals {
		if d.member == member {
			value, points = value+d.value, points+d.points()
		}
	}
	return value, points
}

// deal is the one with this receipt.
func (b *books) deal(receipt string) (deal, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	d, ok := b.deals[receipt]
	return d, ok
}

// find is a deal that is of the right sort, the first one from a place in the books on; n is chance.
func (b *books) find(n uint64, right func(deal) bool) (deal, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.order {
		if d := b.deals[b.order[(n+uint64(i))%uint64(len(b.order))]]; right(d) {
			return d, true
		}
	}
	return deal{}, false
}

// all is the deals of a sort, as they came.
func (b *books) all(right func(deal) bool) (list []deal) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, receipt := range b.order {
		if d := b.deals[receipt]; right(d) {
			list = append(list, d)
		}
	}
	return list
}

// givenBack holds what was given back of each receipt against the receipt: never more than was taken, in proportion, and
// with the last of the goods exactly all.
func (b *books) givenBack() error {
	left, times := map[string]deal{}, map[string]int64{}
	for _, d := range b.all(func(d deal) bool { return d.of != "" }) {
		of, ok := b.deal(d.of)
		if !ok || of.member != d.member || of.what == sale != (d.what == refund) {
			return fmt.Errorf("%s gave back %+v of %s, which is %+v", d.receipt, d, d.of, of)
		}
		l, again := left[d.of]
		if !again {
			l = of
		}
		l.total, l.value, l.spent, l.earned = l.total+d.total, l.value+d.value, l.spent+d.spent, l.earned+d.earned
		l.all = l.all || d.all
		left[d.of] = l
		times[d.of]++
	}
	for receipt, l := range left {
		of, _ := b.deal(receipt)
		n := times[receipt]
		switch whole := l.total == 0; {
		case of.what == topUp && (n > 1 || l.total < 0):
			return fmt.Errorf("the top-up %+v was undone %d times, which leaves %+v", of, n, l)
		case of.what == topUp:
		case l.total < 0 || l.value > 0 || l.spent < 0 || l.earned < 0, l.all && !whole,
			whole && (l.value != 0 || l.spent != 0 || l.earned != 0):
			return fmt.Errorf("of the sale %+v was given back, in %d parts, what leaves %+v", of, n, l)
		case uneven(of.value, l.value, of.total, l.total, n), uneven(of.spent, l.spent, of.total, l.total, n*10_000), // a fen is a point
			uneven(of.earned, l.earned, of.total, l.total, n):
			return fmt.Errorf("of the sale %+v was given back, in %d parts, what is out of proportion: it leaves %+v", of, n, l)
		}
	}
	return nil
}

// uneven reports whether what is left of a part is off by more than so much from the share that is left of the whole.
func uneven(part, left, whole, wholeLeft, by int64) bool {
	off := left*whole - part*wholeLeft
	return max(off, -off) > by*whole
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

// parsePoints reads points, such as "12.5", as 1/10,000 of them; below zero if it is no amount.
func parsePoints(text string) int64 {
	whole, part, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole+(part + "0000")[:4], 10, 64)
	if err != nil || len(part) > 4 {
		return -1
	}
	return n
}
