package till

import (
	"time"

	"holdfast/pos/rules"
	"holdfast/pos/till/store"
)

// NewRules is what this till sells by, and what is otherwise in it than in the rules that it had before.
type NewRules struct {
	Version   int       `json:"version"` // 0: head office has sent none
	Published time.Time `json:"published,omitzero"`
	Note      string    `json:"note,omitempty"` // head office's, of the whole

	Before  int            `json:"before,omitempty"` // the version it had; 0: these are the first that came
	Came    time.Time      `json:"came,omitzero"`    // since when it sells by the newest
	Changes []rules.Change `json:"changes,omitempty"`
}

// NewRules needs nobody to be signed in: prices are no secret.
func (t *Till) NewRules() (n NewRules, err error) {
	err = t.view(func(tx *store.Tx) error {
		doc, err := rulesOf(tx)
		if err != nil {
			return err
		}
		n.Version, n.Note = doc.Version, doc.Note
		if doc.Published != 0 {
			n.Published = inZone(time.UnixMilli(doc.Published))
		}
		before, came, ok, err := tx.RulesBefore()
		if err == nil && ok {
			n.Before, n.Came, n.Changes = before.Version, inZone(came), doc.Changes(before)
		}
		return err
	})
	return n, err
}
