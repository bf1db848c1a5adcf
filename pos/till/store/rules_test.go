package store

import (
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/rules"
)

// TestRulesBefore: what a till sold by before is kept when other rules come, and not when a restored head office says again
// what is here.
func TestRulesBefore(t *testing.T) {
	w := newTill(t)
	before := func() (version int, came time.Time) {
		t.Helper()
		w.view(func(tx *Tx) error {
			doc, at, ok, err := tx.RulesBefore()
			if ok {
				version, came = doc.Version, at
			}
			return err
		})
		return version, came
	}
	published := func(version int) rules.Document { return rules.Document{Version: version, Note: "n"} }
	w.must(w.ApplyFeed(batch(1, 0, 1, item(pos.TopicRules, pos.CurrentKey, published(3)))))
	if version, _ := before(); version != 0 {
		t.Errorf("before the first rules there were those of version %d", version)
	}
	w.must(w.ApplyFeed(batch(1, 1, 2, item(pos.TopicRules, pos.CurrentKey, published(5)))))
	_, came := before()
	if version, _ := before(); version != 3 || came.IsZero() {
		t.Errorf("before version 5 there was %d, until %s", version, came)
	}
	restored := batch(2, 0, 4, item(pos.TopicRules, pos.CurrentKey, published(5)))
	restored.From, restored.End = batch(1, 2, 3).From, true
	w.must(w.ApplyFeed(restored))
	if version, again := before(); version != 3 || !again.Equal(came) {
		t.Errorf("a restored head office makes of it %d, until %s", version, again)
	}
	st, err := w.State()
	w.must(err)
	if st.Rules.Version != 5 {
		t.Errorf("the uplink is told of version %d", st.Rules.Version)
	}
}
