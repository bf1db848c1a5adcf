package till

import (
	"errors"
	"slices"

	"holdfast/pos"
	"holdfast/pos/till/store"
)

// right is the operator of what is done next, if they may do it: by their own right, else by that of the person whose
// right was lent to them (Override). Every method that changes the books asks for it in the transaction of the change.
func (t *Till) right(tx *store.Tx, need pos.Right) (store.Operator, error) {
	p, err := t.person(tx)
	if err != nil {
		return store.Operator{}, err
	}
	policy, err := tx.Policy()
	if err != nil {
		return store.Operator{}, err
	}
	if policy.May(p, need) {
		return store.Operator{ID: p.ID}, nil
	}
	if t.lender == "" {
		return store.Operator{}, mayNot(p, need)
	}
	lender, err := t.atWork(tx, t.lender)
	if err != nil {
		return store.Operator{}, err
	}
	if !policy.May(lender, need) {
		return store.Operator{}, lacking(need, "neither {} nor {} may {}; have a store manager override, then do it again", p.Name, lender.Name, RightWords(need))
	}
	return store.Operator{ID: p.ID, Approved: lender.ID, Right: need}, nil
}

// mayNot is the refusal of what a person has no right to.
func mayNot(p pos.Person, need pos.Right) error {
	return lacking(need, "{} ({}) may not {}; have a store manager override, then do it again", p.Name, p.Role, RightWords(need))
}

// lacks is the cause of a refusal for want of a right.
type lacks pos.Right

func (r lacks) Error() string { return "lacks the right " + string(r) }

// lacking is a refusal for want of a right.
func lacking(need pos.Right, message string, args ...any) error {
	return pos.E(pos.Forbidden, "", message, args...).Because(lacks(need))
}

// Lacks reports whether an error is the refusal for want of a right, and of which: an override lends it.
func Lacks(err error) (need pos.Right, ok bool) {
	var r lacks
	ok = errors.As(err, &r)
	return pos.Right(r), ok
}

// RightWords says what a right at a till is for, as it stands after "may".
func RightWords(r pos.Right) pos.Text { return rightWords[r] }

var rightWords = map[pos.Right]pos.Text{
	pos.MaySell: pos.T("sell"), pos.MayTopUp: pos.T("take top-ups"), pos.MayIssueCard: pos.T("issue cards"), pos.MayConvert: pos.T("convert points"),
	pos.MayClaim: pos.T("hand out gifts"), pos.MayRefund: pos.T("refund"), pos.MayRefundAny: pos.T("refund beyond the limit or undo a top-up"),
	pos.MayRefundNoReceipt: pos.T("refund without receipt"), pos.MayPrice: pos.T("change prices"), pos.MayDiscount: pos.T("give discounts"),
	pos.MayLose: pos.T("report cards lost"), pos.MayFind: pos.T("undo a loss report"), pos.MayReplace: pos.T("replace cards"),
	pos.MayReturn: pos.T("take cards back"), pos.MayExtend: pos.T("extend cards"), pos.MayResetPIN: pos.T("reset a card's PIN"),
	pos.MayReward: pos.T("give points"), pos.MayDeduct: pos.T("take points off"), pos.MayWithdraw: pos.T("pay out stored value"),
	pos.MayDrawer: pos.T("open the drawer or move cash"), pos.MayReport: pos.T("see the figures"),
	pos.MayManageShift: pos.T("end what is another's"), pos.MayEditMember: pos.T("change a member's record"),
}

// Lent is whose rights the next command may be done by.
type Lent struct {
	Person string   `json:"person"`
	Name   string   `json:"name"`
	Role   pos.Role `json:"role"`
}

// Override lends the next command the rights of a colleague, who types number and PIN. They are used only where the
// person signed in lacks one. Whoever calls the till ends the loan with EndOverride after one command, however it went.
func (t *Till) Override(who, secret string) (lent Lent, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lender = "" // a loan that fails ends the one before
	if err := t.someoneElse(who); err != nil {
		return lent, err
	}
	p, err := t.prove("override", who, secret)
	if err != nil {
		return lent, err
	}
	return t.lend(p), nil
}

// OverrideCard is Override by swiping the colleague's staff card. Wrong cards are counted like wrong PINs.
func (t *Till) OverrideCard(numberOrTrack string) (lent Lent, err error) {
	number, err := cardNumber(numberOrTrack)
	if err != nil {
		return lent, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lender = ""
	p, err := t.proveByCard("override", number)
	if err != nil {
		return lent, err
	}
	if err := t.someoneElse(p.ID); err != nil {
		return lent, err
	}
	return t.lend(p), nil
}

// someoneElse refuses a person who would lend rights to themself.
func (t *Till) someoneElse(who string) error {
	switch t.who {
	case "":
		return errNobody
	case who:
		return pos.E(pos.Forbidden, "override", "nobody lends rights to themself; call a colleague who has the right")
	}
	return t.view(func(tx *store.Tx) error { _, err := t.person(tx); return err })
}

func (t *Till) lend(p pos.Person) Lent {
	t.lender = p.ID
	return Lent{Person: p.ID, Name: p.Name, Role: p.Role}
}

// EndOverride ends the loan of rights, used or not.
func (t *Till) EndOverride() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lender = ""
}

// atWork is a person as head office has them now, if they work in this store.
func (t *Till) atWork(tx *store.Tx, who string) (pos.Person, error) {
	p, err := tx.Person(who)
	if pos.CodeOf(err) == pos.NotFound || err == nil && !slices.Contains(p.Stores, t.shop) {
		return p, pos.E(pos.Forbidden, "", "{} doesn't work here any more; sign in as somebody else", who)
	}
	return p, err
}
