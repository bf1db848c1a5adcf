package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"holdfast/pos"
	"holdfast/pos/money"
)

// Setting is one of HQ's settings, with its meaning.
type Setting struct {
	Key     string `json:"key"`
	Value   string `json:"value"`
	Default string `json:"default"`
	Meaning string `json:"meaning"`
}

// registry is every setting there is: what is not here can't be set. normal checks a value and writes it in the one way in
// which it is stored.
var registry = map[string]struct {
	fallback, meaning string
	normal            func(string) (string, error)
}{
	"allowance.default":     {"50.00", "yuan of stored value that stand at the home till of an active member who has not paid with it yet", amount},
	"allowance.cap":         {"500.00", "most yuan of stored value that stand for one member", amount},
	"allowance.place_cap":   {"50000.00", "most yuan of members' stored value that stand at one till; 0: no limit", amount},
	"allowance.share":       {"20", "per cent of all stored value that may stand at tills in all, for the members who need it most", whole(0, 100)},
	"allowance.active_days": {"45", "days after a member's last visit in which an allowance stands for them", whole(0, 3650)},
	"exposure.member":       {"20000.00", "most yuan of one member's stored value that may be at one till at a time, what is asked for there included; 0: no limit", amount},
	"exposure.place":        {"100000.00", "most yuan of members' stored value that may be at one till at a time, what is asked for there included; 0: no limit", amount},
	"quota.share":           {"50", "per cent of what is left of a promotion's limited quantity that stands at the tills, in equal parts and at least one at each; the rest is for whoever asks", whole(0, 100)},
	"grant.days":            {"30", "days in which a till may spend what it was granted", whole(1, 3650)},
	"lease.hours":           {"72", "hours after its last contact with head office in which a till may spend what it was granted", whole(1, 8760)},
	"lost.days":             {"7", "days in which what a closed till holds stays frozen, as its last records may still come; then the house makes its members whole", whole(0, 3650)},
	"enrol.hours":           {"72", "hours in which an enrolment code can be used", whole(1, 8760)},

	"loss.freezes":     {pos.FreezeValue, "what a loss report freezes: all of the member's value, or the card only", oneOf(pos.FreezeValue, pos.FreezeCard)},
	"refund.days":      {"7", "days in which a till that is cut off may refund its own receipts; afterwards head office gives the right to whoever asks", whole(0, 3650)},
	"refund.limit":     {"500.00", "most yuan that may be given back for one receipt without the right to refund more", amount},
	"refund.blind_cap": {"200.00", "most yuan that a refund without receipt may come to", amount},
	"pin.above":        {"0.00", "yuan above which a payment with stored value needs the card's PIN, if it has one", amount},
	"cash.ceiling":     {"0.00", "yuan of cash in the drawer from which some must be dropped; 0: no limit", amount},

	"float.place":  {"0.00", "yuan of house money that each till holds for payments beyond a member's own, while cut off; 0: none", amount},
	"float.member": {"200.00", "most yuan of house money that one member may draw at a till while it is cut off", amount},
	MetricsToken:   {"", "bearer token with which other machines may read /metrics; empty: only this machine may", token},

	"float.payments": {"2", "at most so many times what members usually pay", whole(1, 100)},
}

// MetricsToken is the setting with the token for /metrics.
const MetricsToken = "metrics.token"

// secret reports whether a setting's value is not for the audit log.
func secret(key string) bool { return key == MetricsToken }

// token is long enough not to be guessed, or nothing.
func token(s string) (string, error) {
	if s != "" && (len(s) < 16 || len(s) > 200 || strings.ContainsFunc(s, func(c rune) bool { return c <= ' ' || c > '~' })) {
		return "", errors.New("a token has 16 to 200 letters, digits and signs, without blanks")
	}
	return s, nil
}

func amount(s string) (string, error) {
	fen, err := money.ParseFen(s)
	return fen.String(), err
}

func whole(least, most int) func(string) (string, error) {
	return func(s string) (string, error) {
		n, err := strconv.Atoi(s)
		if err != nil || n < least || n > most || strings.HasPrefix(s, "+") {
			return "", fmt.Errorf("%q is not a whole number from %d to %d", s, least, most)
		}
		return strconv.Itoa(n), nil
	}
}

func oneOf(values ...string) func(string) (string, error) {
	return func(s string) (string, error) {
		if !slices.Contains(values, s) {
			return "", fmt.Errorf("%q is none of %s", s, strings.Join(values, ", "))
		}
		return s, nil
	}
}

// Set changes a setting, and tells the tills what of it concerns them. It is stored in its normal form: Get says it.
func (s *Store) Set(key, value string) error {
	k, ok := registry[key]
	if !ok {
		return unknownSetting(key)
	}
	value, err := k.normal(value)
	if err != nil {
		return &pos.Error{Code: pos.Usage, Op: "set", Message: key + ": " + err.Error() + "; 'hq get' says what each setting means", Err: err}
	}
	return s.update(context.Background(), func(t *Tx) error {
		before, err := t.setting(key)
		if err != nil {
			return err
		}
		if _, err := t.tx.Exec("INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value); err != nil {
			return fmt.Errorf("set %s: %w", key, err)
		}
		t.settings = nil
		if secret(key) {
			before, value = "", "changed"
		}
		if err := t.audit("setting", key, before, value); err != nil {
			return err
		}
		if err := t.unranked(); err != nil {
			return err
		}
		return t.publishPolicy()
	})
}

// Get is a setting's value, its default where none was set.
func (s *Store) Get(key string) (value string, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		value, err = t.setting(key)
		return err
	})
	return value, err
}

// Settings lists all settings by key.
func (s *Store) Settings() (list []Setting, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		for key, k := range registry {
			value, err := t.setting(key)
			if err != nil {
				return err
			}
			list = append(list, Setting{Key: key, Value: value, Default: k.fallback, Meaning: k.meaning})
		}
		return nil
	})
	sort.Slice(list, func(i, j int) bool { return list[i].Key < list[j].Key })
	return list, err
}

func unknownSetting(key string) error {
	return pos.E(pos.NotFound, "", fmt.Sprintf("there is no setting %q; 'hq get' lists them", key))
}

func (t *Tx) setting(key string) (string, error) {
	k, ok := registry[key]
	if !ok {
		return "", unknownSetting(key)
	}
	if t.settings == nil {
		set := map[string]string{}
		for scan, err := range t.tx.Query("SELECT key, value FROM settings") {
			var key, value string
			if err == nil {
				err = scan(&key, &value)
			}
			if err != nil {
				return "", fmt.Errorf("settings: %w", err)
			}
			set[key] = value
		}
		t.settings = set
	}
	if value, ok := t.settings[key]; ok {
		return value, nil
	}
	return k.fallback, nil
}
