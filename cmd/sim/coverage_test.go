package main

// coverage is what must have happened in the worlds that make test runs, and how often at least: a third or so of what
// does, so that a small change of the traffic doesn't break it and a lost part of it does.
var coverage = map[string]int{
	// What tills write.
	"sale": 3000, "refund": 300, "release": 100, "topup": 900, "topup_void": 50, "withdraw": 60, "convert": 50, "reward": 250, "deduct": 200,
	"shift_open": 500, "shift_close": 200, "cash_in": 70, "cash_out": 60, "drawer": 70,
	"card_issue": 250, "card_lost": 200, "card_found": 80, "card_replace": 150, "card_return": 60, "card_extend": 60,
	"accept": 2000, "decline": 80, "return": 1500,

	// How people pay, and are paid back.
	"paid with cash": 900, "paid with bank": 400, "paid with wallet": 400, "paid with stored": 900, "paid with points": 200, "paid with float": 120,
	"sale with several tenders": 200,
	"given back as cash":        150, "given back as bank": 40, "given back as wallet": 40, "given back as stored": 70, "given back as points": 15, "given back as float": 10,
	"quick sale": 150, "manual price": 80, "discount on the line": 80, "discount on the bill": 120, "did hold": 100, "did recall": 150,
	"drawer counted wrong": 30, "did hand over": 20, "did X report": 60, "override": 1000, "did set a PIN": 50, "did type the PIN": 1,

	// Refund rights.
	"refund with receipt": 250, "refund without receipt": 60, "receipt refunded whole": 150, "refund of another till's receipt": 50,
	"refund right released": 100, "refund right granted": 100, "refund right recalled from where it was granted": 20, "refund rights released by date": 30,
	"HQ writes take_over": 1,

	// Claims and float.
	"HQ writes claim_paid": 500, "HQ writes overpaid": 12, "refund pays a claim": 15, "top-up pays house float": 1, "claim that stands at the end": 5,
	"claim that a loss report keeps from being paid": 2, "bonus to forfeit that was elsewhere": 30, "top-up undone after its bonus was spent": 8,
	"float granted": 250, "float recalled": 60, "HQ writes float": 250, "exception float_loss": 1,

	// Cards, and what two tills do to one.
	"freeze known at finish": 15, "one blank issued twice": 15, "one card replaced twice": 15, "one phone registered twice": 20,
	"card that is lost at the end": 80, "card that is replaced at the end": 100, "card that is returned at the end": 50,
	"card that is void at the end": 20, "card that is frozen at the end": 12, "did undo a loss report": 40, "did change a member": 50,
	"exception card_issued_twice": 15, "exception card_replaced_twice": 15, "exception card_gone_already": 12, "exception card_lost": 150,
	"exception member_blocked": 4, "exception refund_blind": 60, "exception phone_twice": 20,

	// Head office and the world.
	"HQ: adjust": 70, "HQ: merge": 10, "HQ: rules": 25, "HQ: settle card_lost": 5, "HQ: block from redeeming": 8, "member made whole": 4,
	"HQ: set loss.freezes": 4, "HQ: set float.place": 4, "HQ: set lease.hours": 4, "HQ: set grant.days": 4, "HQ: set allowance.share": 4,
	"clock set while at work": 150,
}
