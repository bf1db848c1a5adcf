package escrow

import (
	"cmp"
	"math"
	"slices"
	"time"

	"holdfast/pos/money"
)

// Candidate is a member for whom something should stand at a place.
type Candidate struct {
	Member string
	Place  string
	Target money.Fen
	Score  int64
}

// million is one, in the whole numbers that scores are made of: floating point would not rank alike on every machine.
const million = 1_000_000

// Score is how much good a target does: the chance that the member comes within a day, times the part of their payments
// that it covers, for each fen of it. More is better.
func (p Policy) Score(target money.Fen, h Habits, now time.Time) int64 {
	if target <= 0 {
		return 0
	}
	return chance(h, now) * p.cover(target, h) / int64(target)
}

// chance of a visit within a day, in millionths, from the member's mean gap; it falls once they are away for longer than
// that. A member who has hardly paid yet is taken to come every week, and less often the longer ago they joined.
func chance(h Habits, now time.Time) int64 {
	gap := seconds(h.Gap)
	if gap == 0 {
		gap = seconds(7*day) + seconds(max(0, now.Sub(h.Joined)).Truncate(day))/4
	}
	gap = max(gap, seconds(time.Hour))
	of := million * seconds(day) / (seconds(day) + gap)
	if away := seconds(now.Sub(h.Seen)); away > gap {
		of = of * gap / away
	}
	return of
}

// cover is the part of the member's payments that a target pays in full, in millionths, as far as median and 90th
// percentile tell. Nothing is known of a member without payments: the default is taken for their median.
func (p Policy) cover(target money.Fen, h Habits) int64 {
	median, usual := h.Median, h.Usual
	if usual == 0 {
		median, usual = p.Default, math.MaxInt64
	}
	switch {
	case target >= usual:
		return million * 9 / 10
	case target >= median && usual < math.MaxInt64:
		return million/2 + ratio(target-median, usual-median)*4/10
	}
	return ratio(min(target, median), median) / 2
}

// ratio of two amounts, in millionths.
func ratio(part, whole money.Fen) int64 {
	for whole > math.MaxInt64/million {
		part, whole = part/2, whole/2
	}
	return million * int64(part) / int64(max(1, whole))
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }

// Cut ends a ranking: who ranks no worse than it is in. Members with the same score rank in the order of their ids.
type Cut struct {
	Score  int64
	Member string
}

// Nobody and Everybody are the cuts that let none and all in.
var (
	Nobody    = Cut{Score: math.MaxInt64}
	Everybody = Cut{Score: -1}
)

// In reports whether a member is in.
func (c Cut) In(score int64, member string) bool {
	return score > c.Score || score == c.Score && member <= c.Member
}

// Cuts ranks the candidates and lets them in from the best on, until the share of all balances is used up; at a place
// until its cap is. It returns the cut for all, and for each place that is full its own.
//
// The best-ranked one is let in also where the share of all balances is less than their target: in a small chain the share
// may come to less than a single allowance, and nothing would ever stand.
func (p Policy) Cuts(list []Candidate, balances money.Fen) (all Cut, places map[string]Cut) {
	budget := balances / 100 * money.Fen(p.Share)
	all, places = Nobody, map[string]Cut{}
	if p.Share == 0 {
		return all, places
	}
	ranks := make([]rank, len(list)) // small things to move: there may be very many candidates
	for i, c := range list {
		ranks[i] = rank{c.Score, i}
	}
	slices.SortFunc(ranks, func(a, b rank) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return cmp.Compare(list[a.i].Member, list[b.i].Member)
	})
	var used money.Fen
	at := map[string]*standing{}
	for _, r := range ranks {
		c := list[r.i]
		if _, full := places[c.Place]; full {
			continue
		}
		here := at[c.Place]
		if here == nil {
			here = &standing{cut: Nobody}
			at[c.Place] = here
		}
		if p.PlaceCap > 0 && here.used+c.Target > p.PlaceCap {
			places[c.Place] = here.cut
			continue
		}
		if used > 0 && used+c.Target > budget {
			return all, places
		}
		used, here.used = used+c.Target, here.used+c.Target
		all = Cut{c.Score, c.Member}
		here.cut = all
	}
	return Everybody, places
}

// rank is one candidate's place in a list.
type rank struct {
	score int64
	i     int
}

// standing is what is let in at one place.
type standing struct {
	used money.Fen
	cut  Cut
}
