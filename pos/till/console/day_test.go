package console_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos"
	"holdfast/pos/figures"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
	"holdfast/pos/till"
	"holdfast/pos/till/store"
	"holdfast/pos/till/tilltest"
)

// TestDay: a date's figures, and what they are made of.
func TestDay(t *testing.T) {
	w := days(t)
	w.do("login 1001 1111")
	if _, err := w.console.Till.Day(""); pos.CodeOf(err) != pos.Forbidden {
		t.Errorf("for a cashier: %v", err)
	}
	w.do("override 2001 2222")
	first, err := w.console.Till.Day("2026-11-22")
	w.Must(err)
	if first.Sales != (figures.Sum{N: 2, Amount: 40_00}) || first.Average != 20_00 || first.Refunds != (figures.Sum{N: 1, Amount: 10_00}) || first.TopUps.Amount != 100_00 ||
		first.Hours[10].Amount != 30_00 || first.Hours[23].Amount != 10_00 || first.Buyers != 1 || first.MemberSales != (figures.Sum{N: 1, Amount: 30_00}) || first.Records != 8 {
		t.Errorf("%+v", first)
	}
	w.do("login 2001 2222")
	w.Feed(tilltest.Item(pos.TopicProduct, "1002", pos.Product{Code: "1002", Name: "矿泉水", Unit: "瓶", Category: "饮料", CategoryEn: "Drinks", Price: 350}))
	for _, line := range []string{"cancel", "scan 1000", "scan 1002 4", "quick 5", "discount 1 50", "pay cash rest", "finish", "member new 13999999999 新人"} {
		w.do(line)
	}
	day, err := w.console.Till.Day("")
	w.Must(err)
	if day.Date != "2026-11-23" || day.NewMembers != 1 || day.Discounts.N != 1 || day.Cash.Expected != 24_00 {
		t.Errorf("%+v", day)
	}
	if diff := cmp.Diff([]figures.Product{
		{Code: "1002", Name: "矿泉水", Unit: "瓶", Qty: 4 * money.One, Lines: 1, Amount: 14_00},
		{Code: "1000", Name: "大米", Unit: "袋", Qty: money.One, Lines: 1, Amount: 5_00}, {Code: "quick", Name: "快速消费", NameEn: "Quick sale", Qty: money.One, Lines: 1, Amount: 5_00},
	}, day.Products); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]till.DayCategory{{Name: "饮料", NameEn: "Drinks", Lines: 1, Amount: 14_00}, {Lines: 2, Amount: 10_00}}, day.Categories); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]figures.Person{{ID: "2001", Sales: figures.Sum{N: 1, Amount: 24_00}, ByHand: 1}}, day.People); diff != "" || day.Who["2001"].Name != "王建平" {
		t.Errorf("%s, %v", diff, day.Who)
	}
	dates, err := w.console.Till.Days()
	w.Must(err)
	if diff := cmp.Diff([]string{"2026-11-23", "2026-11-22"}, dates); diff != "" {
		t.Error(diff)
	}
}

// busy sells so many times a date, at once, to members in turn.
func (w *world) busy(dates, sales, members int) {
	for day := range dates {
		w.Must(w.Store.Update(func(tx *store.Tx) error {
			by := store.Operator{ID: "2001"}
			_, err := tx.Append(by, record.ShiftOpen{})
			for i := 0; err == nil && i < sales; i++ {
				s := record.Sale{Basket: fmt.Sprint("B", i), Member: fmt.Sprint("M", (day*sales+i)%members)}
				for j := range 6 {
					l := record.Line{Code: fmt.Sprint("P", (i*7+j*13)%1500), Barcode: "6901234567892", Name: "农夫山泉饮用天然水550ml", NameEn: "Nongfu spring water 550ml", Unit: "瓶", UnitEn: "bottle", Qty: money.One, List: 350, Price: 320, Why: "member", Amount: 320}
					s.Lines, s.Total, s.Points = append(s.Lines, l), s.Total+l.Amount, s.Points+3_2000
				}
				s.Paid = []record.Tender{{Kind: record.Bank, Amount: s.Total, Ref: "000123"}}
				_, err = tx.Append(by, s)
			}
			if err == nil {
				_, err = tx.Append(by, record.ShiftClose{})
			}
			return err
		}))
		w.Clock.Now = w.Clock.Now.AddDate(0, 0, 1)
	}
}

// BenchmarkDay is a manager's day of 2,000 sales of six lines, behind thirty others.
func BenchmarkDay(b *testing.B) {
	w := newWorld(b, sqlite.Memory+b.Name())
	w.busy(30, 2000, 500)
	w.do("login 2001 2222")
	for b.Loop() {
		day, err := w.console.Till.Day("2026-12-10")
		if err != nil || day.Sales.N != 2000 {
			b.Fatal(day.Sales, err)
		}
	}
}
