package ledger

import (
	"fmt"
	"testing"
)

// FuzzSplit: an account's name that is one is put together again from its parts.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{"available:m:principal", "escrow:m:bonus:T1:2", "transit:m:points:T1:2:g", "escrow:m:bonus:T1:02", "a::b", ":::::", "house:suspense:principal"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, ok := Account(s).Split()
		if !ok {
			return
		}
		back := fmt.Sprintf("%s:%s:%s", p.Kind, p.Who, p.Asset)
		if p.Place != "" {
			back += fmt.Sprintf(":%s:%d", p.Place, p.Epoch)
		}
		if p.Grant != "" {
			back += ":" + p.Grant
		}
		if back != s {
			t.Errorf("%q is %+v, which is %q", s, p, back)
		}
	})
}
