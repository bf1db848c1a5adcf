//go:build linux

package chaos

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// firstCard is the card that a member begins with.
func firstCard(member string) string { return "55" + member }

// hand is all cards that a member was ever given, as the cashiers know of it, the one to be used last, and whether that one is
// reported lost. Tills that are cut off may know it otherwise.
func (b *books) hand(member string) (cards []string, lost bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	cards = []string{firstCard(member)}
	for _, receipt := range b.cards[member] {
		d, newest := b.deals[receipt], len(cards)-1
		switch {
		case d.what == replacement && d.card != cards[newest]: // in place of one that was dead already: this card will be void
			cards = slices.Insert(cards, newest, d.fresh)
		case d.what == replacement:
			cards, lost = append(cards, d.fresh), false
		case d.card == cards[newest]:
			lost = d.what == lossReport
		}
	}
	return cards, lost
}

// card is one that a member shows: mostly the one to be used, now and then one of those before.
func (k *cashier) card(member string, odd uint64) string {
	cards, _ := k.w.books.hand(member)
	if odd%8 == 0 {
		return cards[odd/8%uint64(len(cards))]
	}
	return cards[len(cards)-1]
}

// cardRefusals are all right where a till knows more or less of a card than the cashiers: it is dead, or lost already, or
// not lost, or this till has not heard of it.
var cardRefusals = []string{"state", "not_found"}

// lose has a member come without the card and report it lost, or with a worn one that is replaced. Some want to pay with what
// they have all the same; some show the card that another till has replaced, which a till that is cut off can't know.
func (k *cashier) lose(member string, odd uint64) error {
	card := k.card(member, odd>>16)
	switch odd % 4 {
	case 0:
		return k.replace(member, card, "worn")
	case 1:
		elsewhere := k.w.books.all(func(d deal) bool { return d.what == replacement && !strings.HasPrefix(d.receipt, k.Code+"-") })
		if n := len(elsewhere); n > 0 {
			d := elsewhere[n-1-int(odd/4%uint64(min(n, 5)))]
			return k.replace(d.member, d.card, "again")
		}
	}
	done, err := k.strike("card lost "+card+" stolen", deal{what: lossReport, member: member, card: card}, cardRefusals...)
	if err == nil && done && odd/4%4 != 0 {
		err = k.sell(member, 1, 50, odd>>16)
	}
	return err
}

// makeGood does something for a member whose card is lost, at whatever till: it was found, or is replaced.
func (k *cashier) makeGood(odd uint64) error {
	var without []string
	for _, member := range k.w.members {
		if _, lost := k.w.books.hand(member); lost {
			without = append(without, member)
		}
	}
	if without == nil {
		return nil
	}
	member := without[odd/3%uint64(len(without))]
	card := k.card(member, odd>>16)
	if odd%3 == 0 {
		return k.replace(member, card, "lost")
	}
	return k.found(member, card)
}

func (k *cashier) found(member, card string) error {
	_, err := k.strike("card found "+card, deal{what: lossUndone, member: member, card: card}, cardRefusals...)
	return err
}

// replace gives a blank card out in place of another. Where that is refused the blank goes back; where the till ends over
// it, it is not given out again, whatever became of it.
func (k *cashier) replace(member, card, why string) error {
	blank, err := k.w.blanks.take(k, k.store)
	if err != nil {
		return err
	}
	command := fmt.Sprintf("card replace %s %s %s", card, blank, why)
	done, err := k.strike(command, deal{what: replacement, member: member, card: card, fresh: blank}, "state", "not_found", "conflict")
	if err == nil && !done {
		k.w.blanks.put(k.store, blank)
	}
	return err
}

// blanks is the stores' blank cards.
type blanks struct {
	mu    sync.Mutex
	stock map[string][]string // by store, the first to be taken first
}

// batch is how many are made at a time.
const batch = 50

// take takes a card out of a store's stock. When few are left head office makes more; the tills hear of them soon.
func (b *blanks) take(k *cashier, store string) (number string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.stock[store]) < batch/2 {
		err = k.patiently("have cards made", func() error {
			k.w.hqDown.RLock()
			defer k.w.hqDown.RUnlock()
			made, err := k.w.makeCards(store)
			b.stock[store] = append(b.stock[store], made...)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	number, b.stock[store] = b.stock[store][0], b.stock[store][1:]
	return number, nil
}

func (b *blanks) put(store, number string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stock[store] = append(b.stock[store], number)
}

// makeCards has head office make blank cards for a store.
func (w *world) makeCards(store string) ([]string, error) {
	made, err := w.hq.Run("cards make", "--store", store, "--prefix", "66", "--count", fmt.Sprint(batch))
	return strings.Fields(made), err
}
