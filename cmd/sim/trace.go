package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/sync/simnet"
	"holdfast/sync/wire"
)

// What a trace says. A line is the step, the virtual time, and what happened; frames are indented, with the connection they
// are on. Members are said by their phones.

// line is one till's line to HQ, and the way a frame takes on it.
func (w *world) line(to simnet.Direction, conn uint64) string {
	code := "(gone)"
	if t := w.tillOf(conn); t != nil {
		code = t.code
	}
	if to == simnet.ToHQ {
		return fmt.Sprintf("%s → HQ  %d:", code, conn)
	}
	return fmt.Sprintf("%s ← HQ  %d:", code, conn)
}

// named is a text with members' phones in place of their ids.
func (w *world) named(text string) string {
	for _, m := range w.model.members {
		if m.phone != "" && strings.Contains(text, m.id) {
			text = strings.ReplaceAll(text, m.id, m.phone)
		}
	}
	return text
}

// describe is a frame in few words.
func describe(f wire.Frame) string {
	switch f := f.(type) {
	case wire.Challenge:
		return "challenge"
	case wire.Hello:
		return fmt.Sprintf("hello, head %d, feed %d", f.HeadSeq, f.Feed.At)
	case wire.Welcome:
		return fmt.Sprintf("welcome, acked %d", f.Acked)
	case wire.Push:
		return fmt.Sprintf("push from %d: %s", f.From, kinds(f.Records))
	case wire.Ack:
		return fmt.Sprintf("ack %d", f.Seq)
	case wire.Feed:
		return fmt.Sprintf("feed %d…%d: %s", f.From.At, f.To.At, topics(f.Items))
	case wire.FeedAck:
		return fmt.Sprintf("feed acked %d", f.Cursor.At)
	case wire.Request:
		if f.Refund {
			return fmt.Sprintf("request %s: the right to refund %s", short(f.ID), f.Holder)
		}
		return fmt.Sprintf("request %s: %s of stored value, %s points of %s by card %q", short(f.ID),
			money.Fen(f.Value+f.Principal+f.Bonus), money.Points(f.Points), f.Holder, f.Card)
	case wire.Grant:
		g, err := escrow.Read(f.Blob)
		if err != nil {
			return err.Error()
		}
		why := "standing"
		if g.Request != "" {
			why = "for request " + short(g.Request)
		}
		return fmt.Sprintf("grant %s, %s: %s of %s until %s", short(g.ID), why, amounts(g.Amounts), g.Holder,
			time.UnixMilli(g.Ends).UTC().Format(time.DateTime))
	case wire.Refused:
		return fmt.Sprintf("request %s refused: %s %s", short(f.ID), f.Code, f.Message)
	case wire.Recall:
		var list []escrow.Amount
		for _, a := range f.Amounts {
			list = append(list, escrow.Amount{Asset: ledger.Asset(a.Asset), Amount: a.Amount})
		}
		return fmt.Sprintf("recall %s: %s of %s", short(f.ID), amounts(list), f.Holder)
	case wire.Recalled:
		return fmt.Sprintf("recall %s answered, up to %d", short(f.ID), f.Seq)
	case wire.Idle:
		return "no longer needed here: " + strings.Join(f.Holders, ", ")
	case wire.Change:
		return fmt.Sprintf("change of %s %s", f.Topic, f.Key)
	case wire.Told:
		return fmt.Sprintf("told %d bytes %s", len(f.Body), f.Code)
	case wire.Ping:
		return "ping"
	case wire.Pong:
		return "pong"
	}
	return strings.TrimPrefix(fmt.Sprintf("%T%+v", f, f), "wire.")
}

// short is the end of an id, which tells it from others as well as all of it.
func short(id string) string { return id[max(0, len(id)-6):] }

// kinds is what some records are.
func kinds(records [][]byte) string {
	var list []string
	for _, b := range records {
		r, err := record.Open(b)
		if err != nil {
			return err.Error()
		}
		list = append(list, string(r.Kind))
	}
	return strings.Join(list, ", ")
}

// topics is how many items of each topic there are.
func topics(items []wire.Item) string {
	n := map[string]int{}
	for _, i := range items {
		n[i.Topic]++
	}
	var list []string
	for _, topic := range slices.Sorted(maps.Keys(n)) {
		list = append(list, fmt.Sprintf("%d %s", n[topic], topic))
	}
	return strings.Join(list, ", ")
}

// amounts is amounts for people.
func amounts(of []escrow.Amount) string {
	var list []string
	for _, a := range of {
		text := money.Fen(a.Amount).String()
		switch a.Asset {
		case ledger.Points:
			text = money.Points(a.Amount).String()
		case ledger.Refund:
			text = "the right to"
		case ledger.Principal, ledger.Bonus, ledger.CNY:
		}
		list = append(list, text+" "+string(a.Asset))
	}
	return strings.Join(list, " + ")
}
