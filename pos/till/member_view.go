package till

import (
	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// MemberView is a member as far as this till knows, without asking anybody.
type MemberView struct {
	pos.Member  // with the cards, dead ones too
	pos.Balance // what they own and owe in all, as last known
	Spendable
	StoreName   string    `json:"storeName,omitempty"`
	StoreNameEn string    `json:"storeNameEn,omitempty"`
	Typical     money.Fen `json:"typical,omitempty"` // their usual payment with stored value; 0: none is known

	Birthday   int         `json:"birthdayIn"` // days until the next one, 0 today; -1: it isn't known
	SinceVisit int         `json:"sinceVisit"` // days since they were last at a till, as far as known; -1: never
	Reminders  []Reminder  `json:"reminders,omitempty"`
	LastSales  []RecordRow `json:"lastSales,omitempty"` // at this till, the newest first
}

// lastSales is how many of them a view shows.
const lastSales = 3

// MemberView is the member with an id, or whom they were merged into.
func (t *Till) MemberView(id string) (view MemberView, err error) {
	online, _ := t.line.Online()
	t.mu.Lock()
	defer t.mu.Unlock()
	err = t.view(func(tx *store.Tx) error {
		if _, err := t.person(tx); err != nil {
			return err
		}
		if view.Member, err = tx.Member(id); err != nil {
			return err
		}
		for _, fill := range []func(*store.Tx) error{
			view.known, view.history, func(tx *store.Tx) error { return t.spendable(tx, &view.Spendable, view.Member, online) }, view.remind,
		} {
			if err := fill(tx); err != nil {
				return err
			}
		}
		return nil
	})
	return view, err
}

// known fills in what the feed and the till's own news say.
func (v *MemberView) known(tx *store.Tx) (err error) {
	if v.Cards, err = tx.Cards(v.ID); err != nil {
		return err
	}
	if v.Balance, err = tx.Balance(v.ID); err != nil {
		return err
	}
	if v.Typical, err = tx.Typical(v.ID); err != nil {
		return err
	}
	shop, err := tx.Store(v.Store)
	if err != nil && pos.CodeOf(err) != pos.NotFound {
		return err
	}
	v.StoreName, v.StoreNameEn = shop.Name, shop.NameEn
	return nil
}

// history fills in when they were here.
func (v *MemberView) history(tx *store.Tx) error {
	seen, err := tx.LastVisit(v.ID)
	if err != nil {
		return err
	}
	v.SinceVisit = -1
	if seen != "" {
		v.SinceVisit = max(0, daysUntil(seen, today(tx)))
	}
	v.Birthday = birthdayIn(v.Member.Birthday, today(tx))
	v.LastSales, _, err = recordsOf(tx, v.ID, RecordFilter{Kinds: []record.Kind{record.KindSale}}, Spot{}, lastSales)
	return err
}
