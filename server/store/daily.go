package store

import (
	"fmt"

	"holdfast/pos/money"
)

// Daily is a promotion that acted for a member on a day.
type Daily struct{ Member, Promotion, Day string }

// String names it within the kinds of exception.
func (d Daily) String() string { return d.Member + " " + d.Promotion + " " + d.Day }

// Acted counts that a promotion acted so many times more and took off an amount by that, and tells how often it has that day
// and what it took off beyond its limit; over is whether this was beyond it.
func (t *Tx) Acted(d Daily, times, limit int, amount money.Fen) (total int, beyond money.Fen, over bool, err error) {
	var was int
	err = t.derived.QueryRow("SELECT times, beyond FROM daily WHERE member = ? AND promotion = ? AND day = ?", d.Member, d.Promotion, d.Day).Scan(&was, (*int64)(&beyond))
	if err != nil && !none(err) {
		return 0, 0, false, fmt.Errorf("what %s had: %w", d, err)
	}
	total = was + times
	if more := total - limit; more > 0 {
		over = true
		beyond = min(beyond+money.PartUp(amount, money.Fen(more), money.Fen(times)), money.Max)
	}
	if _, err := t.derived.Exec(`INSERT INTO daily (member, promotion, day, times, beyond) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (member, promotion, day) DO UPDATE SET times = excluded.times, beyond = excluded.beyond`,
		d.Member, d.Promotion, d.Day, total, int64(beyond)); err != nil {
		return 0, 0, false, fmt.Errorf("what %s had: %w", d, err)
	}
	return total, beyond, over, nil
}
