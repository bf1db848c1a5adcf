package ledger

import "fmt"

// sign is the direction in which an account may be posted to.
type sign int

const (
	plus  sign = 1
	minus sign = 2
	both  sign = plus | minus
)

// rule lets a till's records post to accounts of a kind.
type rule struct {
	kind   string
	who    string // a fixed WHO, or "" for any
	assets []Asset
	sign   sign
	own    bool // place and epoch must be the record's own
	why    string
}

var (
	member = []Asset{Principal, Bonus, Points}
	value  = []Asset{Principal, Bonus}
	cny    = []Asset{CNY}
	points = []Asset{Points}
	bonus  = []Asset{Bonus}
	right  = []Asset{Refund}
	uses   = []Asset{Uses}
	held   = []Asset{Principal, Bonus, Points, Refund, Uses}
	back   = []Asset{Principal, Bonus, Points, CNY}
)

// allowed is everything that a till's record may do to HQ's books, one line each. What is not here is not allowed:
// a till can't take from another till's escrow, nor from available, nor invent a source.
var allowed = []rule{
	{kind: KindEscrow, assets: held, sign: both, own: true, why: "a place spends, credits and returns its own escrow"},
	{kind: KindTransit, assets: held, sign: minus, own: true, why: "a grant ends by its place's accept or decline"},
	{kind: KindAvailable, assets: held, sign: plus, why: "returned, declined, or earned: credited at HQ"},
	{kind: KindSpent, assets: member, sign: plus, why: "paid for goods"},
	{kind: KindSpent, assets: uses, sign: plus, why: "a limited promotion or a coupon was used"},
	{kind: KindTaken, assets: cny, sign: both, own: true, why: "money into and out of its own drawer and terminals"},
	{kind: KindBanked, assets: cny, sign: plus, why: "counted out of the drawer at the end of a shift"},
	{kind: KindIssued, who: "float", assets: cny, sign: minus, why: "the float a shift opens with"},
	{kind: KindSales, assets: cny, sign: both, why: "what the money was taken for"},
	{kind: KindIssued, who: "topup", assets: value, sign: minus, why: "paid in here, with HQ's bonus"},
	{kind: KindIssued, who: "deposit", assets: cny, sign: minus, why: "the money side of a top-up"},
	{kind: KindIssued, who: "deposit", assets: cny, sign: plus, why: "stored value paid out again"},
	{kind: KindIssued, who: "earn", assets: points, sign: minus, why: "points earned by a sale"},
	{kind: KindIssued, who: "reward", assets: points, sign: minus, why: "points given by a person with the right"},
	{kind: KindIssued, who: "convert", assets: bonus, sign: minus, why: "points that became stored value: bonus, never principal"},
	{kind: KindIssued, who: "refund", assets: back, sign: minus, why: "what a sale took, given back the way it came"},
	{kind: KindIssued, who: "payin", assets: cny, sign: minus, why: "cash put into the drawer during a shift"},
	{kind: KindIssued, who: "sold", assets: right, sign: minus, why: "the right to refund a receipt of its own, when it leaves the till"},
	{kind: KindPaidOut, assets: value, sign: plus, why: "stored value paid out in money"},
	{kind: KindForfeited, assets: member, sign: plus, why: "given up: bonus in proportion to what is paid out, points converted or taken back"},
	{kind: KindOwed, assets: member, sign: both, why: "a claim made, or paid by a credit here"},
	{kind: KindHouse, who: "claims", assets: member, sign: both, why: "the other side of a claim"},
	{kind: KindHouse, who: "recovered", assets: member, sign: plus, why: "what paid a claim"},
}

// Allowed checks an entry in a record of (place, epoch) against the table of accounts a till may post to. HQ's own
// records are not asked.
func Allowed(place string, epoch uint64, e Entry) error {
	for _, p := range e {
		parts, ok := p.Account.Split()
		if !ok || !permitted(parts, p.Amount, place, epoch) {
			return fmt.Errorf("%w: %s may not post %d to %s", ErrMalformed, place, p.Amount, p.Account)
		}
	}
	return nil
}

func permitted(a Parts, amount int64, place string, epoch uint64) bool {
	want := plus
	if amount < 0 {
		want = minus
	}
	for _, r := range allowed {
		if r.kind != a.Kind || r.sign&want == 0 || (r.who != "" && r.who != a.Who) {
			continue
		}
		if r.own && (a.Place != place || a.Epoch != epoch) {
			continue
		}
		for _, asset := range r.assets {
			if asset == a.Asset {
				return true
			}
		}
	}
	return false
}
