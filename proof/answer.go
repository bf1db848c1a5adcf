package proof

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Answer is one object that the console printed. Asking for a field that isn't there, or is of another type, gets the
// text "?", which is never what is expected.
type Answer map[string]any

// OK reports whether the command was carried out.
func (a Answer) OK() bool { return a["ok"] == true }

// Code is why it was not; "" if it was.
func (a Answer) Code() string {
	if a.OK() {
		return ""
	}
	return a.Text("code")
}

// Text is a field as text; numbers are written plainly. A point goes into an object: available.principal.
func (a Answer) Text(field string) string {
	if outer, inner, ok := strings.Cut(field, "."); ok {
		object, _ := a[outer].(map[string]any)
		return Answer(object).Text(inner)
	}
	switch v := a[field].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return "?"
}

// Fen is a field of money in 1/100 yuan; below zero if it is no amount.
func (a Answer) Fen(field string) int64 { return Fen(a.Text(field)) }

// Number is a whole number; below zero if it is none.
func (a Answer) Number(field string) int {
	n, err := strconv.Atoi(a.Text(field))
	if err != nil {
		return -1
	}
	return n
}

func (a Answer) String() string {
	b, err := json.Marshal(map[string]any(a))
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// Fen reads yuan with two decimals, such as "12.30", as 1230; below zero if that is not what it is.
func Fen(yuan string) int64 {
	whole, cents, ok := strings.Cut(yuan, ".")
	if !ok || len(cents) != 2 {
		return -1
	}
	n, err := strconv.ParseUint(whole+cents, 10, 62)
	if err != nil {
		return -1
	}
	return int64(n)
}

// Yuan writes an amount in 1/100 yuan with two decimals.
func Yuan(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	return fmt.Sprintf("%s%d.%02d", sign, fen/100, fen%100)
}
