package till

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/pos/till/store"
	"holdfast/sync/wire"
)

// coupon is one that is presented in the open sale and takes something off. It is held here, and earmarked for the sale.
type coupon struct {
	Batch  string
	Number string
}

// holder is whose one use it is.
func (c coupon) holder() string { return ledger.Limited(ledger.Coupon, c.Number) }

// Couponed is a coupon that was taken, and the sale's new total.
type Couponed struct {
	Coupon string    `json:"coupon"` // its number
	Name   string    `json:"name"`
	NameEn string    `json:"nameEn,omitempty"`
	Off    money.Fen `json:"off"`
	Total  money.Fen `json:"total"`
}

// Coupon takes a coupon that takes something off (折扣券), by its number, with its PIN behind a dash where it has one. Head
// office is asked for its one use, for as long as [Patience]; while the line is down only one that is held here can be used.
// One that pays an amount is a payment, for [Till.Pay].
func (t *Till) Coupon(ctx context.Context, number string) (done Couponed, err error) {
	const op = "coupon"
	batch, err := t.presented(ctx, op, number, func(s *sale, batch rules.Coupon, number string) error {
		if batch.Off == 0 {
			return pos.E(pos.Usage, op, "this coupon pays {}: take it as a payment", batch.Amount)
		}
		if err := s.editable(); err != nil {
			return err
		}
		if slices.ContainsFunc(s.Coupons, func(o coupon) bool { return o.Number == number }) {
			return pos.E(pos.State, op, "this coupon is in the sale already")
		}
		return s.whyNot(op, batch, 1)
	})
	number, _ = couponNumber(number)
	if err != nil {
		return done, t.letGo(number, err)
	}
	err = t.sell(func(s *sale) error {
		s.Shown = ""
		if err := s.editable(); err != nil {
			return err
		}
		c := coupon{batch.ID, number}
		was := s.Quote.Total
		s.Coupons = append(s.Coupons, c)
		if err := s.price(); err != nil {
			return err
		}
		if !slices.Contains(s.Coupons, c) {
			return elsewhere(op)
		}
		if s.Quote.Total == was {
			return s.whyNot(op, batch, 0)
		}
		done = Couponed{Coupon: number, Name: batch.Name, NameEn: batch.NameEn, Off: was - s.Quote.Total, Total: s.Quote.Total}
		return nil
	})
	if err != nil {
		return done, t.letGo(number, err)
	}
	return done, nil
}

// CouponOf is the batch of a coupon's number, with its PIN behind a dash or without. Whether there is such a coupon only head
// office knows.
func (t *Till) CouponOf(ref string) (batch rules.Coupon, err error) {
	err = t.viewBy(func(tx *store.Tx) error {
		engine, err := tx.Rules()
		if err == nil {
			batch, err = couponOf(engine, "coupon", ref)
		}
		return err
	})
	return batch, err
}

func couponOf(e *pricing.Engine, op, ref string) (rules.Coupon, error) {
	number, pin := couponNumber(ref)
	if number == "" {
		return rules.Coupon{}, pos.E(pos.Usage, op, "give the coupon's number")
	}
	batch, ok := e.Coupon(number)
	if !ok || !pos.LuhnRight(number) || len(number) > maxRef {
		return batch, pos.E(pos.NotFound, op, "{} is no coupon's number; look at it again", clipped(number))
	}
	if len(pin) > couponPIN || !pos.Digits(pin) {
		return batch, pos.E(pos.Usage, op, "a coupon's PIN has at most {} digits", couponPIN)
	}
	return batch, nil
}

// couponPIN is how many digits a coupon's PIN has at most.
const couponPIN = 12

// clipped is a text that somebody typed, short enough to be said.
func clipped(text string) string {
	if utf8.RuneCountInString(text) > maxRef || !utf8.ValidString(text) {
		return "…"
	}
	return text
}

// SaleCoupon is a coupon in the open sale that takes something off.
type SaleCoupon struct {
	Number string    `json:"number"`
	Name   string    `json:"name"`
	NameEn string    `json:"nameEn,omitempty"`
	Off    money.Fen `json:"off"` // 0 where the goods are no longer what it is for
}

