package desk

import "holdfast/pos"

// ID names a command.
type ID string

// Group is where a command stands among all of them.
type Group int

// The groups, in their order.
const (
	OfSale Group = iota
	OfMember
	OfCard
	OfShift
	OfTill
)

// Place is a screen as far as commands go: which of them it offers.
type Place int

// The places; a command may be offered at several.
const (
	AtSelling Place = 1 << iota
	AtPaying
	AtForm
	AtList
	AtPaper
	AtChoice
	AtFigures
	AtMember
	AtMembers
	AtLocked
)

// Command is something that can be done: one row of the registry, from which the buttons of the touch layout, the keys of
// the keyboard layout and the help are drawn.
type Command struct {
	ID       ID
	Text     pos.Text
	Icon     string
	Key      string
	At       Place     // where it stands in the menu
	Group    Group     // where it stands among all commands; those of AtChoice have one
	Right    pos.Right // that it usually takes; without it a colleague is asked to approve
	Main     bool
	Training bool             // offered in training only
	ready    func(*Desk) bool // nil: always
	run      func(*Desk) error
}
