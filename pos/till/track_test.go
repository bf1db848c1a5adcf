package till

import (
	"strings"
	"testing"

	"holdfast/pos"
)

func TestCardNumber(t *testing.T) {
	for swiped, want := range map[string]string{
		"8800000000000013":                                 "8800000000000013",
		" 8800000000000013 ":                               "8800000000000013",
		"04A2-19F3":                                        "04A2-19F3",
		";8800000000000013=2512101?":                       "8800000000000013",
		";8800000000000013=25121010000000000000?\n":        "8800000000000013",
		";8800000000000013?":                               "8800000000000013",
		";8800000000000013=":                               "8800000000000013",
		"%B8800000000000013^ZHANG/WEI^2512101?":            "8800000000000013",
		"%b8800 0000 0000 0013^ZHANG WEI^?":                "8800000000000013",
		"%8800000000000013?":                               "8800000000000013",
		"%B8800000000000013^A^?;8800000000000013=2512101?": "8800000000000013",
	} {
		if got, err := cardNumber(swiped); err != nil || got != want {
			t.Errorf("%q: %q, %v", swiped, got, err)
		}
	}
	for _, swiped := range []string{"", " ", "%", ";", "%B^NAME^?", ";=2512?", "12;34", "卡号", "1'; DROP TABLE cards", strings.Repeat("1", 33)} {
		if got, err := cardNumber(swiped); pos.CodeOf(err) != pos.Usage {
			t.Errorf("%q: %q, %v", swiped, got, err)
		}
	}
}

// FuzzCardNumber: whatever is swiped, nothing of a track but the number comes through.
func FuzzCardNumber(f *testing.F) {
	f.Add("%B4111111111111111^DOE/JOHN^29121010000000000?;4111111111111111=2912101?")
	f.Add(";4111111111111111=29121015432112345678?")
	f.Add("8800000000000013")
	f.Fuzz(func(t *testing.T, swiped string) {
		number, _ := cardNumber(swiped)
		if strings.ContainsAny(number, "%^;=? \n") || len(number) > 32 {
			t.Errorf("%q gives %q", swiped, number)
		}
	})
}
