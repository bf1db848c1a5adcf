package receipt

import "holdfast/pos/record"

// Lang is a language of printed texts.
type Lang string

// The languages.
const (
	Chinese Lang = "zh"
	English Lang = "en"
)

// text is a phrase in both languages.
type text struct{ zh, en string }

var (
	topUpTitle   = text{"储值充值", "TOP-UP"}
	receiptNo    = text{"单号", "Receipt"}
	storeTill    = text{"门店/收银台", "Store / till"}
	cashier      = text{"收银员", "Cashier"}
	businessDate = text{"营业日", "Business date"}
	printedTime  = text{"时间", "Time"}
	total        = text{"合计", "Total"}
	discount     = text{"已优惠", "You saved"}
	change       = text{"找零", "Change"}
	memberCard   = text{"会员卡", "Member card"}
	earned       = text{"本次积分", "Points earned"}
	principal    = text{"充值本金", "Paid in"}
	bonus        = text{"赠送", "Bonus"}
	credited     = text{"入账合计", "Credited"}
	reference    = text{"参考号", "Reference"}
	thanks       = text{"谢谢惠顾", "Thank you"}
)

var tenders = map[record.TenderKind]text{
	record.Cash:     {"现金", "Cash"},
	record.Bank:     {"银行卡", "Bank card"},
	record.Wallet:   {"扫码支付", "QR wallet"},
	record.Stored:   {"储值", "Stored value"},
	record.PointsT:  {"积分", "Points"},
	record.Coupon:   {"优惠券", "Coupon"},
	record.GiftCard: {"礼品卡", "Gift card"},
}

func (p *page) say(t text) string {
	if p.lang == English {
		return t.en
	}
	return t.zh
}

// tenderName is the kind itself where a newer till has invented one.
func (p *page) tenderName(kind record.TenderKind) string {
	if t, ok := tenders[kind]; ok {
		return p.say(t)
	}
	return string(kind)
}
