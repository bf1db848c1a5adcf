package store

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// MemberRow is a member as imported: the profile, the cards (only their numbers count), and what they bring along.
type MemberRow struct {
	pos.Member
	Principal money.Fen
	Bonus     money.Fen
	Points    money.Points
}

// opening is what the row's member brings along.
func (r MemberRow) opening(id string) record.Opening {
	b := record.Opening{Member: id}
	for _, a := range []escrow.Amount{{Asset: ledger.Principal, Amount: int64(r.Principal)}, {Asset: ledger.Bonus, Amount: int64(r.Bonus)},
		{Asset: ledger.Points, Amount: int64(r.Points)}} {
		if a.Amount > 0 {
			b.Amounts = append(b.Amounts, a)
		}
	}
	return b
}

// PutMembers imports members by their phones. A new one gets an id, an opening record for what they bring along, and
// their cards; of a known one what the row says of the profile is changed and cards are added, and a balance is
// refused, since it would be given twice. It returns how many rows there were; a RowErrors says which are bad, and then none is taken.
func (s *Store) PutMembers(rows []MemberRow, now time.Time) (n int, err error) {
	err = s.update(context.Background(), func(t *Tx) error {
		var bad RowErrors
		first := map[string]int{}
		for i, r := range rows {
			if j, twice := first[r.Phone]; twice {
				bad.add(i, "phone %s is in row %d already", r.Phone, j+1)
				continue
			}
			first[r.Phone] = i
			why, err := t.putMember(r, now)
			if err != nil {
				return err
			}
			for _, w := range why {
				bad.add(i, "%s", w)
			}
		}
		return t.imported("members", bad)
	})
	if err != nil {
		return 0, err
	}
	return len(rows), nil
}

func (t *Tx) putMember(r MemberRow, now time.Time) (why []string, err error) {
	if !digits(r.Phone, 5, 20) {
		return []string{fmt.Sprintf("a member needs a phone of 5 to 20 digits; %q is none", r.Phone)}, nil
	}
	if r.Principal < 0 || r.Bonus < 0 || r.Points < 0 {
		return []string{"a balance below zero can't be brought along"}, nil
	}
	for _, date := range []string{r.Birthday, r.Joined} {
		if _, err := time.Parse(time.DateOnly, date); err != nil && date != "" {
			return []string{fmt.Sprintf("%q is no date; write 2026-11-22", date)}, nil
		}
	}
	if r.Store != "" {
		if err := t.hasStore(r.Store); err != nil {
			return []string{pos.MessageOf(err)}, nil
		}
	}
	m := r.Member
	m.Cards = nil
	opening := r.opening("")
	known, err := t.memberByPhone(m.Phone)
	m.ID, m.NoEarning, m.NoRedeeming, m.Into = known.ID, known.NoEarning, known.NoRedeeming, known.Into
	if known.Into != "" {
		return []string{"member " + m.Phone + " was merged into another one; import that one by their own phone"}, nil
	}
	fallBack(&m, known, pos.Member{Tier: firstTier, Joined: pos.Date(now)})
	switch {
	case none(err) && m.Name == "":
		return []string{"member " + m.Phone + " is new, and their name is missing"}, nil
	case err == nil && len(opening.Amounts) > 0:
		return []string{"member " + m.Phone + " is known, and a balance can't be brought along twice; leave it out to change the profile"}, nil
	case err == nil:
		err = t.changeMember(m)
	case none(err):
		if m.ID, err = t.newID(now); err == nil {
			err = t.addMember(m)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("store member %s: %w", m.Phone, err)
	}
	if err := t.amend(pos.TopicMember, m.ID, m); err != nil {
		return nil, err
	}
	numbers := make([]string, len(r.Cards))
	for i, c := range r.Cards {
		numbers[i] = c.Number
	}
	if why, err = t.issue(m.ID, numbers, now); err != nil || len(why) > 0 {
		return why, err
	}
	if opening.Member = m.ID; len(opening.Amounts) > 0 {
		return nil, t.own(opening, now)
	}
	return nil, nil
}

// firstTier is the tier of a member who joins without one.
const firstTier = "normal"

// fallBack fills in what a row leaves out: from what is known of the member, else from what new ones begin with.
func fallBack(m *pos.Member, from ...pos.Member) {
	for _, f := range from {
		m.Name = cmp.Or(m.Name, f.Name)
		m.Sex, m.Birthday, m.Referrer = cmp.Or(m.Sex, f.Sex), cmp.Or(m.Birthday, f.Birthday), cmp.Or(m.Referrer, f.Referrer)
		m.Store, m.Tier, m.Joined = cmp.Or(m.Store, f.Store), cmp.Or(m.Tier, f.Tier), cmp.Or(m.Joined, f.Joined)
	}
}

// anybody reports whether an id can be a member's: the chain itself holds value too, and is none.
func anybody(id string) bool { return plain(id) && id != ledger.TheHouse }

// member is a member's profile; sql.ErrNoRows where there is none.
func (t *Tx) member(id string) (pos.Member, error) { return t.profile("id = ?", id) }

// memberByPhone is the profile of the member with a phone, who was not merged, if there is one; sql.ErrNoRows where there
// is none.
func (t *Tx) memberByPhone(phone string) (pos.Member, error) {
	return t.profile("phone = ? AND phone <> '' ORDER BY merged_into IS NOT NULL, id LIMIT 1", phone)
}

func (t *Tx) profile(where, value string) (m pos.Member, err error) {
	err = t.tx.QueryRow(`SELECT id, phone, name, sex, birthday, ifnull(store, ''), tier, joined, referrer, no_earning, no_redeeming, ifnull(merged_into, '')
		FROM members WHERE `+where, value).
		Scan(&m.ID, &m.Phone, &m.Name, &m.Sex, &m.Birthday, &m.Store, &m.Tier, &m.Joined, &m.Referrer, &m.NoEarning, &m.NoRedeeming, &m.Into)
	return m, err
}

func (t *Tx) addMember(m pos.Member) error {
	_, err := t.tx.Exec("INSERT INTO members (id, phone, name, sex, birthday, store, tier, joined, referrer) VALUES (?, ?, ?, ?, ?, nullif(?, ''), ?, ?, ?)",
		m.ID, m.Phone, m.Name, m.Sex, m.Birthday, m.Store, m.Tier, m.Joined, m.Referrer)
	return err
}

func (t *Tx) changeMember(m pos.Member) error {
	_, err := t.tx.Exec("UPDATE members SET phone = ?, name = ?, sex = ?, birthday = ?, store = nullif(?, ''), tier = ?, joined = ?, referrer = ? WHERE id = ?",
		m.Phone, m.Name, m.Sex, m.Birthday, m.Store, m.Tier, m.Joined, m.Referrer, m.ID)
	return err
}
