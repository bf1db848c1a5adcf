package escrow

import (
	"slices"
	"time"

	"holdfast/pos/money"
)

// Policy is HQ's settings for standing allowances.
type Policy struct {
	Default    money.Fen // for a member without payments yet
	Cap        money.Fen // most that stands for one member
	PlaceCap   money.Fen // most that stands at one place; 0: no limit
	Share      int       // most of all balances that stands anywhere, in per cent
	ActiveDays int       // a member not seen for so many days has no allowance
}

// Payment is one payment with stored value, as HQ knows it.
type Payment struct {
	Place  string
	At     time.Time
	Amount money.Fen
}

// Habits is what of a member's visits their allowance follows from.
type Habits struct {
	Seen   time.Time     // last payment, top-up or registration
	Joined time.Time     // the day they joined
	Gap    time.Duration // mean time between the last payments; 0: there were fewer than two
	Usual  money.Fen     // the 90th percentile of the last payments; 0: there were none
	Median money.Fen     // their median
}

// habitPayments is how many payments habits are worked out from, and PaymentsKept how many are kept, the newest: a home is
// worked out from more of them.
const (
	habitPayments = 20
	PaymentsKept  = 60
)

// Learn fills in what follows from the member's payments, the newest first.
func (h *Habits) Learn(payments []Payment) {
	n := min(len(payments), habitPayments)
	h.Gap, h.Usual, h.Median = 0, 0, 0
	if n == 0 {
		return
	}
	if n > 1 {
		h.Gap = max(0, payments[0].At.Sub(payments[n-1].At)/time.Duration(n-1))
		h.Gap = max(h.Gap, time.Second) // 0 says something else
	}
	amounts := make([]money.Fen, n)
	for i := range amounts {
		amounts[i] = payments[i].Amount
	}
	slices.Sort(amounts)
	h.Usual = amounts[(9*n+9)/10-1] // the nearest-rank 90th percentile: ceil(0.9 n)
	h.Median = amounts[(n+1)/2-1]
}

// Target is what should stand at the member's home place: what they usually pay, never more than the cap or the balance;
// nothing for a member who is away.
func (p Policy) Target(balance money.Fen, h Habits, now time.Time) money.Fen {
	if !p.active(h, now) {
		return 0
	}
	want := p.Default
	if h.Usual > 0 {
		want = h.Usual
	}
	return max(0, min(want, p.Cap, balance))
}

// active: seen within ActiveDays and within three of the member's own mean gaps, a gap counting as a day at least.
func (p Policy) active(h Habits, now time.Time) bool {
	away := now.Sub(h.Seen)
	return away <= time.Duration(p.ActiveDays)*day && (h.Gap == 0 || away <= 3*max(h.Gap, day))
}

const day = 24 * time.Hour

// Home is the place that was used most in the last 90 days, the latest used on a tie; "" where none was. payments are the
// newest first. A member without one is at home at the first enrolled of the joining store's places.
func Home(payments []Payment, enrolled func(place string) bool, now time.Time) (home string) {
	visits := map[string]int{}
	for _, p := range payments {
		if now.Sub(p.At) <= 90*day && enrolled(p.Place) {
			visits[p.Place]++
		}
	}
	for _, p := range payments { // the first of equals is the latest used
		if visits[p.Place] > 0 && (home == "" || visits[p.Place] > visits[home]) {
			home = p.Place
		}
	}
	return home
}

// Split divides a wanted amount of stored value over what is there of principal and bonus, in HQ's spending order.
func Split(want money.Fen, principal, bonus money.Fen, bonusFirst bool) (fromPrincipal, fromBonus money.Fen) {
	if bonusFirst {
		fromBonus = min(want, bonus)
		return min(want-fromBonus, principal), fromBonus
	}
	fromPrincipal = min(want, principal)
	return fromPrincipal, min(want-fromPrincipal, bonus)
}
