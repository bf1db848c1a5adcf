package importer

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"holdfast/pos"
	"holdfast/pos/pin"
	"holdfast/server/store"
)

// person is a row of a file of people: their secrets are in it, until they are hashed.
type person struct {
	store.PersonRow
	pin, password, card string
}

var pins = regexp.MustCompile(`^[0-9]{4,12}$`)

// minPassword is the least length; a phrase is better than a riddle.
const minPassword = 8

// People reads people by their ids, as [Products] reads products. PINs, passwords and staff cards stand there in plain and
// leave here as hashes only; where their cells are empty they stay.
func People(name string, file io.Reader) (Rows[store.PersonRow], error) {
	type row = person
	plain, err := read(name, file, table[row]{
		fields: []field[row]{
			one("id", func(p *row) *string { return &p.ID }, isWord),
			one("name", func(p *row) *string { return &p.Name }, isName),
			one("nameEn", func(p *row) *string { return &p.NameEn }, isName),
			one("role", func(p *row) *string { return (*string)(&p.Role) }, isRole),
			many("stores", func(p *row) *[]string { return &p.Stores }, isStore),
			one("pin", func(p *row) *string { return &p.pin }, func(s string) error {
				if !pins.MatchString(s) {
					return errors.New("a PIN is 4 to 12 digits") // the PIN itself is not repeated on the screen
				}
				return nil
			}),
			one("password", func(p *row) *string { return &p.password }, func(s string) error {
				if len(s) < minPassword {
					return fmt.Errorf("a password has at least %d characters", minPassword)
				}
				return nil
			}),
			one("card", func(p *row) *string { return &p.card }, isWord),
			many("more", func(p *row) *[]pos.Right { return &p.More }, isRight),
			many("less", func(p *row) *[]pos.Right { return &p.Less }, isRight),
		},
		key:      "id",
		required: []string{"name", "role"},
		lacks:    func(p *row, names []string) { p.Lacks = names },
		keys:     func(p *row) []string { return []string{"id " + p.ID} },
	})
	if err != nil {
		return Rows[store.PersonRow]{}, err
	}
	return hash(plain), nil
}

// hash is slow on purpose (see pos/pin), so every processor helps.
func hash(plain Rows[person]) Rows[store.PersonRow] {
	people := Rows[store.PersonRow]{Items: make([]store.PersonRow, len(plain.Items)), places: plain.places}
	var all sync.WaitGroup
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, p := range plain.Items {
		turn <- struct{}{}
		all.Go(func() {
			defer func() { <-turn }()
			if p.pin != "" {
				p.PINHash = pin.Hash(p.pin)
			}
			if p.password != "" {
				p.PassHash = pin.Hash(p.password)
			}
			if p.card != "" {
				p.CardHash = pos.HashCard(p.card)
			}
			people.Items[i] = p.PersonRow
		})
	}
	all.Wait()
	return people
}

func isStore(s string) error {
	if strings.ContainsAny(s, " \u3000,，、；/|") {
		return fmt.Errorf("%q is no store's code; between several stores stands %s: S01;S02", s, ListSeparator)
	}
	return isWord(s)
}

func isRole(s string) error {
	if !slices.Contains(pos.Roles, pos.Role(s)) {
		return fmt.Errorf("%q is no role; the roles are %s", s, pos.Listed(pos.Roles))
	}
	return nil
}

func isRight(s string) error {
	if !slices.Contains(pos.AllRights, pos.Right(s)) {
		return fmt.Errorf("%q is no right; 'hq rights' lists them, and between several stands %s", s, ListSeparator)
	}
	return nil
}
