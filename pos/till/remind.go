package till

import (
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till/store"
)

// Reminder is something to say to a member who stands here.
type Reminder struct {
	Kind   ReminderKind `json:"kind"`
	Days   int          `json:"days"`             // until it happens, or since; 0: today
	Amount money.Fen    `json:"amount,omitempty"` // of LowBalance: what is left
	Card   string       `json:"card,omitempty"`   // of CardExpires: its number
}

// ReminderKind is what a reminder is about.
type ReminderKind string

// The reminders.
const (
	BirthdayNear ReminderKind = "birthday"     // today, or in Days
	LowBalance   ReminderKind = "low_balance"  // Amount doesn't pay what they usually buy
	LongAway     ReminderKind = "long_away"    // not seen for Days
	CardExpires  ReminderKind = "card_expires" // Card can't be used any more after Days
)

// When a reminder is due.
const (
	birthdayWithin = 7
	awayFor        = 45 // head office holds whom it hasn't seen for so long for inactive
	expiresWithin  = 30
)

// remind fills in the reminders. A low balance is one that doesn't pay the member's usual payment; who has never paid
// with stored value isn't asked to top up.
func (v *MemberView) remind(tx *store.Tx) error {
	if v.Birthday >= 0 && v.Birthday <= birthdayWithin {
		v.Reminders = append(v.Reminders, Reminder{Kind: BirthdayNear, Days: v.Birthday})
	}
	if left := v.Stored(); v.Typical > 0 && left < v.Typical {
		v.Reminders = append(v.Reminders, Reminder{Kind: LowBalance, Amount: left})
	}
	if v.SinceVisit >= awayFor {
		v.Reminders = append(v.Reminders, Reminder{Kind: LongAway, Days: v.SinceVisit})
	}
	for _, c := range v.Cards {
		if c.At(today(tx)) != pos.Issued || c.Expires == "" {
			continue
		}
		if days := daysUntil(today(tx), c.Expires); days <= expiresWithin {
			v.Reminders = append(v.Reminders, Reminder{Kind: CardExpires, Days: days, Card: c.Number})
		}
	}
	return nil
}

// daysUntil is how many days lie between two dates; below 0 where the second is earlier. What is no date is today.
func daysUntil(from, to string) int {
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err1 != nil || err2 != nil {
		return 0
	}
	return int(b.Sub(a) / (24 * time.Hour))
}

// birthdayIn is how many days it is to the next birthday; -1 where it isn't known. Who was born on 29 February has it on
// 1 March in other years.
func birthdayIn(born, today string) int {
	b, err1 := time.Parse(time.DateOnly, born)
	now, err2 := time.Parse(time.DateOnly, today)
	if err1 != nil || err2 != nil {
		return -1
	}
	next := time.Date(now.Year(), b.Month(), b.Day(), 0, 0, 0, 0, time.UTC)
	if next.Before(now) {
		next = time.Date(now.Year()+1, b.Month(), b.Day(), 0, 0, 0, 0, time.UTC)
	}
	return int(next.Sub(now) / (24 * time.Hour))
}
