package till_test

import (
	"testing"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/pos/till/store"
	"holdfast/pos/till/tilltest"
)

// TestPacksPricedAgain: head office, which prices a sale again from its record alone, comes to what packs' labels said, also
// where their product has other prices by the kilogram.
func TestPacksPricedAgain(t *testing.T) {
	w := tilltest.New(t, tilltest.OnDisk(t))
	doc := tilltest.Rules(rules.Highest)
	doc.Version, doc.Prices.Items = 2, []rules.TierPrice{{Tier: "silver", Product: "2001", Price: 500}}
	doc.Prices.Tiers = []rules.TierOff{{Tier: "silver", Off: 5_00}}
	doc.Promotions = []rules.Promotion{{ID: "less", Name: "满10减1", Kind: rules.Less, Steps: []rules.Step{{Spend: 10 * money.Yuan, Less: money.Yuan}}}}
	w.Must(doc.Check())
	w.Feed(tilltest.Item(pos.TopicRules, pos.CurrentKey, doc))
	_, err := w.Till.Login("1001", "1111")
	w.Must(err)
	_, err = w.Till.OpenShift(0)
	w.Must(err)
	_, err = w.Till.Card("8800000000000021") // silver
	w.Must(err)
	for _, code := range []string{"2202001008643", "2202001008643", "2001"} {
		_, err = w.Till.Scan(code, money.One)
		w.Must(err)
	}
	_, err = w.Till.Pay(t.Context(), record.Cash, 100*money.Yuan, "")
	w.Must(err)
	_, err = w.Till.Finish()
	w.Must(err)
	var sale record.Sale
	w.Must(w.Store.View(func(tx *store.Tx) error {
		list, _, err := tx.Browse(store.Browse{Kinds: []record.Kind{record.KindSale}, Limit: 1})
		if err != nil {
			return err
		}
		body, err := list[0].Decode()
		sale = body.(record.Sale)
		return err
	}))
	if l := sale.Lines[0]; l.List != 864 || l.Price != 821 || l.Qty != money.One {
		t.Errorf("the record has %+v", l)
	}
	q, err := pricing.New(doc).Price(sale.Quoted("S01"))
	w.Must(err)
	for i, l := range q.Lines {
		if l.Amount != sale.Lines[i].Amount {
			t.Errorf("line %d comes to %s again, and was sold for %s", i+1, l.Amount, sale.Lines[i].Amount)
		}
	}
}
