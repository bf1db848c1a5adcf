package till

import (
	"context"
	"errors"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
	"holdfast/sync/wire"
)

// rightHere makes sure, before anything is decided, that the right to refund a receipt is here, and all that there is to
// know of it. What head office sends for it is earmarked for the task, which the caller ends.
//
// The facts are asked for after the right was accepted: then nobody else can have refunded anything since.
func (t *Till) rightHere(ctx context.Context, receipt record.Header) (task string, err error) {
	have, err := t.lookUp(receipt)
	if err != nil || have.facts {
		return "", err
	}
	switch online, since := t.line.Online(); {
	case !online && have.right:
		return "", errNoFacts
	case !online:
		return "", t.onlyOnline(receipt, pos.T("the line is down since {}", sinceWhen(since, t.store.Now())))
	}
	if !have.right {
		if task, _, err = t.gather(ctx, wire.Request{Holder: receipt.Receipt(), Refund: true}); err != nil {
			return task, err
		}
		if have, err = t.lookUp(receipt); err != nil {
			return task, err
		}
		if !have.right {
			return task, t.rightElsewhere(ctx, receipt)
		}
	}
	return task, t.fetchFacts(ctx, receipt)
}

// foothold is what of a receipt is here.
type foothold struct {
	right bool // to refund it
	facts bool // the right, and all that there is to know
}

// lookUp looks what is here. It refuses whoever may refund nothing, and numbers that this till has never given.
func (t *Till) lookUp(receipt record.Header) (have foothold, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	err = t.view(func(tx *store.Tx) error {
		if _, err := t.refunder(tx, 0); err != nil {
			return err
		}
		self, err := t.store.Enrolment()
		if err != nil {
			return err
		}
		number := receipt.Receipt()
		if receipt.Place == self.Place && receipt.Epoch == self.Epoch {
			own, err := tx.Sale(number)
			if err != nil {
				return err
			}
			if own.Kind != record.KindSale && own.Kind != record.KindTopUp {
				return notRefundable(own)
			}
		}
		if have.right, err = tx.Holds(number); err != nil || !have.right {
			return err
		}
		_, err = known(tx, number)
		have.facts = err == nil
		if errors.Is(err, errNoFacts) {
			err = nil
		}
		return err
	})
	return have, err
}

// onlyOnline says what can be done about a receipt whose right isn't here while head office can't be reached.
func (t *Till) onlyOnline(receipt record.Header, why pos.Text) error {
	said := pos.T("the right to refund {} is not at this till, and {}; try again when it is back", receipt.Receipt(), why)
	err := t.view(func(tx *store.Tx) error {
		policy, err := tx.Policy()
		if policy.BlindCap > 0 {
			said = pos.T("{}, or have a manager refund up to {} without receipt ('refund none CODE QTY')", said, policy.BlindCap)
		}
		return err
	})
	if err != nil {
		return err
	}
	return said.E(pos.Offline, "refund")
}

// rightElsewhere says why head office has not sent the right.
func (t *Till) rightElsewhere(ctx context.Context, receipt record.Header) error {
	if online, _ := t.line.Online(); !online {
		return t.onlyOnline(receipt, pos.T("the line went down"))
	}
	_, of, err := t.askOf(ctx, receipt)
	if err != nil {
		return err
	}
	if of.Kind != record.KindSale && of.Kind != record.KindTopUp {
		return notRefundable(of) // there never was a right to it
	}
	_, elsewhere, err := t.line.Enquire(ctx, receipt.Receipt())
	if err != nil {
		return noAnswer(err)
	}
	var said pos.Text
	for _, e := range t.others(elsewhere) {
		since := sinceWhen(e.Since, t.store.Now())
		if e.State == Frozen {
			return pos.E(pos.Insufficient, "refund", "the right to refund {} is frozen at {} since {}, in books that head office has closed; it can be refunded without receipt only ('refund none CODE QTY')", receipt.Receipt(), e.Place, since)
		}
		at := pos.T("at {} since {}", e.Place, since)
		if !said.IsZero() {
			at = pos.T("{} and {}", said, at)
		}
		said = at
	}
	if said.IsZero() {
		return pos.E(pos.Insufficient, "refund", "head office could not send the right to refund {} in time; try again", receipt.Receipt())
	}
	return pos.E(pos.Insufficient, "refund", "the right to refund {} is {}, which does not answer; refund it there, or when its line is back", receipt.Receipt(), said)
}

// askReceipt is what another till's receipt is asked for by.
const askReceipt = "receipt"

// askOf asks head office for all that it knows of a receipt, and reads what it is the receipt of.
func (t *Till) askOf(ctx context.Context, receipt record.Header) (sold record.Sold, of record.Sealed, err error) {
	told, err := t.line.Ask(ctx, askReceipt, receipt.Receipt())
	if err != nil {
		return sold, of, noAnswer(err)
	}
	if err = cbor.Unmarshal(told, &sold); err == nil {
		of, _, err = readSold(receipt.Receipt(), sold)
	}
	if err != nil {
		err = pos.E(pos.Internal, "refund", "head office's answer about {} can't be used ({}); nothing was refunded, call support", receipt.Receipt(), err.Error()).Because(err)
	}
	return sold, of, err
}

// fetchFacts keeps all that head office knows of a receipt whose right is here, so that it can be refunded also when the
// line is down later.
func (t *Till) fetchFacts(ctx context.Context, receipt record.Header) error {
	sold, _, err := t.askOf(ctx, receipt)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.update(func(tx *store.Tx) error { return tx.PutForeign(receipt.Receipt(), sold) })
}

// noAnswer is a refusal of head office's as it is, and anything else as its silence.
func noAnswer(err error) error {
	var refused *pos.Error
	if errors.As(err, &refused) {
		return err
	}
	return pos.E(pos.Timeout, "refund", "head office does not answer; try again").Because(err)
}
