package escrow

import (
	"slices"
	"time"

	"holdfast/pos/money"
)

// Policy is HQ's settings for standing allowances.
type Policy struct {
	Default    money.Fen // for a member without payments yet
	Cap        money.Fen // most that stands for one member at one place
	ActiveDays int       // a member not seen for so many days has no allowance
}

// Payment is one payment with stored value, as HQ knows it.
type Payment struct {
	Place  string
	At     time.Time
	Amount money.Fen
}

// Habits is what HQ knows of a member's visits.
type Habits struct {
	Seen     time.Time // last payment, top-up or registration
	Payments []Payment // the last ones, newest first
}

// standingPayments is how many payments an allowance is worked out from.
const standingPayments = 20

// Standing is what should stand at the member's home place: the 90th percentile of the last payments, never more than
// the cap or the balance; nothing for a member who is away.
func (p Policy) Standing(balance money.Fen, h Habits, now time.Time) money.Fen {
	if !p.active(h, now) {
		return 0
	}
	want := p.Default
	if n := min(len(h.Payments), standingPayments); n > 0 {
		amounts := make([]money.Fen, n)
		for i := range amounts {
			amounts[i] = h.Payments[i].Amount
		}
		slices.Sort(amounts)
		want = amounts[(9*n+9)/10-1] // the nearest-rank 90th percentile: ceil(0.9 n)
	}
	return max(0, min(want, p.Cap, balance))
}

// active: seen within ActiveDays and within three of the member's own mean gaps, a gap counting as a day at least.
func (p Policy) active(h Habits, now time.Time) bool {
	away := now.Sub(h.Seen)
	if away > time.Duration(p.ActiveDays)*24*time.Hour {
		return false
	}
	if n := len(h.Payments); n > 1 {
		gap := h.Payments[0].At.Sub(h.Payments[n-1].At) / time.Duration(n-1)
		return away <= 3*max(gap, 24*time.Hour)
	}
	return true
}

// Home is the place where the allowance stands: the one used most in the last 90 days, the latest used on a tie; where
// none was, the first enrolled of the joining store's places. "" where there is none.
func Home(h Habits, joining []string, enrolled func(place string) bool, now time.Time) string {
	visits, home := map[string]int{}, ""
	for _, p := range h.Payments { // newest first, so the first of equals is the latest used
		if now.Sub(p.At) > 90*24*time.Hour || !enrolled(p.Place) {
			continue
		}
		visits[p.Place]++
	}
	for _, p := range h.Payments {
		if visits[p.Place] > 0 && (home == "" || visits[p.Place] > visits[home]) {
			home = p.Place
		}
	}
	if home == "" && len(joining) > 0 {
		home = joining[0]
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
