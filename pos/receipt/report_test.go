package receipt

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/figures"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// TestReports: an X report of a shift in which little has happened, and a Z report of one in which everything has.
func TestReports(t *testing.T) {
	opened := time.Date(2026, 11, 21, 23, 30, 0, 0, time.UTC)
	head := Report{Store: shop, Till: "T1", Operator: "1001", Name: "陈晓梅", Shift: "01JD", Date: "2026-11-22", Opened: opened}
	x, z := head, head
	x.Kind = X
	x.Sales, x.Tenders = figures.Sum{N: 1, Amount: 1200}, figures.Tenders{record.Cash: {N: 1, Amount: 1200}}
	x.Cash = figures.Cash{Opened: 1, Float: 20000, Expected: 21200}
	z.Kind, z.Closed = Z, opened.Add(9*time.Hour)
	z.Figures = figures.Figures{
		Sales: figures.Sum{N: 215, Amount: 1234567}, Discounts: figures.Sum{N: 3, Amount: 1550}, ManualPrices: figures.Sum{N: 1, Amount: -50},
		Tenders: figures.Tenders{
			record.Cash: {N: 120, Amount: 500000}, record.Bank: {N: 20, Amount: 234567}, record.Wallet: {N: 70, Amount: 400000},
			record.Stored: {N: 4, Amount: 90000}, record.FloatT: {N: 1, Amount: 5000}, record.PointsT: {N: 2, Amount: 5000}, "shell": {N: 1, Amount: 1},
		},
		Refunds: figures.Sum{N: 2, Amount: 3000}, RefundTenders: figures.Tenders{record.Cash: {N: 1, Amount: 1000}, record.Stored: {N: 1, Amount: 2000}},
		TopUps: figures.Sum{N: 3, Amount: 50000}, TopUpTenders: figures.Tenders{record.Cash: {N: 3, Amount: 50000}}, TopUpBonus: 5000,
		TopVoids: figures.Sum{N: 1, Amount: 9500}, TopVoidTenders: figures.Tenders{record.Cash: {N: 1, Amount: 9500}},
		Withdrawals: figures.Sum{N: 1, Amount: 5000}, CardReturns: figures.Sum{N: 1, Amount: 100}, Conversions: figures.Sum{N: 2, Amount: 300},
		Points: figures.Points{
			Earned: 12340 * money.Point, Spent: 5000 * money.Point, TakenBack: 30 * money.Point, GivenBack: money.Point / 10,
			Converted: 30 * money.Point, Rewarded: 100 * money.Point, Deducted: 7 * money.Point,
		},
		Cards:  []figures.Changes{{Kind: record.KindCardIssue, N: 2}, {Kind: "card_sung", N: 1}},
		PayIns: figures.Sum{N: 1, Amount: 10000}, Drops: figures.Sum{N: 2, Amount: 400000}, Drawer: 3, Lent: 4,
		Cash: figures.Cash{
			Opened: 1, Closed: 1, Float: 20000, Expected: 164400, Counted: 164350, Difference: -50,
			Count: []record.Notes{{Of: 10000, N: 16}, {Of: 1000, N: 4}, {Of: 50, N: 7}},
		},
	}
	for _, report := range []Report{x, z} {
		for _, width := range []int{Narrow, Medium, Wide} {
			for _, lang := range []pos.Lang{pos.Chinese, pos.English} {
				t.Run(fmt.Sprintf("%s.%d.%s", report.Kind, width, lang), func(t *testing.T) {
					got := ReportText(report, width, lang)
					checkWidth(t, got, width)
					golden(t, filepath.Join("testdata", fmt.Sprintf("report-%s.%d.%s.golden", report.Kind, width, lang)), got)
				})
			}
		}
	}
}
