package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/rules"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// Coupon is one of a batch. PIN is known only when it is made, to be printed under a cover; the books keep a keyed hash.
type Coupon struct {
	Number string `json:"number"`
	PIN    string `json:"pin,omitempty"`
}

// CouponBatch is how a batch of coupons stands.
type CouponBatch struct {
	ID   string `json:"id"`
	Made int    `json:"made"`
	Used int    `json:"used"`
	Out  int    `json:"out"` // at tills or on the way there
}

// A coupon's number is the batch's prefix, so many digits that nobody guesses, and Luhn's check digit: 14 to 17 in all, so that
// no scale's label and no barcode of 8, 12, 13 or 18 digits is one.
const couponDigits = 11

// mostCoupons is how many are made at once, and pinTries how many wrong PINs lock one.
const (
	mostCoupons = 100_000
	pinTries    = 5
)

// MakeCoupons makes coupons of a batch that the rules in force have. With pins each has a PIN that whoever uses it must know.
func (s *Store) MakeCoupons(batch string, count int, pins bool, now time.Time) (list []Coupon, err error) {
	if count < 1 || count > mostCoupons {
		return nil, pos.E(pos.Usage, "coupons make", fmt.Sprintf("1 to %d coupons are made at once", mostCoupons))
	}
	err = s.update(context.Background(), func(t *Tx) error {
		doc, err := t.rules()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(doc.Coupons, func(c rules.Coupon) bool { return c.ID == batch })
		if i < 0 {
			return pos.E(pos.NotFound, "coupons make", fmt.Sprintf("the rules in force have no coupons %q; publish rules with them first", clip(batch)))
		}
		prefix := doc.Coupons[i].Prefix
		if prefix == "" {
			return pos.E(pos.State, "coupons make", fmt.Sprintf("coupons %s have no prefix in the rules, by which tills know their numbers; publish them with one", batch))
		}
		for len(list) < count {
			c, fresh, err := t.makeCoupon(batch, prefix, pins, now)
			if err != nil {
				return err
			}
			if fresh {
				list = append(list, c)
			}
		}
		return t.audit("coupons", batch, "", fmt.Sprintf("%d made", count))
	})
	return list, err
}

func (t *Tx) makeCoupon(batch, prefix string, pins bool, now time.Time) (c Coupon, fresh bool, err error) {
	body, err := t.randomDigits(couponDigits)
	if err != nil {
		return c, false, err
	}
	c.Number = prefix + body
	c.Number += pos.Luhn(c.Number)
	sum := []byte{}
	if pins {
		if c.PIN, err = t.randomDigits(6); err != nil {
			return c, false, err
		}
		sum = t.store.couponPIN(c.Number, c.PIN)
	}
	_, fresh, err = t.tx.Insert("INSERT INTO coupons (number, batch, pin, made) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", c.Number, batch, sum, now.UnixMilli())
	if err != nil {
		return c, false, fmt.Errorf("make coupon: %w", err)
	}
	return c, fresh, nil
}

func (t *Tx) randomDigits(n int) (string, error) {
	digits := make([]byte, 0, n)
	for b := [1]byte{}; len(digits) < n; {
		if _, err := io.ReadFull(t.store.entropy, b[:]); err != nil {
			return "", fmt.Errorf("make digits: %w", err)
		}
		if b[0] < 250 { // so that each digit is as likely as any other
			digits = append(digits, '0'+b[0]%10)
		}
	}
	return string(digits), nil
}

// couponPIN is what the books keep of a coupon's PIN.
func (s *Store) couponPIN(number, pin string) []byte {
	h := hmac.New(sha256.New, s.key.Seed())
	fmt.Fprintf(h, "holdfast coupon %s %s", number, pin)
	return h.Sum(nil)
}

// UnlockCoupon lets a coupon be tried again whose PIN was wrong too often.
func (s *Store) UnlockCoupon(number string) error {
	return s.update(context.Background(), func(t *Tx) error {
		n, err := t.tx.Exec("UPDATE coupons SET tries = 0 WHERE number = ?", number)
		if err != nil {
			return fmt.Errorf("coupon %s: %w", number, err)
		}
		if n == 0 {
			return pos.E(pos.NotFound, "coupons unlock", "head office made no coupon "+clip(number))
		}
		return t.audit("coupon", number, "", "unlocked")
	})
}

// CouponBatches lists how the batches stand of which coupons were made.
func (s *Store) CouponBatches() (list []CouponBatch, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		for scan, err := range t.tx.Query(`SELECT c.batch, count(*), ifnull(sum(a.spent), 0), ifnull(sum(a.out), 0) FROM coupons c LEFT JOIN (
				SELECT who, sum(iif(kind = 'spent', balance, 0)) AS spent, sum(iif(kind IN ('escrow', 'transit'), balance, 0)) AS out
				FROM accounts WHERE who GLOB 'coupon.*' AND asset = 'uses' GROUP BY who
			) a ON a.who = 'coupon.' || c.number GROUP BY c.batch ORDER BY c.batch`) {
			var b CouponBatch
			if err == nil {
				err = scan(&b.ID, &b.Made, &b.Used, &b.Out)
			}
			if err != nil {
				return fmt.Errorf("coupons: %w", err)
			}
			list = append(list, b)
		}
		return nil
	})
	return list, err
}

// mayUse refuses a coupon that isn't one, or whose PIN is wrong. Wrong PINs are counted, and too many in a row lock it.
func (t *Tx) mayUse(r wire.Request) (*hub.Refusal, error) {
	_, number, _ := ledger.SplitLimited(r.Holder)
	var sum []byte
	var tries int
	err := t.tx.QueryRow("SELECT pin, tries FROM coupons WHERE number = ?", number).Scan(&sum, &tries)
	switch {
	case none(err):
		return &hub.Refusal{Code: string(pos.NotFound), Message: fmt.Sprintf("head office made no coupon %s; check the number", clip(number))}, nil
	case err != nil:
		return nil, fmt.Errorf("coupon %s: %w", number, err)
	case len(sum) == 0:
		return nil, nil
	case tries >= pinTries:
		return &hub.Refusal{Code: string(pos.Forbidden), Message: "the PIN of this coupon was wrong too often; head office unlocks it with 'hq coupons unlock " + number + "'"}, nil
	}
	pin := strings.TrimSpace(r.PIN)
	if pin == "" {
		return &hub.Refusal{Code: string(pos.Forbidden), Message: "this coupon has a PIN under its cover; give it behind the number, as in " + number + "-123456"}, nil
	}
	right := hmac.Equal(sum, t.store.couponPIN(number, pin))
	if right && tries == 0 {
		return nil, nil
	}
	tries++
	if right {
		tries = 0
	}
	if _, err := t.tx.Exec("UPDATE coupons SET tries = ? WHERE number = ?", tries, number); err != nil {
		return nil, fmt.Errorf("coupon %s: %w", number, err)
	}
	if right {
		return nil, nil
	}
	return &hub.Refusal{Code: string(pos.Forbidden), Message: "the PIN is not this coupon's; look at the digits under its cover"}, nil
}

// BatchOf is the batch that a coupon was made of, "" for none that head office made.
func (t *Tx) BatchOf(number string) (batch string, err error) {
	err = t.tx.QueryRow("SELECT batch FROM coupons WHERE number = ?", number).Scan(&batch)
	if err != nil && !none(err) {
		return "", fmt.Errorf("coupon %s: %w", number, err)
	}
	return batch, nil
}
