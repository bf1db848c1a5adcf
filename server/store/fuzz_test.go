package store

import (
	"testing"

	"holdfast/pos"
	"holdfast/pos/record"
)

// FuzzPrepare looks at records as a till with a fault may have made them, before the books see them.
func FuzzPrepare(f *testing.F) {
	for _, b := range []record.Body{
		sale("m", "lot", 10_00), record.TopUp{Member: "m", Principal: 100_00, Bonus: 10_00, Tender: record.Cash}, record.Decline{Why: "x"},
		record.CardLost{Card: "8801", Member: "m"}, record.Release{UpTo: 3},
	} {
		r, err := record.New(record.Header{Place: "T1", Epoch: 1, Seq: 1, ID: "01", Time: morning.UnixMilli(), Store: "S01"}, b)
		if err != nil {
			f.Fatal(err)
		}
		s, err := record.Seal(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(s.Bytes)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := (&Store{}).Prepare(b)
		if err != nil {
			return
		}
		p := r.(*prepared)
		if p.wrong == nil && p.Postings.Check() != nil {
			t.Fatal("what doesn't balance is not found wrong")
		}
	})
}

// FuzzReadable shows bodies of the feed as the audit log does.
func FuzzReadable(f *testing.F) {
	for _, v := range []any{pos.Product{Code: "1", Name: "水"}, pos.Person{ID: "1001"}, pos.Member{ID: "m", Cards: []pos.Card{{Number: "1"}}}} {
		b, err := pos.EncodeFeed(v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if text, err := readable(b); err == nil && len(b) > 0 && text == "" {
			t.Errorf("%x reads as nothing", b)
		}
	})
}
