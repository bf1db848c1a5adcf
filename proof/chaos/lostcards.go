//go:build linux

package chaos

import (
	"fmt"

	"holdfast/proof"
)

// findCards has every card that is still lost found, at one till: when all of them know of all reports, that takes back
// each of them.
func (w *world) findCards() error {
	finder, found := w.cashiers[0], 0
	for _, phone := range w.members {
		m, err := w.hq.Member(phone)
		if err != nil {
			return err
		}
		for _, c := range m.Cards {
			if c.Status != "lost" {
				continue
			}
			if err := finder.found(phone, c.Number); err != nil {
				return err
			}
			found++
		}
	}
	if found == 0 {
		return nil
	}
	return w.sync()
}

// checkCards holds what became of all cards at head office against what was done to them, wherever and in whatever order:
// each member has one card to use and none is lost any more, a card that was replaced has one card in its place, and
// whatever else was given out for it is void. It returns of which kind an exception head office must have for each receipt
// by which a void card was given out.
func (w *world) checkCards() (voids map[string]string, err error) {
	voids = map[string]string{}
	for _, phone := range w.members {
		m, err := w.hq.Member(phone)
		if err != nil {
			return nil, err
		}
		done := w.books.all(func(d deal) bool { return d.card != "" && d.member == phone })
		if err := became(m, done, voids); err != nil {
			return nil, fmt.Errorf("%w: head office says %+v, and what was done is %+v", err, m, done)
		}
	}
	return voids, nil
}

// became checks one member's cards.
func became(m proof.Member, done []deal, voids map[string]string) error {
	status := map[string]string{}
	for _, c := range m.Cards {
		status[c.Number] = c.Status
	}
	given, instead := []string{firstCard(m.Phone)}, map[string][]deal{}
	for _, d := range done {
		if d.what == replacement {
			given, instead[d.card] = append(given, d.fresh), append(instead[d.card], d)
		}
	}
	if len(given) != len(m.Cards) {
		return fmt.Errorf("%d cards were given out, and the member has %d", len(given), len(m.Cards))
	}
	usable := 0
	for _, card := range given {
		alive, kind := 0, map[string]string{"replaced": "card_replaced_twice", "void": "card_gone_already"}[status[card]]
		for _, d := range instead[card] {
			if status[d.fresh] != "void" {
				alive++
			} else {
				voids[d.receipt] = kind
			}
		}
		switch replaced := len(instead[card]); {
		case status[card] == "issued" && replaced == 0:
			usable++
		case status[card] == "replaced" && alive == 1, status[card] == "void" && alive == 0 && card != firstCard(m.Phone):
		default:
			return fmt.Errorf("card %s is %q, was replaced %d times, and %d of the cards in its place can be used", card, status[card], replaced, alive)
		}
	}
	if usable != 1 {
		return fmt.Errorf("%d cards can be used", usable)
	}
	return nil
}

// exceptions wants those that there must be, and no others but those that people have earned by what they did: clocks were
// put wrong, and members have spent although a card of theirs was lost or replaced, at tills that couldn't know. Whether a
// payment was made before a loss or after it, only clocks could say.
func (w *world) exceptions(voids map[string]string) error {
	list, err := w.hq.Exceptions()
	if err != nil {
		return err
	}
	for _, x := range list {
		d, known := w.books.deal(x.Receipt)
		switch _, must := voids[x.Receipt]; {
		case x.Kind == "clock":
		case must && voids[x.Receipt] == x.Kind:
			delete(voids, x.Receipt)
		case x.Kind == "card_lost" && known && (d.value < 0 || d.spent > 0) && w.lostOrReplaced(d.member):
		default:
			return fmt.Errorf("an exception, though nobody did anything wrong: %+v, of %+v", x, d)
		}
		w.tally.add("exception: "+x.Kind, 1)
	}
	for receipt, kind := range voids {
		return fmt.Errorf("receipt %s gave out a card that is void, and there is no exception %s", receipt, kind)
	}
	return nil
}

func (w *world) lostOrReplaced(member string) bool {
	return len(w.books.all(func(d deal) bool { return d.member == member && (d.what == lossReport || d.what == replacement) })) > 0
}