// couponed lists the coupons of a sale. What several of one batch take off together is shown in equal parts.
func couponed(e *pricing.Engine, b basket) (list []SaleCoupon) {
	of := map[string]int64{}
	for _, c := range b.Coupons {
		of[c.Batch]++
	}
	parts := map[string][]int64{}
	for _, a := range b.Quote.Acted {
		if n := of[a.Rule]; n > 0 {
			parts[a.Rule] = money.Spread(int64(a.Amount), slices.Repeat([]int64{1}, int(n)))
		}
	}
	for _, c := range b.Coupons {
		batch, _ := e.Coupon(c.Number) // gone from the rules, it still has its number
		s := SaleCoupon{Number: c.Number, Name: batch.Name, NameEn: batch.NameEn}
		if left := parts[c.Batch]; len(left) > 0 {
			s.Off, parts[c.Batch] = money.Fen(left[0]), left[1:]
		}
		list = append(list, s)
	}
	return list
}

// DropCoupon takes a coupon out of the sale again.
func (t *Till) DropCoupon(number string) error {
	return t.sell(func(s *sale) error {
		if err := s.editable(); err != nil {
			return err
		}
		i := slices.IndexFunc(s.Coupons, func(c coupon) bool { return c.Number == number })
		if i < 0 {
			return pos.E(pos.NotFound, "coupon", "coupon {} is not in the sale", number)
		}
		c := s.Coupons[i]
		s.Coupons = slices.Delete(s.Coupons, i, i+1)
		if err := s.tx.Unmark(s.ID, c.holder()); err != nil {
			return err
		}
		return s.price()
	})
}

// payCoupon takes a coupon that pays an amount (现金券); Rest is what it pays at most. There is no change for it.
func (t *Till) payCoupon(ctx context.Context, amount money.Fen, ref string) (paid Paid, err error) {
	const op = "pay"
	batch, err := t.presented(ctx, op, ref, func(s *sale, batch rules.Coupon, number string) error {
		if batch.Amount == 0 {
			return pos.E(pos.Usage, op, "this coupon takes something off: enter it before payment, with 'coupon {}'", number)
		}
		if slices.ContainsFunc(s.Tenders, func(t record.Tender) bool { return t.Kind == record.Coupon && t.Ref == number }) {
			return pos.E(pos.State, op, "this coupon is in the sale already")
		}
		if _, err := s.tendered(record.Coupon, Rest); err != nil {
			return err
		}
		_, err := s.pays(op, batch)
		return err
	})
	number, _ := couponNumber(ref)
	if err != nil {
		return paid, t.letGo(number, err)
	}
	c := coupon{batch.ID, number}
	err = t.sell(func(s *sale) error {
		s.Shown = ""
		worth, err := s.pays(op, batch)
		if err != nil {
			return err
		}
		most := min(worth, s.due())
		if amount == Rest {
			amount = most
		}
		if amount, err = s.tendered(record.Coupon, amount); err != nil {
			return err
		}
		if amount > worth {
			return pos.E(pos.State, op, "this coupon pays {} here, and no more", worth)
		}
		if amount < most {
			return pos.E(pos.State, op, "this coupon pays {}, and what isn't used of it is lost; take it whole", most)
		}
		lots, err := s.tx.Lots(c.holder(), s.ID)
		if err != nil {
			return err
		}
		uses, err := escrow.Take(lots, 1, s.tx.Now().UnixMilli(), ledger.Uses)
		if err != nil {
			return elsewhere(op)
		}
		tender := record.Tender{Kind: record.Coupon, Amount: amount, Ref: number, Uses: uses, Name: batch.Name, NameEn: batch.NameEn}
		return s.reserve(tender, c.holder(), &paid)
	})
	if err != nil {
		return paid, t.letGo(number, err)
	}
	return paid, nil
}

// pays is what one more coupon of a batch pays in the sale, as it was priced.
func (s *sale) pays(op string, batch rules.Coupon) (money.Fen, error) {
	in, err := s.input()
	if err != nil {
		return 0, err
	}
	if s.At > 0 {
		in.At = time.UnixMilli(s.At)
	}
	of := 1
	for _, t := range s.Tenders {
		if b, ok := s.engine.Coupon(t.Ref); t.Kind == record.Coupon && ok && b.ID == batch.ID {
			of++
		}
	}
	for range of {
		in.Coupons = append(in.Coupons, batch.ID)
	}
	q, err := s.engine.Price(in)
	if err != nil {
		return 0, err
	}
	paying := slices.DeleteFunc(q.Pays, func(p pricing.Pays) bool { return p.Rule != batch.ID })
	if len(paying) < of {
		return 0, s.whyNot(op, batch, of)
	}
	return paying[of-1].Amount, nil
}

