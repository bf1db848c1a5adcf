package store

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
)

// RowError is what is wrong with one row of an import; rows count from 0.
type RowError struct {
	Row     int
	Message string
}

// RowErrors is every bad row of an import; nothing of it was taken.
type RowErrors []RowError

func (e RowErrors) Error() string {
	var lines []string
	for _, r := range e {
		lines = append(lines, fmt.Sprintf("row %d: %s", r.Row+1, r.Message))
	}
	return strings.Join(lines, "; ")
}

// MemberRow is a member as imported: the profile, the cards (only their numbers count), and what they bring along.
type MemberRow struct {
	pos.Member
	Principal money.Fen
	Bonus     money.Fen
	Points    money.Points
}

// Verification is what Verify went through.
type Verification struct{ Records, Accounts int }

func Create(file string, entropy io.Reader, now time.Time) error { panic("unbuilt") }

func (s *Store) PutStores([]pos.Store) error                                   { panic("unbuilt") }
func (s *Store) PutTill(code, store string) error                              { panic("unbuilt") }
func (s *Store) PutPeople(people []pos.Person, now time.Time) error            { panic("unbuilt") }
func (s *Store) PutProducts(products []pos.Product, now time.Time) error       { panic("unbuilt") }
func (s *Store) PutRules(r pos.Rules, now time.Time) (version int, err error)  { panic("unbuilt") }
func (s *Store) PutMembers(rows []MemberRow, now time.Time) (n int, err error) { panic("unbuilt") }
func (s *Store) PutBlankCards(store string, numbers []string, now time.Time) error {
	panic("unbuilt")
}
func (s *Store) MakeCards(store, prefix string, count int, now time.Time) ([]string, error) {
	panic("unbuilt")
}
func (s *Store) EnrolmentCode(store, till string, now time.Time) (secret [10]byte, err error) {
	panic("unbuilt")
}
func (s *Store) CatchUp(ctx context.Context, now time.Time) error { panic("unbuilt") }
func (s *Store) Verify(ctx context.Context) (Verification, error) { panic("unbuilt") }
