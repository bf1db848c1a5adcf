package rules

import (
	"strings"
	"testing"
)

// TestNoLimitOfNothing: who writes 0 means that nothing may be had, and a document without a limit means that all may.
func TestNoLimitOfNothing(t *testing.T) {
	_, err := Read([]byte(`{"topup": {"mode": "highest"}, "promotions": [{"id": "a", "name": "a", "kind": "price", "price": "1.00",
		"what": {"products": ["1"]}, "limit": {"quantity": 0}}]}`))
	if err == nil || !strings.HasPrefix(err.Error(), "promotions[0].limit.quantity: 0 is no limit") {
		t.Errorf("%v", err)
	}
}
