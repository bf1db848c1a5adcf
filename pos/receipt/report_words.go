package receipt

import "strings"

// figure is a receipt's title as the name of a figure among others, without its capitals.
func figure(title text) text {
	return text{title.zh, title.en[:1] + strings.ToLower(title.en[1:])}
}

// Words of reports that receipts don't have.
var (
	saleTitle         = text{"销售", "Sale"}
	reportTitles      = map[ReportKind]text{X: {"班次报表 (X)", "X REPORT"}, Z: {"交班报表 (Z)", "Z REPORT"}}
	shiftOpened       = text{"开班", "Shift opened"}
	shiftClosed       = text{"交班", "Shift closed"}
	reportSales       = text{"销售", "Sales"}
	reportPromotions  = text{"促销优惠", "Promotions"}
	reportDiscounts   = text{"手工折扣", "Discounts by hand"}
	reportManual      = text{"改价让利", "Prices by hand"}
	reportRefunds     = text{"退货", "Refunds"}
	reportNet         = text{"销售净额", "Sales less refunds"}
	reportTopUps      = text{"储值充值", "Top-ups"}
	reportTopVoids    = text{"充值撤销", "Top-ups undone"}
	reportWithdrawals = text{"储值取款", "Withdrawals"}
	reportReturns     = text{"退卡退款", "Cards returned"}
	pointsEarned      = text{"发放积分", "Points earned"}
	reportDrawer      = text{"开钱箱次数", "Drawer opened"}
	reportLent        = text{"授权操作次数", "Done by override"}
	reportFloat       = text{"备用金", "Float"}
	reportPayIns      = text{"存入现金", "Paid in"}
	reportDrops       = text{"取出现金", "Drops"}
	reportExpected    = text{"应有现金", "Cash expected"}
	reportCounted     = text{"实点现金", "Cash counted"}
	reportDifference  = text{"差额", "Difference"}
	signCashier       = text{"收银员签字", "Cashier"}
	signManager       = text{"店长签字", "Manager"}
)
