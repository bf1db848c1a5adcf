package money

import "testing"

// FuzzParse: what is read as an amount is not below zero, within what can be right, and the same when it is written and
// read again.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"0", "12.30", "0.0001", "007.1", "10000000000", "99999.999", "100", "-1", "1e3", "", ".", "１", "1_0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		again(t, s, ParseFen, Max*int64(Yuan))
		again(t, s, ParsePoints, Max*int64(Point))
		again(t, s, ParseQty, Max*int64(One))
		again(t, s, ParsePercent, 100_00)
	})
}

func again[T interface {
	~int64
	String() string
}](t *testing.T, s string, parse func(string) (T, error), largest int64) {
	t.Helper()
	n, err := parse(s)
	if err != nil {
		return
	}
	if n < 0 || int64(n) > largest {
		t.Errorf("%q is read as %d", s, n)
	}
	if back, err := parse(n.String()); err != nil || back != n {
		t.Errorf("%q is %s, and that is %d (%v), not %d", s, n, back, err, n)
	}
}
