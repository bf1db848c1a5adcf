package till

import (
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// AfterLine is what came with the line, and what head office asks about what was done here.
type AfterLine struct {
	Since     time.Time  `json:"since"`
	Products  int        `json:"products"`            // that are new or changed: names, prices, what is off the shelf
	Rules     int        `json:"rules,omitempty"`     // the version of new rules; 0: none came
	Settings  bool       `json:"settings,omitempty"`  // of head office's for the tills: rights, limits
	People    int        `json:"people,omitempty"`    // who are new here, gone, or may do something else
	Members   int        `json:"members,omitempty"`   // of whom value was granted to this till
	Granted   money.Fen  `json:"granted"`             // stored value that was
	Questions []Question `json:"questions,omitempty"` // all that are open, whenever they came; the newest first
}

// AfterLine is what has come since a time: mostly since the line has been back. Things that came twice count twice.
func (t *Till) AfterLine(since time.Time) (a AfterLine, err error) {
	a.Since = inZone(since)
	err = t.viewBy(func(tx *store.Tx) error {
		arrived, err := tx.Arrived(since)
		if err != nil {
			return err
		}
		a.Products, a.Settings, a.People = arrived[pos.TopicProduct], arrived[pos.TopicPolicy] > 0, arrived[pos.TopicPerson]
		if arrived[pos.TopicRules] > 0 {
			rules, err := rulesOf(tx)
			if err != nil {
				return err
			}
			a.Rules = rules.Version
		}
		if err := a.granted(tx, since); err != nil {
			return err
		}
		a.Questions, err = questions(tx)
		return err
	})
	return a, err
}

// granted adds up the grants of members' stored value that were taken in.
func (a *AfterLine) granted(tx *store.Tx, since time.Time) error {
	accepted, err := tx.Accepted(since)
	if err != nil {
		return err
	}
	members := map[string]bool{}
	for _, r := range accepted {
		body, err := r.Decode()
		if err != nil {
			return err
		}
		b, ok := body.(record.Accept)
		if !ok {
			continue
		}
		g, err := escrow.Read(b.Grant)
		if err != nil {
			return err
		}
		for _, amount := range g.Amounts {
			if slices.Contains(stored, amount.Asset) && g.Holder != ledger.TheHouse {
				members[g.Holder] = true
				a.Granted += money.Fen(amount.Amount)
			}
		}
	}
	a.Members = len(members)
	return nil
}
