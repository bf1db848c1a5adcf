package pos

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Role is a set of rights that people are given by name.
type Role string

// The roles that are shipped.
const (
	Cashier      Role = "cashier"
	StoreManager Role = "store_manager"
	Finance      Role = "finance"
	Marketing    Role = "marketing"
	Director     Role = "director"
)

// Roles lists them.
var Roles = []Role{Cashier, StoreManager, Finance, Marketing, Director}

// Right is leave to do one thing, at a till or at HQ.
type Right string

// Rights at a till.
const (
	MaySell            Right = "sell" // scan, hold, pay, finish; open and close the own shift
	MayTopUp           Right = "topup"
	MayIssueCard       Right = "card_issue" // a blank card, or by phone only
	MayConvert         Right = "convert"
	MayClaim           Right = "claim"
	MayRefund          Right = "refund"       // with receipt, up to Policy.RefundLimit
	MayRefundAny       Right = "refund_any"   // with receipt, beyond the limit; undo a top-up
	MayRefundNoReceipt Right = "refund_blind" // without receipt, up to Policy.BlindCap
	MayPrice           Right = "price"
	MayDiscount        Right = "discount"
	MayLose            Right = "card_lost"
	MayFind            Right = "card_found"
	MayReplace         Right = "card_replace"
	MayReturn          Right = "card_return"
	MayExtend          Right = "card_extend"
	MayResetPIN        Right = "card_pin" // without the old one
	MayReward          Right = "reward"
	MayDeduct          Right = "deduct"
	MayWithdraw        Right = "withdraw"
	MayDrawer          Right = "drawer"    // open it, pay in, drop
	MayReport          Right = "report"    // the X report, and the day
	MayManageShift     Right = "shift_any" // close anybody's shift, cancel anybody's sale
	MayEditMember      Right = "member"
)

// Rights at HQ.
const (
	MaySettle   Right = "settle"   // exceptions
	MayAdjust   Right = "adjust"   // a member's value, with a reason
	MayMerge    Right = "merge"    // two members
	MayCards    Right = "cards"    // make and move blank cards
	MaySettings Right = "settings" // settings, rules, rights, people
	MayImport   Right = "import"   // products, members
	MayEnrol    Right = "enrol"    // tills
	MayBlock    Right = "block"    // members from earning or redeeming
	MayLookHQ   Right = "look"     // HQ's pages
	MayBackup   Right = "backup"
)

var (
	cashierRights = []Right{MaySell, MayTopUp, MayIssueCard, MayConvert, MayClaim, MayRefund, MayEditMember}
	managerRights = append(slices.Clone(cashierRights), MayRefundAny, MayRefundNoReceipt, MayPrice, MayDiscount, MayLose, MayFind,
		MayReplace, MayReturn, MayExtend, MayResetPIN, MayReward, MayDeduct, MayWithdraw, MayDrawer, MayReport, MayManageShift, MayLookHQ)
	hqRights = []Right{MaySettle, MayAdjust, MayMerge, MayCards, MaySettings, MayImport, MayEnrol, MayBlock, MayLookHQ, MayBackup}
)

// TillRights lists the rights at a till; without any of them nobody signs in there.
var TillRights = slices.Clone(managerRights[:len(managerRights)-1])

// AllRights lists every right there is.
var AllRights = append(slices.Clone(TillRights), hqRights...)

// ShippedRights is what each role may do until HQ changes it.
var ShippedRights = map[Role][]Right{
	Cashier:      cashierRights,
	StoreManager: managerRights,
	Finance:      {MaySettle, MayAdjust, MayLookHQ, MayReport},
	Marketing:    {MayImport, MayBlock, MayLookHQ},
	Director:     hqRights,
}

// Person signs in at tills (PIN) or at HQ (password). Both are kept only as argon2id hashes.
type Person struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	NameEn   string   `json:"nameEn,omitempty"`
	Role     Role     `json:"role"`
	Stores   []string `json:"stores,omitempty"`
	PINHash  string   `json:"pinHash,omitempty"`
	PassHash string   `json:"passHash,omitempty"`
	CardHash string   `json:"cardHash,omitempty"` // SHA-256 of the staff card's number, hex: swiped to approve
	More     []Right  `json:"more,omitempty"`     // rights beyond the role's
	Less     []Right  `json:"less,omitempty"`     // rights of the role that this person has not
}

// HashCard is a staff card's number as Person.CardHash keeps it.
func HashCard(number string) string {
	sum := sha256.Sum256([]byte(number))
	return hex.EncodeToString(sum[:])
}

// May reports whether a person has a right: their own More and Less first, then the role's as HQ has set it.
func (p Policy) May(who Person, r Right) bool {
	switch {
	case slices.Contains(who.Less, r):
		return false
	case slices.Contains(who.More, r):
		return true
	}
	rights, set := p.Roles[who.Role]
	if !set {
		rights = ShippedRights[who.Role]
	}
	return slices.Contains(rights, r)
}

// AtTill is the rights at a till that a person has; without any they don't sign in there.
func (p Policy) AtTill(who Person) (rights []Right) {
	for _, r := range TillRights {
		if p.May(who, r) {
			rights = append(rights, r)
		}
	}
	return rights
}
