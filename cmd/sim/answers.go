package main

import (
	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/sync/wire"
)

// answersOnce is I14: whatever is sent again, lost or withdrawn, a request has one answer, one grant or a refusal.
func (h *headOffice) answersOnce(f wire.Frame) {
	request, answer := "", "refused"
	switch f := f.(type) {
	case wire.Grant:
		g, err := escrow.Read(f.Blob)
		h.w.must(err, "read grant")
		request, answer = g.Request, "granted by "+g.ID
	case wire.Refused:
		request = f.ID
		if h.w.reused[request] && f.Code == string(pos.Conflict) {
			h.w.did("request refused as its id was used before")
			return
		}
	}
	if request == "" {
		return
	}
	if was := h.decided[request]; was != "" && was != answer {
		h.w.fail("I14: request %s was %s, and is %s now", request, was, answer)
	} else if was != "" {
		h.w.did("request answered again")
	}
	h.decided[request] = answer
}
