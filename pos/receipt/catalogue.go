package receipt

import (
	"holdfast/pos/record"
)

// text is a phrase in both languages.
type text struct{ zh, en string }

// titles stand above what is not a sale.
var titles = map[record.Kind]text{
	record.KindRefund:      {"退货", "REFUND"},
	record.KindTopUp:       {"储值充值", "TOP-UP"},
	record.KindTopVoid:     {"充值撤销", "TOP-UP UNDONE"},
	record.KindWithdraw:    {"储值取款", "WITHDRAWAL"},
	record.KindConvert:     {"积分转储值", "POINTS TO STORED VALUE"},
	record.KindReward:      {"积分奖励", "POINTS GIVEN"},
	record.KindDeduct:      {"积分冲减", "POINTS TAKEN OFF"},
	record.KindCardIssue:   {"发卡", "CARD ISSUED"},
	record.KindCardLost:    {"挂失", "CARD REPORTED LOST"},
	record.KindCardFound:   {"解挂", "LOSS REPORT UNDONE"},
	record.KindCardReplace: {"补卡", "CARD REPLACED"},
	record.KindCardReturn:  {"退卡", "CARD RETURNED"},
	record.KindCardExtend:  {"会员卡延期", "CARD EXTENDED"},
}

var blindTitle = text{"无单退货", "REFUND WITHOUT RECEIPT"}

// The head and the foot.
var (
	receiptNo    = text{"单号", "Receipt"}
	originalNo   = text{"原单号", "Original receipt"}
	storeTill    = text{"门店/收银台", "Store / till"}
	cashier      = text{"收银员", "Cashier"}
	approved     = text{"授权人", "Approved by"}
	businessDate = text{"营业日", "Business date"}
	printedTime  = text{"时间", "Time"}
	reason       = text{"原因", "Reason"}
	signature    = text{"顾客签字", "Customer's signature"}
	thanks       = text{"谢谢惠顾", "Thank you"}
)

// trainingOnly is in both languages at once: whoever finds such a paper must know.
const trainingOnly = "*** 练习 TRAINING ***"

// A sale and its refunds.
var (
	total       = text{"合计", "Total"}
	discount    = text{"已优惠", "You saved"}
	change      = text{"找零", "Change"}
	reference   = text{"参考号", "Reference"}
	pointsUsed  = text{"使用积分", "Points used"}
	couponUsed  = text{"用券", "Coupon used"}
	couponNo    = text{"券号", "Number"}
	notPaidOut  = text{"用券部分不退款", "not paid out"}
	earned      = text{"本次积分", "Points earned"}
	refunded    = text{"已退货", "Refunded"}
	voided      = text{"已撤销", "Undone"}
	afterRefund = text{"退货后合计", "Total after refunds"}
	refundTotal = text{"退款合计", "Total refunded"}
	ofPrincipal = text{"其中本金", "of it principal"}
	ofBonus     = text{"其中赠送", "of it bonus"}
	pointsBack  = text{"退回积分", "Points given back"}
	pointsTaken = text{"扣回积分", "Points taken back"}
	paidClaim   = text{"已抵还欠款", "Paid off what was owed"}
	paidPoints  = text{"已抵还欠积分", "Paid off points owed"}
)

// offs is what was taken off a line, by why.
var offs = map[string]text{"line": {"单品折扣", "Discount"}, "bill": {"整单折扣", "Bill discount"}}

// Stored value, points and cards.
var (
	memberCard   = text{"会员卡", "Member card"}
	principal    = text{"充值本金", "Paid in"}
	bonus        = text{"赠送", "Bonus"}
	credited     = text{"入账合计", "Credited"}
	valueBack    = text{"收回本金", "Principal taken back"}
	bonusBack    = text{"收回赠送", "Bonus taken back"}
	bonusSpent   = text{"已用赠送抵减", "Less bonus that was spent"}
	paidBack     = text{"退还", "Paid back"}
	withdrawn    = text{"取款本金", "Principal paid out"}
	stillToPay   = text{"待联网后退还", "Still to be paid out, with the line up"}
	forfeited    = text{"放弃赠送", "Bonus given up"}
	converted    = text{"转换积分", "Points converted"}
	points       = text{"积分", "Points"}
	newCard      = text{"新卡", "New card"}
	oldCard      = text{"旧卡", "Old card"}
	noCard       = text{"无卡会员（凭手机号）", "No card: known by phone number"}
	validUntil   = text{"有效期至", "Valid until"}
	replacedHint = text{"旧卡作废，储值与积分归会员所有，不受影响", "The old card is dead; the member's value is untouched"}
)

var tenders = map[record.TenderKind]text{
	record.Cash:     {"现金", "Cash"},
	record.Bank:     {"银行卡", "Bank card"},
	record.Wallet:   {"扫码支付", "QR wallet"},
	record.Stored:   {"储值", "Stored value"},
	record.PointsT:  {"积分抵扣", "Points"},
	record.Coupon:   {"优惠券", "Coupon"},
	record.GiftCard: {"礼品卡", "Gift card"},
	record.FloatT:   {"储值（垫付）", "Stored value, advanced"},
	record.Rounding: {"抹零", "Rounding"},
}

func (p *page) say(t text) string { return p.either(t.zh, t.en) }

// either is a name in the page's language.
func (p *page) either(zh, en string) string {
	return p.lang.Name(zh, en)
}

// tenderName is the kind itself where a newer till has invented one.
func (p *page) tenderName(kind record.TenderKind) string {
	if t, ok := tenders[kind]; ok {
		return p.say(t)
	}
	return string(kind)
}
