package receipt

import (
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// printed is a record to print, who lent the right to make it, and what came of it since.
type printed struct {
	name     string
	widths   []int
	body     record.Body
	approved string
	since    []record.Body
}

var (
	all    = []int{Narrow, Medium, Wide}
	narrow = []int{Narrow}

	water = record.Line{Name: "矿泉水", NameEn: "Mineral water", Unit: "瓶", UnitEn: "bottle", Qty: 2 * money.One, List: 200, Price: 200, Amount: 400}
	pears = record.Line{Name: "新疆库尔勒香梨 特级 礼盒装 约5千克 顺丰包邮 坏果包赔", Unit: "盒", Qty: money.One, List: 12800, Price: 12800, Amount: 12800}
)

const card = "8800000000000013"

func lots(principal, bonus int64) (uses []escrow.Use) {
	return []escrow.Use{{Lot: "L1", Asset: ledger.Principal, Amount: principal}, {Lot: "L1", Asset: ledger.Bonus, Amount: bonus}}
}

func cases() []printed {
	discounted := water
	discounted.Amount, discounted.Off = 342, []record.Off{{Why: "line", Amount: 40, By: "2001"}, {Why: "bill", Amount: 18, By: "2001"}}
	couponed := water
	couponed.Amount, couponed.Off = 342, []record.Off{{Why: "coupon", Amount: 58, Rule: "tenth"}}
	oneBack := record.RefundedLine{Line: 1, Name: water.Name, NameEn: water.NameEn, Unit: water.Unit, UnitEn: water.UnitEn, Qty: money.One, Amount: 200}
	return []printed{
		{name: "cash-with-change", widths: all, body: record.Sale{
			Lines: []record.Line{water}, Total: 400, Paid: []record.Tender{{Kind: record.Cash, Amount: 1000}}, Change: 600,
		}},
		{name: "member-pays-three-ways", widths: all, body: record.Sale{
			Member: "01JM", Card: card, Total: 3563760, Points: 35_637_6000,
			Lines: []record.Line{
				{Name: "矿泉水 1.5升", Unit: "瓶", Qty: 3 * money.One, List: 350, Price: 320, Amount: 960}, pears,
				{Name: "Extra virgin olive oil, first cold pressing, 750 ml", Unit: "bottle", Qty: 355, List: 99_999_99, Price: 99_999_99, Amount: 3550000},
			},
			Paid: []record.Tender{
				{Kind: record.Stored, Amount: 6000}, {Kind: record.Bank, Amount: 3550000, Ref: "POS-20261122-000000000000123456789"},
				{Kind: record.Cash, Amount: 10000},
			},
			Change: 2240,
		}},
		{name: "discounts-points-and-float", widths: all, approved: "2001", body: record.Sale{
			Member: "01JM", Card: card, Total: 13142, Points: 31_4200, Lines: []record.Line{discounted, pears},
			Paid: []record.Tender{
				{Kind: record.PointsT, Amount: 1000, Points: 1000 * money.Point}, {Kind: record.Stored, Amount: 9000},
				{Kind: record.FloatT, Amount: 2000}, {Kind: record.Wallet, Amount: 1142, Ref: "4200001"},
			},
		}},
		{name: "sale-refunded-since", widths: all, body: record.Sale{
			Lines: []record.Line{water, pears}, Total: 13200, Paid: []record.Tender{{Kind: record.Cash, Amount: 13200}},
		}, since: []record.Body{
			record.Refund{Receipt: "T1-2-000037", Lines: []record.RefundedLine{oneBack}, Total: 200, Back: []record.Back{{Kind: record.Cash, Amount: 200}}},
			record.Refund{Receipt: "T1-2-000037", Lines: []record.RefundedLine{oneBack, {Line: 2, Name: pears.Name, Unit: "盒", Qty: money.One, Amount: 12800}}, Total: 13000,
				Back: []record.Back{{Kind: record.Cash, Amount: 13000}}},
		}},
		{name: "coupons", widths: all, body: record.Sale{
			Total: 342, Lines: []record.Line{couponed}, Acted: []record.Acted{{Rule: "tenth", Name: "九折券", NameEn: "10 % off", Times: 1, Amount: 58}},
			Used: []record.Used{{Holder: ledger.Limited(ledger.Promotion, "P")}, {Holder: ledger.Limited(ledger.Coupon, "9100000000000013")}},
			Paid: []record.Tender{{Kind: record.Coupon, Amount: 300, Ref: "9200000000000011", Name: "三元现金券", NameEn: "3 yuan cash coupon"}, {Kind: record.Cash, Amount: 42}},
		}},
		{name: "coupon-not-paid-out", widths: narrow, body: record.Refund{
			Receipt: "T1-2-000031", Lines: []record.RefundedLine{oneBack}, Total: 200,
			Back: []record.Back{{Kind: record.Coupon, Amount: 150, Ref: "9200000000000011"}, {Kind: record.Cash, Amount: 50}},
		}},
		{name: "refund", widths: all, approved: "2001", body: record.Refund{
			Receipt: "T1-2-000031", Member: "01JM", Total: 13200, Points: 112_5000, Reason: "果品有损",
			Lines: []record.RefundedLine{oneBack, {Line: 2, Name: pears.Name, Unit: "盒", Qty: money.One, Amount: 13000}},
			Back: []record.Back{
				{Kind: record.FloatT, Amount: 500}, {Kind: record.Stored, Amount: 6600, Principal: 6000, Bonus: 600},
				{Kind: record.PointsT, Amount: 1000, Points: 1000 * money.Point}, {Kind: record.Bank, Amount: 5000, Ref: "POS-20261122-01"},
				{Kind: record.Cash, Amount: 100},
			},
			Pays: record.Claims{Value: 500, Bonus: 100, Points: 20 * money.Point},
		}},
		{name: "refund-without-receipt", widths: narrow, body: record.Refund{
			Lines: []record.RefundedLine{{Code: "1002", Name: water.Name, NameEn: water.NameEn, Unit: water.Unit, UnitEn: water.UnitEn, Qty: money.One, Amount: 200}},
			Total: 200, Back: []record.Back{{Kind: record.Cash, Amount: 200}},
		}},
		{name: "top-up-with-bonus", widths: all, body: record.TopUp{Member: "01JM", Card: card, Principal: 10000, Bonus: 1000, Tender: record.Cash}},
		{name: "top-up-pays-a-claim-and-is-undone", widths: narrow,
			body:  record.TopUp{Member: "01JM", Card: card, Principal: 10000, Bonus: 1000, PaysBonus: 400, PaysValue: 2500, Tender: record.Bank, Ref: "POS-9"},
			since: []record.Body{record.TopVoid{Receipt: "T1-2-000037", Member: "01JM", Uses: lots(7500, 600), Back: 7100, Tender: record.Bank, Ref: "POS-9"}}},
		{name: "top-up-undone", widths: narrow, approved: "2001", body: record.TopVoid{
			Receipt: "T1-2-000031", Member: "01JM", Uses: lots(5500, 400), Back: 4900, Tender: record.Wallet, Ref: "4200001",
		}},
		{name: "withdrawal", widths: narrow, body: record.Withdraw{Member: "01JM", Card: card, Amount: 5000, Uses: lots(5000, 300), Claim: 200, Reason: "搬家"}},
		{name: "conversion", widths: narrow, body: record.Convert{Member: "01JM", Card: card, Points: 100 * money.Point, Bonus: 1000, Pays: 250}},
		{name: "points-given", widths: narrow, body: record.Reward{Member: "01JM", Points: 12_5000, Reason: "开业活动"}},
		{name: "points-taken-off", widths: narrow, body: record.Deduct{Member: "01JM", Points: 12_5000, Reason: "录入错误"}},
		{name: "card-issued", widths: narrow, body: record.CardIssue{Card: card, Member: "01JM", New: true}},
		{name: "member-without-a-card", widths: narrow, body: record.CardIssue{Member: "01JM", New: true}},
		{name: "card-lost", widths: narrow, body: record.CardLost{Card: card, Member: "01JM", Reason: "钱包被偷"}},
		{name: "card-found", widths: narrow, body: record.CardFound{Card: card, Member: "01JM", Reports: []string{"R"}}},
		{name: "card-replaced", widths: narrow, approved: "2001", body: record.CardReplace{Old: card, New: "8800000000000120", Member: "01JM", Reason: "丢失"}},
		{name: "card-returned", widths: narrow, body: record.CardReturn{Card: card, Member: "01JM", Amount: 5000, Uses: lots(5000, 500)}},
		{name: "card-returned-in-part", widths: narrow, body: record.CardReturn{Card: card, Member: "01JM", Amount: 6000, Uses: lots(6000, 500), Claim: 700, Left: 4000, Reason: "搬家"}},
		{name: "card-extended", widths: narrow, body: record.CardExtend{Card: card, Member: "01JM", Until: "2027-11-21"}},
	}
}
