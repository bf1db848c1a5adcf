package till

import (
	"context"
	"errors"
	"time"

	"holdfast/pos"
	"holdfast/pos/receipt"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// Printed is a receipt as text.
type Printed struct {
	Receipt string      `json:"receipt"`
	Text    string      `json:"text"`
	Kind    record.Kind `json:"-"` // of its record
}

// Last names the newest receipt.
const Last = "last"

// Print is a receipt of this till, by its number or the Last one.
func (t *Till) Print(number string, width int, lang pos.Lang) (printed Printed, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	err = t.view(func(tx *store.Tx) error {
		if _, err := t.person(tx); err != nil {
			return err
		}
		if number == Last {
			var err error
			if number, err = tx.LastReceipt(); err != nil {
				return err
			}
			if number == "" {
				return pos.E(pos.NotFound, "print", "this till has no receipt yet")
			}
		}
		d, err := document(tx, number)
		if err != nil {
			return err
		}
		d.Training = t.training
		text, err := receipt.Text(d, width, lang)
		printed = Printed{number, text, d.Record.Kind}
		return err
	})
	return printed, err
}

// document is a record with the names that belong to its ids.
func document(tx *store.Tx, number string) (d receipt.Document, err error) {
	sealed, err := tx.Sale(number)
	if err != nil {
		return d, err
	}
	shop, err := tx.Store(sealed.Store)
	if pos.CodeOf(err) == pos.NotFound {
		shop, err = pos.Store{Code: sealed.Store, Name: sealed.Store}, nil
	}
	if err != nil {
		return d, err
	}
	who, err := tx.Person(sealed.Operator)
	if pos.CodeOf(err) == pos.NotFound {
		err = nil
	}
	if err != nil {
		return d, err
	}
	since, err := givenBack(tx, number)
	return receipt.Document{Record: sealed.Record, Store: shop, Cashier: who.Name, Refunds: since}, err
}

// Shop is the store that the till stands in. It needs nobody to be signed in, like Status.
func (t *Till) Shop() (shop pos.Store, err error) {
	err = t.view(func(tx *store.Tx) error {
		shop, err = tx.Store(t.shop)
		return err
	})
	return shop, err
}

// Status is what is always in view.
type Status struct {
	Online  bool      `json:"online"`
	Since   time.Time `json:"since"`        // online or not
	Why     pos.Text  `json:"why,omitzero"` // it is not
	Unsent  uint64    `json:"unsent"`
	Oldest  time.Time `json:"oldest,omitzero"` // of what is unsent
	Acked   uint64    `json:"acked"`
	Rules   int       `json:"rules"` // version; 0 before any came
	RulesAt int64     `json:"-"`     // when that was published, Unix milliseconds
	Store   string    `json:"store"`
	Till    string    `json:"till"`
	Person  string    `json:"person,omitempty"`
	Shift   string    `json:"shift,omitempty"`   // whose is open
	DropDue bool      `json:"dropDue,omitempty"` // so much cash is in the drawer that some must go to the safe
	Doubt   pos.Text  `json:"doubt,omitzero"`    // why nothing held here may be spent

	Closing *Closing `json:"closing,omitempty"` // head office is closing the till for good

	Training bool `json:"training,omitempty"` // nothing that is done here is in the books
}

// Status needs nobody to be signed in.
func (t *Till) Status() (s Status, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s = Status{Store: t.shop, Till: t.place, Person: t.who, Training: t.training}
	online, since := t.line.Online()
	s.Online, s.Since, s.Why = online, inZone(since), t.why()
	err = t.view(func(tx *store.Tx) error {
		counts, err := tx.Counts()
		if err != nil {
			return err
		}
		s.Unsent, s.Acked, s.Oldest, s.Doubt = counts.Unsent, counts.Acked, inZone(counts.Oldest), pos.Heard(counts.Doubt)
		if s.Closing, err = closing(tx); err != nil {
			return err
		}
		rules, err := rulesOf(tx)
		if err != nil {
			return err
		}
		s.Rules, s.RulesAt = rules.Version, rules.Published
		shift, err := tx.Shift()
		if err == nil && shift != nil {
			s.Shift = shift.Operator
			s.DropDue, err = dropDue(tx)
		}
		return err
	})
	return s, err
}

// why is what keeps the till from head office.
func (t *Till) why() pos.Text {
	if t.cut {
		return pos.T("the line is cut; mend it with 'net on'")
	}
	return t.line.Why()
}

func inZone(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(pos.Zone).Truncate(time.Second)
}

// Net cuts the line, or mends it.
func (t *Till) Net(on bool) {
	t.mu.Lock()
	t.cut = !on
	t.mu.Unlock()
	t.line.Cut(!on)
}

// Sync waits until head office has booked everything from here, settled this till's grants and recalls, and its feed
// is here.
func (t *Till) Sync(ctx context.Context) error {
	t.mu.Lock()
	cut, why := t.cut, t.why()
	t.mu.Unlock()
	if cut {
		return why.E(pos.Offline, "sync")
	}
	ctx, cancel := context.WithTimeout(ctx, syncWithin)
	defer cancel()
	err := t.line.Sync(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		said := pos.T("head office did not answer in time")
		if why := t.line.Why(); !why.IsZero() {
			said = why
		}
		return pos.E(pos.Timeout, "sync", "{}; what is unsent is safe here and goes later", said).Because(err)
	}
	return err
}