// presented finds a coupon's batch and has its use here, as far as head office can send it.
func (t *Till) presented(ctx context.Context, op, ref string, fits func(s *sale, batch rules.Coupon, number string) error) (batch rules.Coupon, err error) {
	number, pin := couponNumber(ref)
	c := coupon{Number: number}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	online, _ := t.line.Online()
	var request string
	err = t.sell(func(s *sale) error {
		var err error
		if batch, err = couponOf(s.engine, op, ref); err != nil {
			return err
		}
		if len(s.Lines) == 0 {
			return pos.E(pos.State, op, "nothing is in the sale; scan something first")
		}
		if err := fits(s, batch, number); err != nil {
			return err
		}
		here, err := s.tx.UsesHere(s.ID)
		if err != nil {
			return err
		}
		s.Shown = c.holder()
		if here[c.holder()] > 0 {
			if err := s.tx.CheckPIN(c.holder(), pin); err != nil {
				return err
			}
			return s.tx.EarmarkUse(s.ID, c.holder(), 1) // or head office, which has it back from whoever needs it no more, takes it now
		}
		if !online {
			return pos.E(pos.Offline, op, "the line is down, and this coupon is not held here; take it when the line is back")
		}
		r, err := s.tx.AskFor(s.ID, wire.Request{Holder: c.holder(), Uses: 1, PIN: pin})
		request = r.ID
		return err
	})
	if err != nil || request == "" {
		return batch, err
	}
	answer, err := t.await(ctx, request)
	if err != nil {
		return batch, err
	}
	switch answer.Status {
	case store.RequestGranted:
		return batch, nil
	case store.RequestRefused:
		if answer.Code == pos.Insufficient {
			return batch, pos.E(pos.Insufficient, op, "this coupon was used, or is at another till that has not given it back; take another payment")
		}
		return batch, refusal(op, answer)
	}
	return batch, pos.E(pos.Timeout, op, "head office does not answer; try the coupon again")
}

// letGo frees a coupon that came for nothing, so that it can be used elsewhere, and returns why.
func (t *Till) letGo(number string, why error) error {
	err := t.sell(func(s *sale) error {
		s.Shown = ""
		if slices.ContainsFunc(s.Coupons, func(c coupon) bool { return c.Number == number }) || s.ID == "" {
			return nil
		}
		return s.tx.Unmark(s.ID, coupon{Number: number}.holder())
	})
	if err != nil && pos.CodeOf(err) == pos.Internal {
		return err
	}
	return why
}

// whyNot says why so many more coupons of a batch take nothing off the sale, or pay nothing; nil where they do.
func (s *sale) whyNot(op string, batch rules.Coupon, more int) error {
	in, err := s.input()
	if err != nil {
		return err
	}
	in.Explain = true
	for range more {
		in.Coupons = append(in.Coupons, batch.ID)
	}
	q, err := s.engine.Price(in)
	if err != nil {
		return err
	}
	for _, said := range q.Said {
		if said.Rule != batch.ID {
			continue
		}
		switch said.Why {
		case pricing.SayWhen:
			return pos.E(pos.State, op, "coupons {} are not valid now", batch.Name)
		case pricing.SayWhere:
			return pos.E(pos.State, op, "coupons {} are not valid in this store", batch.Name)
		case pricing.SayWho:
			return pos.E(pos.State, op, "coupons {} are not for this customer; look whether the member's card was shown", batch.Name)
		case pricing.SayShort:
			return pos.E(pos.State, op, "for coupons {} the goods they are for must come to {} each", batch.Name, max(batch.Spend, 1))
		}
	}
	if acts(q, batch.ID) {
		return nil
	}
	return pos.E(pos.State, op, "coupon {} takes nothing off this sale", batch.Name)
}

func elsewhere(op string) error {
	return pos.E(pos.Insufficient, op, "this coupon is not held here any more; present it again")
}

// couponNumber takes apart what is typed or scanned: the number, and its PIN behind a dash.
func couponNumber(ref string) (number, pin string) {
	number, pin, _ = strings.Cut(strings.TrimSpace(ref), "-")
	return strings.TrimSpace(number), strings.TrimSpace(pin)
}

func acts(q pricing.Quote, rule string) bool {
	return slices.ContainsFunc(q.Acted, func(a pricing.Acted) bool { return a.Rule == rule })
}
