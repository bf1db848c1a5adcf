package ui

import (
	"strconv"

	"holdfast/pos/till/desk"
)

// formKind is another one for another form, as it has other fields.
func formKind(f *desk.Form) string { return "form" + strconv.FormatUint(f.ID, 10) }

func newForm(*Window, *desk.Form) screen { return blank{} }
