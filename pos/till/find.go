package till

import (
	"strings"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/pos/till/store"
)

// Found is what a text may mean, the best first.
type Found struct {
	Products []pos.Product
	Members  []FoundMember
	More     bool // others would fit
}

// FoundMember is a member, with the card that was typed if it was a card.
type FoundMember struct {
	pos.Member
	Card   string
	Status pos.CardStatus // the card's
}

// Find looks for products and members while somebody types: by code, barcode or its last four digits, initials (kqs),
// Chinese or English words of the name; members also by phone, its first seven or its last four digits, and by card. At
// most limit of each. A product that is off the shelf is found by its whole code or barcode only.
func (t *Till) Find(text string, limit int) (found Found, err error) {
	if text = strings.TrimSpace(text); text == "" || limit <= 0 {
		return found, nil
	}
	err = t.viewBy(func(tx *store.Tx) error {
		p, err := tx.Product(text)
		exact := err == nil
		if err != nil && pos.CodeOf(err) != pos.NotFound {
			return err
		}
		products, more, err := tx.FindProducts(text, limit)
		if err != nil {
			return err
		}
		if exact {
			products = first(p, products, limit, func(a, b pos.Product) bool { return a.Code == b.Code })
		}
		members, moreMembers, err := tx.FindMembers(text, limit)
		if err != nil {
			return err
		}
		found.Products, found.More = products, more || moreMembers
		for _, m := range members {
			found.Members = append(found.Members, FoundMember{Member: m})
		}
		holder, err := cardholder(tx, text)
		if err == nil && holder.ID != "" {
			found.Members = first(holder, found.Members, limit, func(a, b FoundMember) bool { return a.ID == b.ID })
		}
		return err
	})
	return found, err
}

// first puts one in front of a list, which has it once then.
func first[T any](one T, list []T, limit int, same func(a, b T) bool) []T {
	with := []T{one}
	for _, it := range list {
		if len(with) < limit && !same(it, one) {
			with = append(with, it)
		}
	}
	return with
}

// cardholder is whose card a number or a stripe is; nobody where it is no card, or a blank one.
func cardholder(tx *store.Tx, text string) (found FoundMember, err error) {
	number, err := cardNumber(text)
	if err != nil {
		return found, nil
	}
	card, m, err := holder(tx, number)
	if pos.CodeOf(err) == pos.NotFound || err == nil && m.ID == "" {
		return found, nil
	}
	return FoundMember{m, number, card.At(today(tx))}, err
}

// HitKind is what a whole input is.
type HitKind string

// The kinds of hit. HitNothing is what nobody here knows.
const (
	HitNothing HitKind = ""
	HitProduct HitKind = "product"
	HitCard    HitKind = "card"
	HitStaff   HitKind = "staff" // somebody's staff card, swiped
	HitPhone   HitKind = "phone" // of one member or several
	HitReceipt HitKind = "receipt"
	HitCoupon  HitKind = "coupon" // by its number, as far as a till can tell
)

// Hit is what a whole input is: what [Till.Scan], [Till.Card], [Till.Member], [Till.Print] or [Till.Coupon] takes.
type Hit struct {
	Kind    HitKind
	Product pos.Product    // off the shelf too
	Card    string         // its number, also a staff card's
	Status  pos.CardStatus // the card's
	Phone   string
	Receipt string // with all of its zeros
	Coupon  rules.Coupon
}

// Resolve finds what was scanned, swiped or typed with Enter: a product's code or barcode, else a card, a member's phone, a
// receipt's number, a coupon's. The stripe of a staff card is told, and typed digits never: nobody is to try out here what staff
// cards there are.
func (t *Till) Resolve(text string) (hit Hit, err error) {
	text = strings.TrimSpace(text)
	err = t.viewBy(func(tx *store.Tx) error {
		for _, is := range []func(*store.Tx, string) (Hit, error){isProduct, isCard, isPhone, isReceipt, isPack, isCoupon} {
			if hit, err = is(tx, text); err != nil || hit.Kind != HitNothing {
				return err
			}
		}
		return nil
	})
	return hit, err
}

func isProduct(tx *store.Tx, text string) (Hit, error) {
	p, err := tx.Product(text)
	if err != nil {
		return Hit{}, unlessNotFound(err)
	}
	return Hit{Kind: HitProduct, Product: p}, nil
}

// isPack is asked last: a number that is a card's may look like a label that was misread.
func isPack(tx *store.Tx, text string) (Hit, error) {
	p, pack, err := goodsOf(tx, text)
	if err != nil || pack == nil {
		return Hit{}, unlessNotFound(err)
	}
	return Hit{Kind: HitProduct, Product: p}, nil
}

func isCard(tx *store.Tx, text string) (Hit, error) {
	number, err := cardNumber(text)
	if err != nil {
		return Hit{}, nil
	}
	card, err := tx.Card(number)
	if err == nil {
		return Hit{Kind: HitCard, Card: number, Status: card.At(today(tx))}, nil
	}
	if number == text {
		return Hit{}, unlessNotFound(err)
	}
	if _, err = tx.PersonByCard(pos.HashCard(number)); err == nil {
		return Hit{Kind: HitStaff, Card: number}, nil
	}
	return Hit{}, unlessNotFound(err)
}

func isPhone(tx *store.Tx, text string) (Hit, error) {
	if _, err := tx.MemberByPhone(text); err != nil && pos.CodeOf(err) != pos.Conflict {
		return Hit{}, unlessNotFound(err)
	}
	return Hit{Kind: HitPhone, Phone: text}, nil
}

func isReceipt(_ *store.Tx, text string) (Hit, error) {
	h, ok := record.ParseReceipt(strings.ToUpper(text))
	if !ok {
		return Hit{}, nil
	}
	return Hit{Kind: HitReceipt, Receipt: h.Receipt()}, nil
}

// leastCoupon is how many digits head office's coupons have at least. A shorter number is the end of a barcode or of a phone, though
// it may begin like a coupon.
const leastCoupon = 12

func isCoupon(tx *store.Tx, text string) (Hit, error) {
	if number, _ := couponNumber(text); len(number) < leastCoupon {
		return Hit{}, nil
	}
	engine, err := tx.Rules()
	if err != nil {
		return Hit{}, err
	}
	batch, err := couponOf(engine, "", text)
	if err != nil {
		return Hit{}, unlessNotFound(err)
	}
	return Hit{Kind: HitCoupon, Coupon: batch}, nil
}

func unlessNotFound(err error) error {
	if pos.CodeOf(err) == pos.NotFound {
		return nil
	}
	return err
}
