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
		return store.Operator{}, &pos.Error{Code: pos.Forbidden, Message: "neither {} nor {} may {}; have a store manager override, then do it again",
			Args: []any{p.Name, lender.Name, RightWords(need)}, Err: lacks(need)}
	}
	return store.Operator{ID: p.ID, Approved: lender.ID, Right: need}, nil
}

// mayNot is the refusal of what a person has no right to.
func mayNot(p pos.Person, need pos.Right) error {
	return &pos.Error{Code: pos.Forbidden, Message: "{} ({}) may not {}; have a store manager override, then do it again",
		Args: []any{p.Name, p.Role, RightWords(need)}, Err: lacks(need)}
}

// lacks is why somebody was refused: a right.
type lacks pos.Right

func (l lacks) Error() string { return "lacks the right " + string(l) }

// Lacks reports whether an error is a refusal for want of a right, and of which. A colleague may have it (Override).
func Lacks(err error) (need pos.Right, ok bool) {
	var l lacks
	ok = errors.As(err, &l)
	return pos.Right(l), ok
}

// RightWords is what a right is to do, as in "may …".
func RightWords(r pos.Right) pos.Text { return pos.T(rightWords[r]) }

// rightWords says what each right at a till is for.
var rightWords = map[pos.Right]string{
	pos.MaySell: "sell", pos.MayTopUp: "take top-ups", pos.MayIssueCard: "issue cards", pos.MayConvert: "convert points",
	pos.MayClaim: "hand out gifts", pos.MayRefund: "refund", pos.MayRefundAny: "refund beyond the limit or undo a top-up",
	pos.MayRefundNoReceipt: "refund without receipt", pos.MayPrice: "change prices", pos.MayDiscount: "give discounts",
	pos.MayLose: "report cards lost", pos.MayFind: "undo a loss report", pos.MayReplace: "replace cards",
	pos.MayReturn: "take cards back", pos.MayExtend: "extend cards", pos.MayResetPIN: "reset a card's PIN",
	pos.MayReward: "give points", pos.MayDeduct: "take points off", pos.MayWithdraw: "pay out stored value",
	pos.MayDrawer: "open the drawer or move cash", pos.MayReport: "see the figures",
	pos.MayManageShift: "end what is another's", pos.MayEditMember: "change a member's record",
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
		return p, pos.E(pos.Forbidden, "", who+" doesn't work here any more; sign in as somebody else")
	}
	return p, err
}
