package figures

import (
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

var update = flag.Bool("update", false, "write the figures into testdata")

// shift is a day with one of everything, made by hand. What should be in the drawer is worked out beside it.
func shift() []record.Body {
	cash := func(fen money.Fen) record.Tender { return record.Tender{Kind: record.Cash, Amount: fen} }
	return []record.Body{
		record.ShiftOpen{Float: 200_00}, // 200.00
		record.Sale{ // cash 20.00 for 12.00: 212.00
			Total: 12_00, Paid: []record.Tender{cash(10_00), cash(10_00)}, Change: 8_00,
			Lines: []record.Line{
				{Code: "1", Qty: money.One, List: 10_00, Price: 10_00, Why: "list", Amount: 8_50, Off: []record.Off{{Why: "line", Amount: 1_00}, {Why: "bill", Amount: 50}}},
				{Code: "2", Qty: 2 * money.One, List: 2_00, Price: 1_75, Why: "manual", Amount: 3_50},
			},
		},
		record.Sale{ // five ways, cash 1.00: 213.00
			Member: "M1", Total: 50_00, Points: 45_0000,
			Paid: []record.Tender{
				{Kind: record.Stored, Amount: 20_00}, {Kind: record.PointsT, Amount: 5_00, Points: 500_0000}, {Kind: record.Bank, Amount: 14_00, Ref: "B1"},
				{Kind: record.Wallet, Amount: 10_00, Ref: "W1"}, cash(1_00),
			},
		},
		record.TopUp{Member: "M1", Principal: 100_00, Bonus: 10_00, Tender: record.Cash}, // 313.00
		record.TopUp{Member: "M1", Principal: 50_00, Tender: record.Bank},
		record.TopVoid{Receipt: "T1-1-000004", Member: "M1", Back: 95_00, Tender: record.Cash}, // 218.00
		record.Refund{ // cash 3.00: 215.00
			Member: "M1", Total: 10_00, Points: 9_0000,
			Back: []record.Back{
				{Kind: record.Cash, Amount: 3_00}, {Kind: record.Stored, Amount: 6_00, Principal: 6_00}, {Kind: record.PointsT, Amount: 1_00, Points: 100_0000},
			},
		},
		record.Withdraw{Member: "M1", Amount: 20_00},              // 195.00
		record.CardReturn{Card: "C1", Member: "M1", Amount: 5_00}, // 190.00
		record.CashIn{Amount: 50_00, Reason: "零钱"},                // 240.00
		record.CashOut{Amount: 100_00, Reason: "送银行"},             // 140.00
		record.Convert{Member: "M1", Points: 10_0000, Bonus: 1_00},
		record.Reward{Member: "M1", Points: 5_0000, Reason: "生日"},
		record.Deduct{Member: "M1", Points: 2_0000, Reason: "更正"},
		record.CardLost{Card: "C2", Member: "M2", Reason: "丢失"},
		record.CardReplace{Old: "C2", New: "C3", Member: "M2", Reason: "丢失"},
		record.Drawer{Reason: "换零钱"},
		record.ShiftClose{Expected: 140_00, Counted: 139_50, Count: []record.Notes{{Of: 100_00, N: 1}, {Of: 50, N: 79}}},
	}
}

func records(t interface{ Fatal(...any) }, bodies []record.Body) (list []record.Record) {
	for i, b := range bodies {
		h := record.Header{Place: "T1", Epoch: 1, Seq: uint64(i + 1), ID: "01JD", Store: "S01", Operator: "1001"}
		if b.Kind() == record.KindDrawer {
			h.Approved, h.Right = "2001", pos.MayDrawer
		}
		r, err := record.New(h, b)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

// TestShift: every figure of the day, with the names that programs read it by.
func TestShift(t *testing.T) {
	f, err := Of(records(t, shift())...)
	if err != nil {
		t.Fatal(err)
	}
	if f.Cash.Expected != 140_00 {
		t.Errorf("%s should be in the drawer, the figures say %s", money.Fen(140_00), f.Cash.Expected)
	}
	got, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/shift.golden.json"
	if *update {
		if err := os.WriteFile(file, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)+"\n"); diff != "" {
		t.Errorf("%s (-update writes it):\n%s", file, diff)
	}
}

// TestMerge: however records are dealt out and in whatever order they come, the figures of the parts add up to those of
// all.
func TestMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := records(t, append(shift(), shift()...))
		want, _ := Of(all...)
		var sum Figures
		mixed := rapid.Permutation(all).Draw(t, "order")
		for len(mixed) > 0 {
			n := rapid.IntRange(1, len(mixed)).Draw(t, "part")
			part, err := Of(mixed[:n]...)
			if err != nil {
				t.Fatal(err)
			}
			sum.Merge(part)
			mixed = mixed[n:]
		}
		if diff := cmp.Diff(want, sum); diff != "" {
			t.Fatalf("the parts come to something else:\n%s", diff)
		}
	})
}

// TestNewerTill: a kind that this program doesn't know is a record and nothing else; a body that can't be read is an error.
func TestNewerTill(t *testing.T) {
	r := records(t, []record.Body{record.CashIn{Amount: 1}})[0]
	r.Kind = "loyalty_dance"
	if f, err := Of(r); err != nil || f.Records != 1 || f.PayIns.N != 0 {
		t.Errorf("%+v, %v", f, err)
	}
	r.Kind, r.Body = record.KindSale, []byte{0xff}
	if _, err := Of(r); err == nil {
		t.Error("a broken body was counted")
	}
}
