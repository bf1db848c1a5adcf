package importer

import (
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"holdfast/pos"
	"holdfast/pos/rules"
	"holdfast/server/store"
)

// Products reads products. A file updates by code: what it has no column or name for stays, and an empty cell clears.
// The store demands the name and the price of a product that is new.
func Products(name string, file io.Reader) (Rows[store.ProductRow], error) {
	type row = store.ProductRow
	return read(name, file, table[row]{
		fields: []field[row]{
			one("code", func(p *row) *string { return &p.Code }, isWord),
			many("barcodes", func(p *row) *[]string { return &p.Barcodes }, isWord),
			one("name", func(p *row) *string { return &p.Name }, isName),
			one("nameEn", func(p *row) *string { return &p.NameEn }, isName),
			one("unit", func(p *row) *string { return &p.Unit }, isName),
			one("unitEn", func(p *row) *string { return &p.UnitEn }, isName),
			one("category", func(p *row) *string { return &p.Category }, isName),
			one("categoryEn", func(p *row) *string { return &p.CategoryEn }, isName),
			many("categories", func(p *row) *[]string { return &p.Categories }, isName),
			one("brand", func(p *row) *string { return &p.Brand }, isName),
			amount("price", func(p *row) textual { return &p.Price }),
			amount("memberPrice", func(p *row) textual { return &p.MemberPrice }),
			amount("marketPrice", func(p *row) textual { return &p.MarketPrice }),
			{name: "off", set: func(p *row, v []string) (err error) { p.Off, err = truth(v[0]); return err }},
		},
		key:      "code",
		required: []string{"name", "price"},
		lacks:    func(p *row, names []string) { p.Lacks = names },
		keys: func(p *row) []string {
			keys := []string{"code " + p.Code}
			for _, b := range p.Barcodes {
				keys = append(keys, "barcode "+b)
			}
			return keys
		},
	})
}

// Members reads members with what they bring along: cards, and the balances a member who is new here begins with. Of a
// member who is known stays what the file leaves out, and what it has an empty cell for too.
func Members(name string, file io.Reader) (Rows[store.MemberRow], error) {
	type row = store.MemberRow
	return read(name, file, table[row]{
		fields: []field[row]{
			one("phone", func(m *row) *string { return &m.Phone }, isPhone),
			one("name", func(m *row) *string { return &m.Name }, isName),
			one("sex", func(m *row) *string { return &m.Sex }, isWord),
			day("birthday", func(m *row) *string { return &m.Birthday }),
			one("store", func(m *row) *string { return &m.Store }, isWord),
			one("tier", func(m *row) *string { return &m.Tier }, isWord),
			day("joined", func(m *row) *string { return &m.Joined }),
			one("referrer", func(m *row) *string { return &m.Referrer }, isWord),
			{name: "cards", list: true, set: func(m *row, v []string) error {
				for _, n := range v {
					if err := isCard(n); err != nil {
						return err
					}
					m.Cards = append(m.Cards, pos.Card{Number: n, Status: pos.Issued})
				}
				return nil
			}},
			amount("principal", func(m *row) textual { return &m.Principal }),
			amount("bonus", func(m *row) textual { return &m.Bonus }),
			amount("points", func(m *row) textual { return &m.Points }),
		},
		key:      "phone",
		required: []string{"name"},
		keys: func(m *row) []string {
			keys := []string{"phone " + m.Phone}
			for _, c := range m.Cards {
				keys = append(keys, "card "+c.Number)
			}
			return keys
		},
	})
}

// Rules reads the rules document, which is JSON only. What is wrong with it is a [rules.Errors].
func Rules(name string, file io.Reader) (doc rules.Document, err error) {
	if kind := strings.ToLower(filepath.Ext(name)); kind != ".json" {
		return doc, pos.E(pos.Usage, "", fmt.Sprintf("rules are a JSON document; %q can't hold them", kind))
	}
	text, err := decode(file)
	if err != nil {
		return doc, err
	}
	all, err := io.ReadAll(text)
	if err != nil {
		return doc, err
	}
	return rules.Read(all)
}

// textual is an amount that reads itself.
type textual interface{ UnmarshalText([]byte) error }

func one[T any](name string, of func(*T) *string, check func(string) error) field[T] {
	return field[T]{name: name, set: func(row *T, v []string) error { *of(row) = v[0]; return check(v[0]) }}
}

func day[T any](name string, of func(*T) *string) field[T] {
	f := one(name, of, isDate)
	f.date = true
	return f
}

func many[T any, S ~string](name string, of func(*T) *[]S, check func(string) error) field[T] {
	return field[T]{name: name, list: true, set: func(row *T, v []string) error {
		list := make([]S, len(v))
		for i, s := range v {
			if slices.Contains(v[:i], s) {
				return fmt.Errorf("%s is there twice", s)
			}
			if err := check(s); err != nil {
				return err
			}
			list[i] = S(s)
		}
		*of(row) = list
		return nil
	}}
}

func amount[T any](name string, of func(*T) textual) field[T] {
	return field[T]{name: name, set: func(row *T, v []string) error { return of(row).UnmarshalText([]byte(v[0])) }}
}

const (
	maxName = 200 // characters
	maxWord = 64
)

func isName(s string) error {
	if n := utf8.RuneCountInString(s); n > maxName {
		return fmt.Errorf("%d characters; at most %d", n, maxName)
	}
	return nil
}

// isWord: what is typed or scanned has no blanks, and no separator of CSV lists.
func isWord(s string) error {
	if len(s) > maxWord || strings.ContainsAny(s, " \u3000"+ListSeparator) {
		return fmt.Errorf("%q: at most %d characters without blanks or semicolons", s, maxWord)
	}
	return nil
}

var (
	phones = regexp.MustCompile(`^[0-9]{5,20}$`)
	digits = regexp.MustCompile(`^[0-9]{4,32}$`)
)

func isPhone(s string) error {
	if !phones.MatchString(s) {
		return fmt.Errorf("%q is no phone number: 5 to 20 digits", s)
	}
	return nil
}

func isCard(s string) error {
	if !digits.MatchString(s) {
		return fmt.Errorf("%q is no card number: 4 to 32 digits", s)
	}
	return nil
}

func isDate(s string) error {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return fmt.Errorf("%q is no date; write it as 2026-01-31", s)
	}
	return nil
}

func truth(s string) (bool, error) {
	switch strings.ToLower(s) {
	case "true", "yes", "1":
		return true, nil
	case "false", "no", "0":
		return false, nil
	}
	return false, fmt.Errorf("%q is neither true nor false", s)
}
