package store

import (
	"context"
	"fmt"
	"sort"
	"strconv"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/money"
)

// Setting is one of HQ's settings, with its meaning.
type Setting struct {
	Key     string `json:"key"`
	Value   string `json:"value"`
	Default string `json:"default"`
	Meaning string `json:"meaning"`
}

// registry is every setting there is: what is not here can't be set.
var registry = map[string]struct {
	fallback, meaning string
	check             func(string) error
}{
	"allowance.default":     {"50.00", "yuan of stored value that stand at the home till of an active member who has not paid with it yet", amount},
	"allowance.cap":         {"500.00", "most yuan of stored value that stand for one member at one till", amount},
	"allowance.active_days": {"45", "days after a member's last visit in which an allowance stands for them", whole(0, 3650)},
	"grant.days":            {"30", "days in which a till may spend what it was granted", whole(1, 3650)},
	"enrol.hours":           {"72", "hours in which an enrolment code can be used", whole(1, 8760)},
}

func amount(s string) error {
	_, err := money.ParseFen(s)
	return err
}

func whole(least, most int) func(string) error {
	return func(s string) error {
		if n, err := strconv.Atoi(s); err != nil || n < least || n > most {
			return fmt.Errorf("%q is not a whole number from %d to %d", s, least, most)
		}
		return nil
	}
}

// Set changes a setting.
func (s *Store) Set(key, value string) error {
	k, ok := registry[key]
	if !ok {
		return unknownSetting(key)
	}
	if err := k.check(value); err != nil {
		return &pos.Error{Code: pos.Usage, Op: "set " + key, Message: err.Error(), Err: err}
	}
	return s.update(context.Background(), func(t *Tx) error {
		_, err := t.tx.Exec("INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)
		return err
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

func (t *Tx) number(key string) (int, error) {
	value, err := t.setting(key)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(value)
}

func (t *Tx) days(key string) (time.Duration, error) {
	n, err := t.number(key)
	return time.Duration(n) * 24 * time.Hour, err
}

// policy is the settings for standing allowances.
func (t *Tx) policy() (p escrow.Policy, err error) {
	for key, to := range map[string]*money.Fen{"allowance.default": &p.Default, "allowance.cap": &p.Cap} {
		value, err := t.setting(key)
		if err != nil {
			return p, err
		}
		if *to, err = money.ParseFen(value); err != nil {
			return p, fmt.Errorf("setting %s: %w", key, err)
		}
	}
	p.ActiveDays, err = t.number("allowance.active_days")
	return p, err
}
