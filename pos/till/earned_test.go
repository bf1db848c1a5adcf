package till

import (
	"testing"

	"github.com/shopspring/decimal"

	"holdfast/pos/money"
	"holdfast/pos/pricing"
	"holdfast/pos/record"
)

// TestEarned: what is paid with points earns none; all other ways of paying do, the change not counted.
func TestEarned(t *testing.T) {
	points := func(amount money.Fen) record.Tender { return record.Tender{Kind: record.PointsT, Amount: amount} }
	for name, c := range map[string]struct {
		total  money.Fen
		quoted money.Points
		rate   string
		paid   []record.Tender
		want   money.Points
	}{
		"in cash, with change":    {100_00, 100_0000, "1", []record.Tender{{Kind: record.Cash, Amount: 150_00}}, 100_0000},
		"a tenth with points":     {100_00, 100_0000, "1", []record.Tender{points(10_00), {Kind: record.Stored, Amount: 90_00}}, 90_0000},
		"twice with points":       {100_00, 100_0000, "1", []record.Tender{points(10_00), points(5_00), {Kind: record.FloatT, Amount: 85_00}}, 85_0000},
		"all with points":         {100_00, 100_0000, "1", []record.Tender{points(100_00)}, 0},
		"a point for ten yuan":    {33_33, 3_3330, "0.1", []record.Tender{points(3_30)}, 3_0030},
		"below a part of a point": {1_00, 3333, "0.3333", []record.Tender{points(1)}, 3299}, // 0.329967
		"who may earn nothing":    {100_00, 0, "1", []record.Tender{points(10_00)}, 0},
		"nothing paid yet":        {100_00, 100_0000, "1", nil, 100_0000},
	} {
		s := sale{basket: &basket{Quote: pricing.Quote{Total: c.total, Points: c.quoted}, Rate: decimal.RequireFromString(c.rate), Tenders: c.paid}}
		if got := s.earned(); got != c.want {
			t.Errorf("%s: %s points, want %s", name, got, c.want)
		}
	}
}
