package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/money"
)

// tillPolicy is what of the settings the tills need.
func (t *Tx) tillPolicy() (p pos.Policy, err error) {
	if t.policy != nil {
		return *t.policy, nil
	}
	if p.LossFreezes, err = t.setting("loss.freezes"); err != nil {
		return p, err
	}
	for key, to := range map[string]*int{"refund.days": &p.RefundDays, "lease.hours": &p.LeaseHours} {
		if *to, err = t.number(key); err != nil {
			return p, err
		}
	}
	for key, to := range map[string]*money.Fen{"refund.limit": &p.RefundLimit, "refund.blind_cap": &p.BlindCap, "pin.above": &p.PINAbove, "cash.ceiling": &p.CashCeiling} {
		if *to, err = t.yuan(key); err != nil {
			return p, err
		}
	}
	if err := t.float(&p); err != nil {
		return p, err
	}
	if p.Roles, err = t.roles(); err != nil {
		return p, err
	}
	t.policy = &p
	return p, nil
}

// float is what one member may draw of house float while cut off; nothing where places hold none. What members usually
// pay is in whole yuan, so that not every payment is news.
func (t *Tx) float(p *pos.Policy) error {
	place, err := t.yuan("float.place")
	if err != nil || place == 0 {
		return err
	}
	most, err := t.yuan("float.member")
	if err != nil {
		return err
	}
	if p.FloatPayments, err = t.number("float.payments"); err != nil {
		return err
	}
	var median money.Fen
	if err := t.tx.QueryRow("SELECT median FROM cuts WHERE place = ''").Scan((*int64)(&median)); err != nil && !none(err) {
		return fmt.Errorf("cuts: %w", err)
	}
	if median > 0 {
		p.FloatUsual = max(1, median/money.Yuan) * money.Yuan
	}
	p.FloatMember = min(most, place)
	return nil
}

// publishPolicy tells the tills, if it is new.
func (t *Tx) publishPolicy() error {
	t.policy = nil
	p, err := t.tillPolicy()
	if err != nil {
		return err
	}
	return t.publish(pos.TopicPolicy, pos.CurrentKey, p)
}

// Policy is what the tills are told.
func (s *Store) Policy() (p pos.Policy, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		p, err = t.tillPolicy()
		return err
	})
	return p, err
}

// roles is the rights of the roles that were changed; nil where none was.
func (t *Tx) roles() (map[pos.Role][]pos.Right, error) {
	var roles map[pos.Role][]pos.Right
	for scan, err := range t.tx.Query("SELECT role, rights FROM roles") {
		var role pos.Role
		var text string
		var rights []pos.Right
		if err == nil {
			err = scan((*string)(&role), &text)
		}
		if err == nil {
			err = json.Unmarshal([]byte(text), &rights)
		}
		if err != nil {
			return nil, fmt.Errorf("rights of roles: %w", err)
		}
		if roles == nil {
			roles = map[pos.Role][]pos.Right{}
		}
		roles[role] = rights
	}
	return roles, nil
}

// SetRight gives a role a right or takes it away, and tells the tills.
func (s *Store) SetRight(role pos.Role, right pos.Right, on bool) error {
	if !slices.Contains(pos.Roles, role) {
		return pos.E(pos.NotFound, "rights", fmt.Sprintf("there is no role %q; the roles are %s", clip(string(role)), pos.Listed(pos.Roles)))
	}
	if !slices.Contains(pos.AllRights, right) {
		return pos.E(pos.NotFound, "rights", fmt.Sprintf("there is no right %q; the rights are %s", clip(string(right)), pos.Listed(pos.AllRights)))
	}
	return s.update(context.Background(), func(t *Tx) error {
		roles, err := t.roles()
		if err != nil {
			return err
		}
		before, changed := roles[role]
		if !changed {
			before = pos.ShippedRights[role]
		}
		var after []pos.Right // in the order of AllRights
		for _, r := range pos.AllRights {
			if r == right && on || r != right && slices.Contains(before, r) {
				after = append(after, r)
			}
		}
		text, err := json.Marshal(after)
		if err != nil {
			return err
		}
		if _, err := t.tx.Exec("INSERT INTO roles (role, rights) VALUES (?, ?) ON CONFLICT (role) DO UPDATE SET rights = excluded.rights", string(role), string(text)); err != nil {
			return fmt.Errorf("rights of %s: %w", role, err)
		}
		if err := t.audit("rights", string(role), before, after); err != nil {
			return err
		}
		return t.publishPolicy()
	})
}

// allowances is the settings for standing allowances.
func (t *Tx) allowances() (p escrow.Policy, err error) {
	for key, to := range map[string]*money.Fen{"allowance.default": &p.Default, "allowance.cap": &p.Cap, "allowance.place_cap": &p.PlaceCap} {
		if *to, err = t.yuan(key); err != nil {
			return p, err
		}
	}
	for key, to := range map[string]*int{"allowance.active_days": &p.ActiveDays, "allowance.share": &p.Share} {
		if *to, err = t.number(key); err != nil {
			return p, err
		}
	}
	return p, nil
}

func (t *Tx) number(key string) (int, error) {
	value, err := t.setting(key)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(value)
}

func (t *Tx) yuan(key string) (money.Fen, error) {
	value, err := t.setting(key)
	if err != nil {
		return 0, err
	}
	fen, err := money.ParseFen(value)
	if err != nil {
		return 0, fmt.Errorf("setting %s: %w", key, err)
	}
	return fen, nil
}

func (t *Tx) days(key string) (time.Duration, error) {
	n, err := t.number(key)
	return time.Duration(n) * 24 * time.Hour, err
}
