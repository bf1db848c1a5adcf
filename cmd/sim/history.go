package main

import "slices"

// Where a till was put back to an old copy of its books, or head office to an old copy of its own, some of what the receipts
// told has not been, as far as anybody can ever know. The model then starts again and takes in the rest.

// event is one thing that the model has taken in.
type event struct {
	desk  string   // the epoch whose record it is, "" for another thing
	seq   uint64   // of that record
	hq    uint64   // of head office's own record, 0 for another thing
	moves []string // the members of whom a person there moved something, which nothing brings back
	again func(*model)
}

// note keeps an event.
func (m *model) note(e event) {
	if m.w.plan != calm {
		m.history = append(m.history, e)
	}
}

// did counts what happens, once.
func (m *model) did(what string) {
	if !m.replayed {
		m.w.did(what)
	}
}

// forget takes events for not having been. Members who joined stay known.
func (m *model) forget(gone func(event) bool) {
	history := m.history
	if !slices.ContainsFunc(history, gone) {
		return
	}
	*m = *newModel(m.w)
	m.replayed = true
	for _, e := range history {
		if !gone(e) {
			e.again(m)
		}
	}
	m.replayed = false
	for _, t := range m.w.tills {
		t.readAt = 0 // what they write from here on may have numbers that were read before
	}
}
