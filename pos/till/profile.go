package till

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"holdfast/pos"
	"holdfast/pos/till/store"
)

// maxName is the longest name in characters.
const maxName = 64

// checkPhone refuses what is no phone number: 5 to 20 digits, as head office takes them.
func checkPhone(op, phone string) error {
	if len(phone) < 5 || len(phone) > 20 || strings.ContainsFunc(phone, func(r rune) bool { return r < '0' || r > '9' }) {
		return pos.E(pos.Usage, op, "a phone number has 5 to 20 digits and nothing else; type it again")
	}
	return nil
}

// checkName refuses a name that can't be read on a screen or a receipt: nothing in it, too long, or with characters that
// are invisible or steer a printer.
func checkName(op, name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return pos.E(pos.Usage, op, "a name is needed; type it as the member says it")
	case utf8.RuneCountInString(name) > maxName:
		return pos.E(pos.Usage, op, "the name is longer than {} characters; shorten it", maxName)
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unseen):
		return pos.E(pos.Usage, op, "the name has characters that can't be seen or printed; type it by hand")
	}
	return nil
}

// unseen reports whether a character leaves no mark on screen or paper, or isn't one at all.
func unseen(r rune) bool {
	const brailleBlank = '\u2800'
	return !unicode.IsGraphic(r) || r == brailleBlank || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// checkDate refuses what is no calendar date.
func checkDate(op, date string) error {
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return pos.E(pos.Usage, op, "this is no date; write it as 2026-01-31")
	}
	return nil
}

// tidy is a name without blanks around it and with one where there were several, so that two ways of typing it agree.
func tidy(name string) string { return strings.Join(strings.Fields(name), " ") }

// Profile is a member's record after a change.
type Profile struct {
	Member   string `json:"member"`
	Name     string `json:"name"`
	Phone    string `json:"phone"`
	Sex      string `json:"sex,omitempty"`
	Birthday string `json:"birthday,omitempty"`
	Online   bool   `json:"online"` // the change goes to head office now; else it waits here for the line
}

// SetMember changes one field of the record of the open sale's member: name, phone, sex or birthday. It counts here at
// once, and everywhere when the line is there. An empty value takes back a sex or a birthday.
func (t *Till) SetMember(field, value string) (p Profile, err error) {
	value = tidy(value)
	err = t.deed(func(tx *store.Tx) error {
		by, err := t.right(tx, pos.MayEditMember)
		if err != nil {
			return err
		}
		m, err := memberOfSale(tx)
		if err != nil {
			return err
		}
		if err := edit(tx, &m, field, value); err != nil {
			return err
		}
		p = Profile{Member: m.ID, Name: m.Name, Phone: m.Phone, Sex: m.Sex, Birthday: m.Birthday}
		_, err = tx.PutChange(pos.TopicMember, m.ID, approver(by), m)
		return err
	})
	p.Online, _ = t.line.Online()
	return p, t.done(err)
}

// edit sets a field of a member's record to a value that may be in it.
func edit(tx *store.Tx, m *pos.Member, field, value string) error {
	const op = "member set"
	switch field {
	case "name":
		m.Name = value
		return checkName(op, value)
	case "phone":
		if err := checkPhone(op, value); err != nil {
			return err
		}
		if err := unknownPhone(tx, op, value, m.ID); err != nil {
			return err
		}
		m.Phone = value
	case "sex":
		if value != "" && value != "male" && value != "female" {
			return pos.E(pos.Usage, op, `a sex is male, female, or "" for nothing`)
		}
		m.Sex = value
	case "birthday":
		if value != "" {
			if err := checkDate(op, value); err != nil {
				return err
			}
			if value > today(tx) {
				return pos.E(pos.Usage, op, "a birthday can't be in the future")
			}
		}
		m.Birthday = value
	default:
		return pos.E(pos.Usage, op, "there is no field {}; name, phone, sex and birthday can be set", strconv.Quote(field))
	}
	return nil
}

// unknownPhone refuses a phone that another member has.
func unknownPhone(tx *store.Tx, op, phone, self string) error {
	switch m, err := tx.MemberByPhone(phone); {
	case pos.CodeOf(err) == pos.NotFound || err == nil && m.ID == self:
		return nil
	case err != nil:
		return err
	case m.Name == "":
		return pos.E(pos.Conflict, op, "a member has the phone {} already; look them up with it, or type another number", phone)
	default:
		return pos.E(pos.Conflict, op, "the phone {} is {}'s; look them up with it, or type another number", phone, m.Name)
	}
}
