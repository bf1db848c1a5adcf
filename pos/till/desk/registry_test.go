package desk_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos/till/desk"
)

// places are all there are.
var places = map[string]desk.Place{
	"selling": desk.AtSelling, "paying": desk.AtPaying, "form": desk.AtForm, "list": desk.AtList, "paper": desk.AtPaper,
	"choice": desk.AtChoice, "figures": desk.AtFigures, "member": desk.AtMember, "members": desk.AtMembers, "locked": desk.AtLocked,
}

// TestRegistry: each command has a name, a key, and a place where it is offered; no key means two things at one place.
func TestRegistry(t *testing.T) {
	ids := map[desk.ID]bool{}
	for _, c := range desk.Registry() {
		if ids[c.ID] {
			t.Errorf("two commands are %q", c.ID)
		}
		ids[c.ID] = true
		if c.Text.IsZero() || c.Icon == "" || c.Key == "" || c.At == 0 {
			t.Errorf("%s lacks a text, an icon, a key or a place", c.ID)
		}
		if c.At&(desk.AtSelling|desk.AtChoice|desk.AtLocked) == 0 && c.Group == 0 && c.At&(desk.AtPaper|desk.AtFigures|desk.AtMember|desk.AtPaying) == 0 {
			t.Errorf("%s can't be reached from where a cashier stands", c.ID)
		}
	}
	for name, place := range places {
		if place == desk.AtSelling {
			place |= desk.AtChoice // whose keys work there too
		}
		keys := map[string]desk.ID{}
		for _, c := range desk.Registry() {
			if c.At&place == 0 {
				continue
			}
			if other, taken := keys[c.Key]; taken {
				t.Errorf("at %s %s means both %s and %s", name, c.Key, other, c.ID)
			}
			keys[c.Key] = c.ID
		}
	}
}

// TestEveryCommandCanBeTried: no command, pressed wherever it is offered by whoever may do everything, breaks the desk: it
// leads to another screen, does its deed, or says why not.
func TestEveryCommandCanBeTried(t *testing.T) {
	for _, member := range []bool{false, true} {
		c := open(t)
		for _, cmd := range desk.Registry() {
			c.Standing(member)
			switch {
			case cmd.At&desk.AtSelling != 0:
			case cmd.At&desk.AtChoice != 0:
				c.Press("more")
			case cmd.At&desk.AtMember != 0 && member:
				c.Press("records")
			default:
				continue
			}
			before := c.State()
			c.Press(cmd.ID)
			after := c.State()
			if before.Serial == after.Serial && after.Notice == nil && on(before, cmd.ID) && cmp.Equal(before.Sale, after.Sale) {
				t.Errorf("%s (member %t) did nothing and said nothing", cmd.ID, member)
			}
			c.Key("Escape") // and the way back is open
			if _, locked := c.State().Screen.(*desk.Locked); locked != (cmd.ID == "lock") {
				t.Errorf("%s leads to the lock: %t", cmd.ID, locked)
			}
		}
	}
}

// on reports whether a command can be done in a state.
func on(s *desk.State, id desk.ID) bool {
	for _, item := range s.Menu {
		if item.ID == id {
			return item.On
		}
	}
	return false
}
