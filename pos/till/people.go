package till

import (
	"cmp"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till/store"
)

// Colleague is somebody who may sign in at this till.
type Colleague struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	NameEn string   `json:"nameEn,omitempty"`
	Role   pos.Role `json:"role"`
}

// People is who may sign in at this till, by their numbers. It needs nobody to be signed in: it is what the sign-in
// screen offers, and says nothing that a name badge doesn't.
func (t *Till) People() (list []Colleague, err error) {
	return t.colleagues(func(policy pos.Policy, p pos.Person) bool { return len(policy.AtTill(p)) > 0 })
}

// Lenders is who may lend a right to whoever is signed in.
func (t *Till) Lenders(right pos.Right) ([]Colleague, error) {
	t.mu.Lock()
	who := t.who
	t.mu.Unlock()
	return t.colleagues(func(policy pos.Policy, p pos.Person) bool { return p.ID != who && policy.May(p, right) })
}

func (t *Till) colleagues(are func(pos.Policy, pos.Person) bool) (list []Colleague, err error) {
	err = t.view(func(tx *store.Tx) error {
		policy, err := tx.Policy()
		if err != nil {
			return err
		}
		all, err := tx.People()
		for _, p := range all {
			if p.PINHash != "" && slices.Contains(p.Stores, t.shop) && are(policy, p) {
				list = append(list, Colleague{p.ID, p.Name, p.NameEn, p.Role})
			}
		}
		return err
	})
	slices.SortFunc(list, func(a, b Colleague) int { return cmp.Compare(a.ID, b.ID) })
	return list, err
}

// Rights is what the person signed in may do by themself; empty for nobody. What a right that is lacking keeps from them
// can still be done with a colleague's (Override).
func (t *Till) Rights() (may map[pos.Right]bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	may = map[pos.Right]bool{}
	if t.who == "" {
		return may, nil
	}
	err = t.view(func(tx *store.Tx) error {
		p, err := t.person(tx)
		if err != nil {
			return err
		}
		policy, err := tx.Policy()
		for _, r := range policy.AtTill(p) {
			may[r] = true
		}
		return err
	})
	return may, err
}

// ShiftInfo is the open shift.
type ShiftInfo struct {
	Shift  string    `json:"shift"`
	Person string    `json:"person"` // whose it is
	Name   string    `json:"name"`
	NameEn string    `json:"nameEn,omitempty"`
	Since  time.Time `json:"since"`
	Date   string    `json:"date"` // business date of everything in it
	Float  money.Fen `json:"float"`
}

// Shift is the open shift, nil where there is none. It needs nobody to be signed in, like Status.
func (t *Till) Shift() (info *ShiftInfo, err error) {
	err = t.view(func(tx *store.Tx) error {
		s, err := tx.Shift()
		if err != nil || s == nil {
			return err
		}
		who, err := tx.Person(s.Operator)
		if err != nil && pos.CodeOf(err) != pos.NotFound {
			return err
		}
		info = &ShiftInfo{Shift: s.ID, Person: s.Operator, Name: who.Name, NameEn: who.NameEn, Since: inZone(s.Opened), Date: s.Date, Float: s.Float}
		return nil
	})
	return info, err
}

// Denominations is the notes and coins of a drawer, the largest first.
var Denominations = []money.Fen{100_00, 50_00, 20_00, 10_00, 5_00, 1_00, 50, 10}
