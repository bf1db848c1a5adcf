package console

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"holdfast/pos"
	"holdfast/pos/money"
)

// command is one line of the table.
type command struct {
	name     string // one word or two
	args     string // as help shows them
	min, max int    // how many
	help     string
	run      func(call) (reply, error) // nil: not built yet
}

// call is a command with its arguments.
type call struct {
	ctx context.Context
	*Console
	command
	args []string
}

// commands is all that the console knows, in the order of a cashier's day.
var commands []command

func init() { // help reads the table that it is in
	commands = []command{
		{"login", "WHO PIN", 2, 2, "sign in", login},
		{"logout", "", 0, 0, "sign off", logout},
		{"shift open", "FLOAT", 1, 1, "begin a session with so much cash in the drawer", shiftOpen},
		{"shift close", "COUNTED [NOTE*N …]", 1, 99, "end it with the cash that was counted, in sum and by note", shiftClose},
		{"shift handover", "WHO PIN COUNTED [NOTE*N …]", 3, 99, "end it, and begin a colleague's with that cash", handOver},
		{"cash in", "AMOUNT REASON", 2, 2, "put cash into the drawer", cashIn},
		{"cash drop", "AMOUNT REASON", 2, 2, "take cash out of the drawer", cashDrop},
		{"drawer", "REASON", 1, 1, "open the drawer", drawer},
		{"scan", "CODE [QTY]", 1, 2, "add a product, by code or barcode", scan},
		{"qty", "LINE N", 2, 2, "set a line's quantity", qty},
		{"void", "LINE", 1, 1, "take a line out", void},
		{"price", "LINE AMOUNT", 2, 2, "set a line's price", price},
		{"discount", "LINE|bill PERCENT", 2, 2, "take a percentage off; 0 takes that back", discount},
		{"card", "NUMBER-or-track", 1, 1, "the sale is this card's member's", card},
		{"member", "PHONE", 1, 1, "the sale is this member's", member},
		{"member new", "PHONE [NAME] [REFERRER]", 1, 3, "make a member who is known by phone only", memberNew},
		{"member set", "name|phone|sex|birthday VALUE", 2, 2, "change the record of the sale's member", memberSet},
		{"pin", "PIN", 1, 1, "the member's PIN, once a sale", memberPIN},
		{"balance", "", 0, 0, "what the member has, and what can be spent here", balance},
		{"total", "", 0, 0, "what the sale comes to", total},
		{"coupon", "NUMBER[-PIN]", 1, 1, "take a coupon that takes something off", couponTaken},
		{"coupon drop", "NUMBER", 1, 1, "take it out of the sale again", couponDrop},
		{"pay", "cash|bank|wallet|stored|points|coupon AMOUNT|rest [REF]", 2, 3, "take a payment", pay},
		{"unpay", "N", 1, 1, "take one payment back", unpay},
		{"finish", "", 0, 0, "book the sale", finish},
		{"hold", "", 0, 0, "park the sale", hold},
		{"recall", "ID", 1, 1, "fetch it back", recall},
		{"held", "", 0, 0, "the parked sales", held},
		{"cancel", "", 0, 0, "drop the sale", cancel},
		{"refund", "RECEIPT [LINE QTY …] | none CODE QTY …", 1, 200, "take goods back; of a top-up, undo it", refunded},
		{"topup", "AMOUNT cash|bank|wallet [REF]", 2, 3, "take money in for the member's stored value", topUp},
		{"convert", "POINTS", 1, 1, "points to stored value", convert},
		{name: "claim", args: "GIFT [N]", help: "a gift against points"},
		{"reward", "POINTS REASON", 2, 2, "give points", reward},
		{"deduct", "POINTS REASON", 2, 2, "take points off", deduct},
		{"card issue", "NUMBER PHONE NAME [REFERRER]", 3, 4, "give a blank card to a member, mostly a new one", cardIssue},
		{"card lost", "NUMBER REASON", 2, 2, "report a card lost", cardLost},
		{"card found", "NUMBER [REASON]", 1, 2, "undo that", cardFound},
		{"card replace", "OLD NEW REASON", 3, 3, "a new card for the same member", cardReplace},
		{"card return", "NUMBER [REASON]", 1, 2, "take a card back and pay it out", cardReturn},
		{"card pin", "NUMBER NEW [OLD]", 2, 3, "set the PIN for spending by a card", cardPIN},
		{"withdraw", "AMOUNT [REASON]", 1, 2, "pay out stored value", withdraw},
		{"card extend", "NUMBER DATE [REASON]", 2, 3, "let a card expire later", cardExtend},
		{"quick", "AMOUNT", 1, 1, "add an amount only", quick},
		{name: "count", args: "CODE [N]", help: "use up visits of a count card"},
		{name: "timed start", args: "CODE", help: "begin a sale by time"},
		{name: "timed stop", args: "ID", help: "end it"},
		{name: "giftcard sell", args: "NUMBER AMOUNT", help: "sell a gift card"},
		{name: "membership sell", args: "PLAN", help: "sell a paid membership"},
		{"override", "WHO PIN | STAFF-CARD", 1, 2, "lend the next command a colleague's rights", override},
		{"print", "RECEIPT|last", 1, 1, "a receipt as text", printed},
		{"report", "x|z", 1, 1, "the shift's figures: so far, or of the last one closed", report},
		{"status", "", 0, 0, "line, unsent records, rules, who is here", status},
		{"net", "off|on", 1, 1, "cut the line, or mend it", net},
		{"sync", "", 0, 0, "wait until head office and this till agree", syncAll},
		{"help", "", 0, 0, "this list", help},
	}
}

