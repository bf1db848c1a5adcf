package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"holdfast/pos"
)

// PersonRow is a person as imported. Lacks are the fields, by their names in a file, of which the row says nothing.
type PersonRow struct {
	pos.Person
	Lacks []string
}

// PutPeople stores or changes the people who sign in, whole ones but for what opens anything: see ImportPeople.
func (s *Store) PutPeople(people []pos.Person, now time.Time) error {
	rows := make([]PersonRow, len(people))
	for i, p := range people {
		rows[i].Person = p
	}
	return s.ImportPeople(rows, now)
}

// ImportPeople stores or changes the people who sign in, by their ids; what a row lacks stays as it is. A row without the
// hash of a PIN, a password or a card keeps the one there is.
func (s *Store) ImportPeople(rows []PersonRow, _ time.Time) error {
	return s.update(context.Background(), func(t *Tx) error {
		var bad RowErrors
		for i, r := range rows {
			p, why, err := t.completed(r)
			if err != nil {
				return err
			}
			if why != "" {
				bad.add(i, "%s", why)
				continue
			}
			if why := t.badPerson(p); why != "" {
				bad.add(i, "%s", why)
				continue
			}
			if err := t.putPerson(p); err != nil {
				return err
			}
		}
		return t.imported("people", bad)
	})
}

// completed is a row's person with what the row lacks, or why there is none: who is new has a name and a role.
func (t *Tx) completed(r PersonRow) (p pos.Person, why string, err error) {
	p = r.Person
	if len(r.Lacks) == 0 {
		return p, "", nil
	}
	known, err := t.staff(p.ID)
	isNew := none(err)
	if err != nil && !isNew {
		return p, "", err
	}
	for _, name := range r.Lacks {
		if isNew && (name == "name" || name == "role") {
			return p, "person " + clip(p.ID) + " is new, and their " + name + " is missing", nil
		}
		switch name {
		case "name":
			p.Name = known.Name
		case "nameEn":
			p.NameEn = known.NameEn
		case "role":
			p.Role = known.Role
		case "stores":
			p.Stores = known.Stores
		case "more":
			p.More = known.More
		case "less":
			p.Less = known.Less
		case "pin", "password", "card": // an empty one keeps what is there
		default:
			return p, "", pos.E(pos.Internal, "import people", "a row lacks "+name+", which is no field of a person")
		}
	}
	return p, "", nil
}

func (t *Tx) badPerson(p pos.Person) string {
	if !plain(p.ID) || p.Name == "" {
		return fmt.Sprintf("a person needs a name, and an id of letters and digits; %q is none", p.ID)
	}
	if !slices.Contains(pos.Roles, p.Role) {
		return fmt.Sprintf("%q is no role; the roles are %s", p.Role, pos.Listed(pos.Roles))
	}
	for _, code := range p.Stores {
		if err := t.hasStore(code); err != nil {
			return pos.MessageOf(err)
		}
	}
	return ""
}

func (t *Tx) putPerson(p pos.Person) error {
	var lists [3]string
	for i, list := range []any{p.Stores, p.More, p.Less} {
		b, err := json.Marshal(list)
		if err != nil {
			return err
		}
		lists[i] = string(b)
	}
	old, err := t.staff(p.ID)
	if err != nil && !none(err) {
		return err
	}
	if err := t.tx.QueryRow(`INSERT INTO people (id, name, name_en, role, stores, more, less, pin_hash, pass_hash, card_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, role = excluded.role, stores = excluded.stores,
			more = excluded.more, less = excluded.less, pin_hash = iif(excluded.pin_hash = '', pin_hash, excluded.pin_hash),
			pass_hash = iif(excluded.pass_hash = '', pass_hash, excluded.pass_hash), card_hash = iif(excluded.card_hash = '', card_hash, excluded.card_hash)
		RETURNING pin_hash, pass_hash, card_hash`, p.ID, p.Name, p.NameEn, string(p.Role), lists[0], lists[1], lists[2], p.PINHash, p.PassHash, p.CardHash).
		Scan(&p.PINHash, &p.PassHash, &p.CardHash); err != nil {
		return fmt.Errorf("store person %s: %w", p.ID, err)
	}
	if old.PassHash != p.PassHash && old.PassHash != "" {
		if err := t.audit("password", p.ID, "", "changed"); err != nil {
			return err
		}
	}
	p.PassHash = "" // opens HQ, so it never leaves it
	return t.amend(pos.TopicPerson, p.ID, p)
}

const personColumns = "SELECT id, name, name_en, role, stores, more, less, pin_hash, pass_hash, card_hash FROM people"

func scanPerson(scan func(...any) error) (p pos.Person, err error) {
	var stores, more, less string
	if err := scan(&p.ID, &p.Name, &p.NameEn, (*string)(&p.Role), &stores, &more, &less, &p.PINHash, &p.PassHash, &p.CardHash); err != nil {
		return p, err
	}
	err = errors.Join(json.Unmarshal([]byte(stores), &p.Stores), json.Unmarshal([]byte(more), &p.More), json.Unmarshal([]byte(less), &p.Less))
	if err != nil {
		return p, fmt.Errorf("person %s: %w", p.ID, err)
	}
	return p, nil
}

// staff finds a person; sql.ErrNoRows where there is none.
func (t *Tx) staff(id string) (pos.Person, error) {
	return scanPerson(t.tx.QueryRow(personColumns+" WHERE id = ?", id).Scan)
}

// Person finds a person, with the hash of the password.
func (s *Store) Person(id string) (p pos.Person, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		p, err = t.staff(id)
		if none(err) {
			return pos.E(pos.NotFound, "", "head office knows no person "+clip(id)+"; 'hq people' lists them")
		}
		return err
	})
	return p, err
}

// People lists who may sign in, by their ids.
func (s *Store) People() (list []pos.Person, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		for scan, err := range t.tx.Query(personColumns + " ORDER BY id") {
			if err != nil {
				return fmt.Errorf("people: %w", err)
			}
			p, err := scanPerson(scan)
			if err != nil {
				return fmt.Errorf("people: %w", err)
			}
			list = append(list, p)
		}
		return nil
	})
	return list, err
}
