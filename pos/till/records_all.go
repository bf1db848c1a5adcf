package till

import (
	"context"
	"slices"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// askRecords is what a member's records at all tills are asked for by.
const askRecords = "records"

// AllRecords is what a member did at all tills that moved their value, the newest first, as head office has it: what is
// unsent anywhere isn't in it, nor what became of cards. It asks head office, for as long as [Patience]. next is for the
// page behind, "" where there is none; with a filter a page may be short, or empty, and others behind it all the same.
func (t *Till) AllRecords(ctx context.Context, id string, f RecordFilter, page string) (rows []RecordRow, next string, err error) {
	if err := t.viewBy(func(*store.Tx) error { return nil }); err != nil {
		return nil, "", err
	}
	if online, since := t.line.Online(); !online {
		return nil, "", pos.E(pos.Offline, "", "the line is down since {}; what was done at this till can be seen", sinceWhen(since, t.store.Now()))
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	told, err := t.line.Ask(ctx, askRecords, strings.TrimSpace(id+" "+page))
	if err != nil {
		return nil, "", unanswered(ctx, err)
	}
	var p record.Page
	if err := cbor.Unmarshal(told, &p); err != nil {
		return nil, "", pos.E(pos.Internal, "", "head office's answer can't be read; is it newer than this till?").Because(err)
	}
	var found []record.Sealed
	for _, b := range p.Records {
		r, err := record.Open(b)
		if err != nil {
			return nil, "", pos.E(pos.Internal, "", "head office's answer can't be read; is it newer than this till?").Because(err)
		}
		if f.takes(r.Header) {
			found = append(found, r)
		}
	}
	err = t.view(func(tx *store.Tx) error {
		names := map[string]string{}
		for _, r := range found {
			row, err := rowOf(r.Record)
			if err != nil {
				return err
			}
			if row.Name, err = memberName(tx, names, row.Member); err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return nil
	})
	return rows, p.Next, err
}

// unanswered is why head office's answer didn't come, in words for whoever waited.
func unanswered(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	return &pos.Error{Code: pos.Timeout, Message: "head office does not answer; what was done at this till can be seen", Err: err}
}

// takes reports whether a record is looked for.
func (f RecordFilter) takes(h record.Header) bool {
	return (f.From == "" || h.Date >= f.From) && (f.To == "" || h.Date <= f.To) && (f.Kinds == nil || slices.Contains(f.Kinds, h.Kind))
}
