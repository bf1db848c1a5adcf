package store

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"holdfast/pos"
)

const (
	// fewDigits is from how many on the last digits of a barcode or a phone are looked for.
	fewDigits = 4
	// window is how many answers of one query are looked at: enough to have the best among them, few enough that nobody
	// waits. What is sold of late is looked at besides.
	window = 120
)

// FindProducts finds products on the shelf, the best first: by the beginning of their code, the last digits of a barcode,
// the initials, Chinese or English words of their names. Among those that fit as well, what was sold of late goes first.
// more says that others would fit.
func (tx *Tx) FindProducts(text string, limit int) (list []pos.Product, more bool, err error) {
	text = strings.TrimSpace(text)
	w := want(text)
	if len(w.parts) == 0 {
		return nil, false, nil
	}
	f := newFinding[pos.Product](limit)
	add := func(p pos.Product) {
		name := p.Name
		if strings.HasPrefix(p.Code, text) {
			name = "" // by their codes, then
		}
		f.add(p.Code, name, p, w.fitsProduct(p, text))
	}
	usual, err := tx.usual()
	if err != nil {
		return nil, false, err
	}
	for _, p := range usual {
		add(p)
	}
	f.usual = len(f.list)
	f.ask(func() (int, error) {
		return tx.eachProduct(add, "SELECT body FROM products WHERE code >= ?1 AND code < ?1 || char(0x10FFFF) AND category IS NOT NULL LIMIT +?2", text, window)
	})
	for _, match := range w.queries(text) {
		f.ask(func() (int, error) {
			return tx.eachProduct(add, "SELECT p.body FROM product_words(?1) w CROSS JOIN products p ON p.rowid = w.rowid LIMIT +?2", match, window)
		})
	}
	return f.best()
}

// fitsProduct is how well a product fits.
func (w wanted) fitsProduct(p pos.Product, text string) int {
	switch {
	case p.Code == text || slices.Contains(p.Barcodes, text):
		return fitsExactly
	case strings.HasPrefix(p.Code, text):
		return fitsFromStart
	case endsWith(text, p.Barcodes...):
		return fitsInside
	}
	return w.fits(p.Name, p.NameEn, p.Brand)
}

// FindMembers finds members, the best first: by their phone, its first or its last digits, by the initials, Chinese or
// English words of their names; who was changed or registered here by what is true now. more says that others would fit.
func (tx *Tx) FindMembers(text string, limit int) (list []pos.Member, more bool, err error) {
	text = strings.TrimSpace(text)
	w := want(text)
	if len(w.parts) == 0 {
		return nil, false, nil
	}
	f := newFinding[pos.Member](limit)
	queries := w.queries(text)
	if first := firstOf(text); first != "" {
		queries = append(queries, exactly(first))
	}
	for _, match := range queries {
		f.ask(func() (int, error) {
			return tx.eachMember(func(m pos.Member) (err error) {
				fit := w.fitsMember(m, text)
				if fit != fitsNot && m.Into != "" {
					m, err = tx.Member(m.ID)
				}
				f.add(m.ID, m.Name, m, fit)
				return err
			}, match, window)
		})
	}
	return f.best()
}

// fitsMember is how well a member fits.
func (w wanted) fitsMember(m pos.Member, text string) int {
	switch {
	case m.Phone == text:
		return fitsExactly
	case len(text) >= firstDigits && strings.HasPrefix(m.Phone, text):
		return fitsFromStart
	case endsWith(text, m.Phone):
		return fitsInside
	}
	return w.fits(m.Name, "", "")
}

// endsWith reports whether one of some numbers ends with enough digits.
func endsWith(text string, numbers ...string) bool {
	return manyDigits(text) && slices.ContainsFunc(numbers, func(n string) bool { return strings.HasSuffix(n, text) })
}

func manyDigits(text string) bool {
	return len(text) >= fewDigits && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsDigit(r) })
}

// finding is what has been found so far.
type finding[T any] struct {
	limit int
	seen  map[string]bool
	list  []found[T]
	usual int // the first of the list are what is sold of late, and this is how many
	more  bool
	err   error
}

type found[T any] struct {
	it        T
	key, name string
	fit, turn int
}

func newFinding[T any](limit int) *finding[T] {
	return &finding[T]{limit: limit, seen: map[string]bool{}}
}

// add takes what fits, once.
func (f *finding[T]) add(key, name string, it T, fit int) {
	if fit == fitsNot || f.seen[key] {
		return
	}
	f.seen[key] = true
	f.list = append(f.list, found[T]{it, key, name, fit, len(f.list)})
}

// ask runs a query, which returns how many answers it had, unless there is enough.
func (f *finding[T]) ask(query func() (int, error)) {
	if f.err != nil || len(f.list) > f.limit {
		return
	}
	n, err := query()
	f.err = err
	f.more = f.more || n == window
}

// best is what fits best, then what is sold of late, then what has the shorter name.
func (f *finding[T]) best() (list []T, more bool, err error) {
	slices.SortFunc(f.list, func(a, b found[T]) int {
		return cmp.Or(
			cmp.Compare(a.fit, b.fit),
			cmp.Compare(min(a.turn, f.usual), min(b.turn, f.usual)),
			cmp.Compare(utf8.RuneCountInString(a.name), utf8.RuneCountInString(b.name)),
			cmp.Compare(a.key, b.key),
		)
	})
	for _, it := range f.list[:min(len(f.list), f.limit)] {
		list = append(list, it.it)
	}
	return list, f.more || len(f.list) > f.limit, f.err
}

// eachProduct runs over the products whose bodies a query finds, and returns how many they were.
func (tx *Tx) eachProduct(f func(pos.Product), query string, args ...any) (n int, err error) {
	for p, err := range nouns[pos.Product](tx, query, args...) {
		if err != nil {
			return n, err
		}
		f(p)
		n++
	}
	return n, nil
}

// eachMember runs over the members that the index finds, as the feed has them or as they were changed here, and returns
// how many answers that were.
func (tx *Tx) eachMember(f func(pos.Member) error, match string, limit int) (n int, err error) {
	if err := tx.writeWords(); err != nil { // somebody who was registered in this transaction
		return 0, err
	}
	var list []pos.Member
	var changed []int // which of the list have to be read anew, as they were changed here
	for scan, err := range tx.tx.Query(`
		SELECT coalesce(m.id, c.key), m.body, m.id IS NULL OR EXISTS (SELECT 1 FROM changes x WHERE x.topic = 'member' AND x.key = m.id)
		FROM member_words(?1) w LEFT JOIN members m ON m.rowid = w.rowid LEFT JOIN changes c ON c.n = -w.rowid
		WHERE coalesce(m.id, c.key) IS NOT NULL LIMIT +?2`, match, limit) {
		var m pos.Member
		var body []byte
		var anew bool
		if err == nil {
			err = scan(&m.ID, &body, &anew)
		}
		if anew {
			changed = append(changed, len(list))
		} else if err == nil {
			err = pos.DecodeFeed(body, &m)
		}
		if err != nil {
			return 0, err
		}
		list = append(list, m)
	}
	for _, i := range changed {
		if list[i], err = tx.member(list[i].ID); err != nil {
			return 0, err
		}
	}
	for _, m := range list {
		if err := f(m); err != nil {
			return 0, err
		}
	}
	return len(list), nil
}
