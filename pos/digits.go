package pos

import "strings"

// Digits reports whether nothing but digits is in a text.
func Digits(text string) bool { return strings.Trim(text, "0123456789") == "" }

// Luhn is the check digit of ISO/IEC 7812-1, annex B, that belongs behind a text of digits.
func Luhn(body string) string {
	sum := 0
	for i := range len(body) {
		d := int(body[len(body)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return string(rune('0' + (10-sum%10)%10))
}

// LuhnRight reports whether a text of digits ends with its check digit.
func LuhnRight(number string) bool {
	if len(number) < 2 || !Digits(number) {
		return false
	}
	body := number[:len(number)-1]
	return number == body+Luhn(body)
}
