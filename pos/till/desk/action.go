package desk

// Action is one of the types below: what a person, a scanner or a card reader does.
type Action interface {
	// meant reports whether the action was meant for the state with this serial.
	meant(serial uint64) bool
}

// Press is a command, by its button.
type Press struct {
	ID     ID
	Serial uint64
}

// Key is a key that no line of text has taken: a function key, "Enter", "Escape", "Up", "Ctrl+P", or a character while
// the line of text is empty.
type Key struct {
	Name   string
	Serial uint64
}

// Scan is what a scanner or a card reader has read, whole. It goes where it belongs whatever is in focus, and no screen
// is too new for it.
type Scan struct {
	Text  string
	Typed string // what stands in the window's line before it: a quantity, perhaps
	Nth   uint64 // of what this window has read
}

// Type is the text of a line, "" names the screen's only one, after it was changed by a person.
type Type struct {
	Field  string
	Text   string
	Serial uint64
}

// Enter ends a line of text.
type Enter struct {
	Field  string
	Text   string
	Serial uint64
}

// Focus is a field that was tapped.
type Focus struct {
	Field  string
	Serial uint64
}

// Take is a row, a tile or a thing found that was tapped, or an option of a field.
type Take struct {
	Field  string // of an option; "found" of something found, else ""
	Index  int
	Serial uint64
}

// Select only moves the selection: in the basket from 1, elsewhere from 0.
type Select struct {
	Index  int
	Serial uint64
}

// Turn shows another tab, or with Page another page of the same one.
type Turn struct {
	Tab    int
	Page   int
	Serial uint64
}

// Counted is how many of a note were counted.
type Counted struct {
	Field  string
	Index  int
	N      int
	Serial uint64
}

// Note is cash of one of the likely amounts, or with Drop a payment that is taken back.
type Note struct {
	Index  int
	Drop   bool
	Serial uint64
}

// Submit is the large button.
type Submit struct{ Serial uint64 }

// Back leaves the screen, or ends what is waited for.
type Back struct{ Serial uint64 }

func (a Press) meant(serial uint64) bool   { return a.Serial == serial }
func (a Key) meant(serial uint64) bool     { return a.Serial == serial }
func (Scan) meant(uint64) bool             { return true }
func (a Type) meant(serial uint64) bool    { return a.Serial == serial }
func (a Enter) meant(serial uint64) bool   { return a.Serial == serial }
func (a Focus) meant(serial uint64) bool   { return a.Serial == serial }
func (a Take) meant(serial uint64) bool    { return a.Serial == serial }
func (a Select) meant(serial uint64) bool  { return a.Serial == serial }
func (a Turn) meant(serial uint64) bool    { return a.Serial == serial }
func (a Counted) meant(serial uint64) bool { return a.Serial == serial }
func (a Note) meant(serial uint64) bool    { return a.Serial == serial }
func (a Submit) meant(serial uint64) bool  { return a.Serial == serial }
func (a Back) meant(serial uint64) bool    { return a.Serial == serial }
