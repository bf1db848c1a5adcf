package export

import (
	"holdfast/pos/till"
)

// figure is a line of the overview: how many, and how much in money or points. Either may be missing.
type figure struct {
	what   text
	n      any
	amount any
}

func (b *book) figure(f figure) row { return row{b.say(f.what), f.n, f.amount} }

// overviewOf is the day on one page.
func overviewOf(d till.Day) []figure {
	return []figure{
		{text{"营业日", "Business date"}, nil, d.Date},
		{text{"销售", "Sales"}, d.Sales.N, d.Sales.Amount},
		{text{"客单价", "Average sale"}, nil, d.Average},
		{text{"退货", "Refunds"}, d.Refunds.N, d.Refunds.Amount},
		{text{"销售净额", "Sales less refunds"}, nil, d.Sales.Amount - d.Refunds.Amount},
		{text{"会员销售", "Sales to members"}, d.MemberSales.N, d.MemberSales.Amount},
		{text{"消费会员", "Members who bought"}, d.Buyers, nil},
		{text{"新会员", "New members"}, d.NewMembers, nil},
		{text{"储值充值", "Top-ups"}, d.TopUps.N, d.TopUps.Amount},
		{text{"充值赠送", "Bonus given"}, nil, d.TopUpBonus},
		{text{"充值撤销", "Top-ups undone"}, d.TopVoids.N, d.TopVoids.Amount},
		{text{"储值取款", "Withdrawals"}, d.Withdrawals.N, d.Withdrawals.Amount},
		{text{"退卡退款", "Cards returned"}, d.CardReturns.N, d.CardReturns.Amount},
		{text{"发放积分", "Points earned"}, nil, d.Points.Earned},
		{text{"使用积分", "Points used"}, nil, d.Points.Spent},
		{text{"促销优惠", "Promotions"}, d.Promotions.N, d.Promotions.Amount},
		{text{"手工折扣", "Discounts by hand"}, d.Discounts.N, d.Discounts.Amount},
		{text{"改价让利", "Prices by hand"}, d.ManualPrices.N, d.ManualPrices.Amount},
		{text{"授权操作次数", "Done by override"}, d.Lent, nil},
		{text{"开钱箱次数", "Drawer opened"}, d.Drawer, nil},
		{text{"备用金", "Float"}, nil, d.Cash.Float},
		{text{"应有现金", "Cash expected"}, nil, d.Cash.Expected},
		{text{"差额", "Difference"}, nil, d.Cash.Difference},
	}
}

// text is a phrase in both languages.
type text struct{ zh, en string }

// The sheets, and what stands over their columns.
var (
	sheetOverview = text{"概览", "Overview"}
	sheetHours    = text{"时段", "Hours"}
	sheetTenders  = text{"支付方式", "Tenders"}
	sheetProducts = text{"商品", "Products"}
	sheetReceipts = text{"单据", "Receipts"}

	colWhat     = text{"项目", "What"}
	colNumber   = text{"笔数", "Number"}
	colAmount   = text{"金额", "Amount"}
	colHour     = text{"时间", "Hour"}
	colSales    = text{"销售", "Sales"}
	colRefunds  = text{"退货", "Refunds"}
	colTopUps   = text{"充值", "Top-ups"}
	colTopVoids = text{"充值撤销", "Top-ups undone"}
	colCode     = text{"编码", "Code"}
	colName     = text{"名称", "Name"}
	colUnit     = text{"单位", "Unit"}
	colQty      = text{"数量", "Quantity"}
	colLines    = text{"行数", "Lines"}
	colReceipt  = text{"单号", "Receipt"}
	colTime     = text{"时间", "Time"}
	colKind     = text{"类型", "Kind"}
	colPoints   = text{"积分", "Points"}
	colMember   = text{"会员", "Member"}
	colPerson   = text{"收银员", "Cashier"}
)

func (b *book) say(t text) string { return b.either(t.zh, t.en) }

// either is a name in the book's language.
func (b *book) either(zh, en string) string {
	return b.lang.Name(zh, en)
}