// find looks a command up by its first two words, then by its first.
func find(words []string) (command, []string, error) {
	for n := min(2, len(words)); n > 0; n-- {
		name := strings.Join(words[:n], " ")
		if i := slices.IndexFunc(commands, func(c command) bool { return c.name == name }); i >= 0 {
			return commands[i], words[n:], nil
		}
	}
	var uses []string
	for _, c := range commands {
		if strings.HasPrefix(c.name, words[0]+" ") {
			uses = append(uses, c.use())
		}
	}
	if uses != nil {
		return command{}, nil, pos.E(pos.Usage, "", "usage: {}", strings.Join(uses, ", "))
	}
	return command{}, nil, pos.E(pos.Usage, "", "unknown command {}; 'help' lists them", strconv.Quote(shorten(words[0])))
}

func (c command) use() string { return strings.TrimSpace(c.name + " " + c.args) }

func (c command) usage() error { return pos.E(pos.Usage, "", "usage: {}", c.use()) }

func (c command) do(in call) (reply, error) {
	if c.run == nil {
		return reply{}, pos.E(pos.Unbuilt, "", "'{}' is not built yet; 'help' lists what is", c.name)
	}
	if len(in.args) < c.min || len(in.args) > c.max {
		return reply{}, c.usage()
	}
	return c.run(in)
}

// at is an argument, "" where it was left out.
func (c call) at(i int) string {
	if i < len(c.args) {
		return c.args[i]
	}
	return ""
}

// cash is an argument that is an amount of money, nothing included.
func (c call) cash(i int) (money.Fen, error) {
	amount, err := money.ParseFen(c.args[i])
	if err != nil {
		return 0, pos.Said(err.Error()).E(pos.Usage, "").Because(err)
	}
	return amount, nil
}

// amount is cash above 0.
func (c call) amount(i int) (money.Fen, error) {
	amount, err := c.cash(i)
	if err == nil && amount == 0 {
		err = pos.E(pos.Usage, "", "an amount must be above 0")
	}
	return amount, err
}

// qty is an argument that is a quantity above 0; one where it was left out.
func (c call) qty(i int) (money.Qty, error) {
	if i >= len(c.args) {
		return money.One, nil
	}
	qty, err := money.ParseQty(c.args[i])
	if err != nil {
		return 0, pos.Said(err.Error()).E(pos.Usage, "").Because(err)
	}
	if qty == 0 {
		err = pos.E(pos.Usage, "", "a quantity must be above 0")
	}
	return qty, err
}

// number is an argument that counts from 1.
func (c call) number(i int) (int, error) {
	n, err := strconv.ParseUint(c.args[i], 10, 31)
	if err != nil || n == 0 {
		return 0, pos.E(pos.Usage, "", "{} is no line's number; usage: {}", strconv.Quote(shorten(c.args[i])), c.use())
	}
	return int(n), nil
}
