package label

import (
	"errors"
	"strings"
	"testing"
)

// TestRead: labels with what is known to be on them. The codes with P are published test cases of another till's maker
// (snabble's of EAN-13 with an inner check digit), the one of 18 digits is built as shops' software in China describes it:
// 26, five digits of PLU, five of price with two decimals, five of weight with three, a check digit as in EAN-13.
func TestRead(t *testing.T) {
	price, weight, inner := Default, []Layout{"29CCCCCWWWWWK"}, []Layout{"2FCCCCPAAAAAK"}
	for _, x := range []struct {
		name    string
		layouts []Layout
		code    string
		want    Label
		err     error
	}{
		{"a price", price, "2201234008642", Label{"01234", 864, 0}, nil},
		{"a price and a weight", price, "260123400864012344", Label{"01234", 864, 1234}, nil},
		{"a weight", weight, "2901234012341", Label{"01234", 0, 1234}, nil},
		{"a weight that isn't this layout's", weight, "2801234012342", Label{}, nil},
		{"a digit misread", price, "2201234008652", Label{}, ErrCheck},
		{"two digits exchanged", price, "2201243008642", Label{}, ErrCheck},
		{"a product's barcode", price, "6901234567892", Label{}, nil},
		{"too short", price, "220123400864", Label{}, nil},
		{"letters", price, "22012340O8642", Label{}, nil},
		{"no code", price, "", Label{}, nil},
		{"no layout", nil, "2201234008642", Label{}, nil},
		{"inner 5", inner, "2810275005024", Label{"1027", 502, 0}, nil},
		{"inner 4", inner, "2746724008288", Label{"4672", 828, 0}, nil},
		{"inner 0", inner, "2850090007827", Label{"5009", 782, 0}, nil},
		{"inner 6", inner, "2957776004085", Label{"5777", 408, 0}, nil},
		{"inner 8", inner, "2810478001908", Label{"1047", 190, 0}, nil},
		{"inner check digit wrong", inner, "2810274005025", Label{}, ErrCheck},
		{"the second layout's", []Layout{"2FCCCCPAAAAAK", "2FCCCCCAAAAAK"}, "2201234008642", Label{"01234", 864, 0}, nil},
	} {
		l, ok, err := Read(x.layouts, x.code)
		if l != x.want || ok != (x.want != Label{}) || !errors.Is(err, x.err) {
			t.Errorf("%s: %s says %+v, %v, %v; want %+v, %v", x.name, x.code, l, ok, err, x.want, x.err)
		}
	}
}

// TestVerifier: the examples of GS1 General Specifications 7.9.3 and 7.9.4.
func TestVerifier(t *testing.T) {
	for price, want := range map[string]byte{"2875": '9', "14685": '6'} {
		if got := verifier(price); got != want {
			t.Errorf("the check digit of %s is %c, not %c", price, got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, l := range append([]Layout{"2FCCCCPAAAAAK", "29CCCCCWWWWWK", "2CCCCCCPAAAAK", "2FCCCCCWWWWWAAAAAK"}, Default...) {
		if err := l.Check(); err != nil {
			t.Errorf("%s: %v", l, err)
		}
	}
	for l, why := range map[Layout]string{
		"":                          "8 to 24",
		"2CCCAK":                    "8 to 24",
		"2FCCCCCVVVVVK":             "letters F",
		"6FCCCCCAAAAAK":             "begins with 2",
		"2FCCCCCAAAAAA":             "ends with K",
		"2KCCCCCAAAAAK":             "ends with K",
		"2FFFFFCCAAAAK":             "3 to 10",
		"2FCCCCCFFFFFK":             "neither",
		"2FCCCAAAAAAAAK":            "at most 7",
		"2FCCCCPFAAAAK":             "in front",
		"2FCCCCPAAAAAAK":            "four or five",
		"2FCCACCAAAAAK":             "side by side",
		"2FCCCCCWWWWWWFFFFFFFFFFFK": "8 to 24",
	} {
		if err := l.Check(); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, want %s", l, err, why)
		}
	}
}

// FuzzRead: whatever is scanned, and by whatever layout that passes its check, is read or refused; what is read was in the
// code, and with any one digit misread it isn't read as something else.
func FuzzRead(f *testing.F) {
	for _, code := range []string{"2201234008642", "260123400864012344", "2810275005024", "2", "２２"} {
		for _, l := range []string{"2FCCCCCAAAAAK", "2FCCCCCAAAAAWWWWWK", "2FCCCCPAAAAAK", "CAWPK"} {
			f.Add(l, code)
		}
	}
	f.Fuzz(func(t *testing.T, layout, code string) {
		layouts := []Layout{Layout(layout)}
		if layouts[0].Check() != nil {
			return
		}
		l, ok, _ := Read(layouts, code)
		if !ok {
			return
		}
		if !strings.Contains(code, l.Product) || l.Product == "" || l.Amount < 0 || l.Grams < 0 {
			t.Fatalf("%s by %s says %+v", code, layout, l)
		}
		for i := range code {
			misread := []byte(code)
			misread[i] = '0' + (misread[i]-'0'+1)%10
			if got, ok, _ := Read(layouts, string(misread)); ok {
				t.Fatalf("%s by %s, misread as %s, says %+v", code, layout, misread, got)
			}
		}
	})
}

// TestClashes: no code may fit two layouts of a document.
func TestClashes(t *testing.T) {
	for _, c := range []struct {
		a, b Layout
		want bool
	}{
		{"2FCCCCCAAAAAK", "2FCCCCCWWWWWK", true},
		{"21CCCCCAAAAAK", "22CCCCCWWWWWK", false},
		{"2FCCCCCAAAAAK", "22CCCCCWWWWWK", true},
		{"2FCCCCCAAAAAK", "2FCCCCCAAAAAWWWWWK", false},
	} {
		if c.a.Clashes(c.b) != c.want || c.b.Clashes(c.a) != c.want {
			t.Errorf("%s and %s: want %v", c.a, c.b, c.want)
		}
	}
}
