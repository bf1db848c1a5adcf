package main

// coverage is what must have happened in the worlds that make test runs, and how often at least: a third or so of what
// does, so that a small change of the traffic doesn't break it and a lost part of it does.
var coverage = map[string]int{
	// What tills write.
	"sale": 9000, "refund": 900, "release": 300, "topup": 2700, "topup_void": 150, "withdraw": 180, "convert": 150, "reward": 750, "deduct": 600,
	"shift_open": 1500, "shift_close": 600, "cash_in": 210, "cash_out": 180, "drawer": 210,
	"card_issue": 750, "card_lost": 600, "card_found": 240, "card_replace": 450, "card_return": 180, "card_extend": 180,
	"accept": 6000, "decline": 240, "return": 4500,

	// How people pay, and are paid back.
	"paid with cash": 2700, "paid with bank": 1200, "paid with wallet": 1200, "paid with stored": 2700, "paid with points": 600, "paid with float": 360,
	"paid with rounding": 2000, "given back as rounding": 250, "exception limit_exceeded": 220,
	"sale with several tenders": 600,
	"given back as cash":        450, "given back as bank": 120, "given back as wallet": 120, "given back as stored": 210, "given back as points": 45, "given back as float": 30,
	"quick sale": 450, "manual price": 240, "discount on the line": 240, "discount on the bill": 360, "did hold": 300, "did recall": 450,
	"drawer counted wrong": 90, "did hand over": 60, "did X report": 180, "override": 3000, "did set a PIN": 150, "did type the PIN": 1,

	// Promotions, by their place in the list.
	"promotion acted: p00": 600, "promotion acted: p01": 600, "promotion acted: p02": 350, "promotion acted: p03": 800, "promotion acted: p04": 300,
	"promotion acted: p05": 350, "promotion acted: p06": 350, "promotion acted: p07": 50, "promotion acted: p08": 700, "promotion acted: p09": 120, "promotion acted: p10": 30,

	// Refund rights.
	"refund with receipt": 750, "refund without receipt": 180, "receipt refunded whole": 450, "refund of another till's receipt": 150,
	"refund right released": 300, "refund right granted": 300, "refund right recalled from where it was granted": 60, "refund rights released by date": 90,
	"HQ writes take_over": 1,

	// Claims and float.
	"HQ writes claim_paid": 1500, "HQ writes overpaid": 36, "refund pays a claim": 45, "top-up pays house float": 1, "claim that stands at the end": 10,
	"claim that a loss report keeps from being paid": 4, "bonus to forfeit that was elsewhere": 90, "top-up undone after its bonus was spent": 24,
	"float granted": 750, "float recalled": 180, "HQ writes float": 750, "exception float_loss": 1,

	// Cards, and what two tills do to one.
	"freeze known at finish": 45, "one blank issued twice": 45, "one card replaced twice": 45, "one phone registered twice": 60,
	"card that is lost at the end": 240, "card that is replaced at the end": 300, "card that is returned at the end": 150,
	"card that is void at the end": 60, "card that is frozen at the end": 36, "did undo a loss report": 120, "did change a member": 150,
	"exception card_issued_twice": 45, "exception card_replaced_twice": 45, "exception card_gone_already": 36, "exception card_lost": 450,
	"exception member_blocked": 8, "exception refund_blind": 180, "exception phone_twice": 60,

	// Head office and the world.
	"HQ: adjust": 210, "HQ: merge": 30, "HQ: rules": 75, "HQ: settle card_lost": 10, "HQ: settle card_issued_twice": 3, "HQ: block from redeeming": 24, "member made whole": 8,
	"HQ: set loss.freezes": 8, "HQ: set float.place": 8, "HQ: set lease.hours": 8, "HQ: set grant.days": 8, "HQ: set allowance.share": 8,
	"clock set while at work": 450, "world of mixed versions": 150,

	// Places that can't be trusted.
	"till put back to an old copy": 30, "last records lost with the disk": 30, "till that runs twice": 45, "till enrolled anew": 200,
	"exception branch": 30, "record of a fork booked": 350, "value shown frozen": 900, "value shown on its way": 600,
	"till closed": 60, "till that was to be closed kept": 15, "till lost": 150, "till enrolled anew while the old one is away": 45, "lost till that is never seen again": 6, "written off of a closed till": 900,
	"late record of a till that was written off": 12, "refund that may be one of two": 45, "exception till_lost": 180, "exception escrow_loss": 3,
	"head office restored": 150, "head office restored without saying so": 30, "restored head office that waited for all tills": 36,
	"recovery ended by hand": 10, "till that a backup knows nothing of": 45, "lent by a restored head office": 45, "exception restore": 36,
	"id of a request used again": 120, "request refused as its id was used before": 100, "exception id_reused": 60,
}
