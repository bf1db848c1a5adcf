package desk

import (
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till"
)

// State is all that a window shows. It is never changed: each step of the desk makes another one.
type State struct {
	// Serial is another one whenever what is pressed would mean something else than before: on another screen, or after
	// money has moved. A press carries the serial it was seen with and does nothing on a later one, so that nothing
	// pressed twice happens twice.
	Serial   uint64
	Scan     uint64 // Nth of the last one that has led to it
	Lang     pos.Lang
	Layout   Layout
	Dark     bool
	Training bool   // nothing here touches the books
	Practise []Item // in training: what is offered for it

	Bar    Bar
	Screen Screen
	Menu   []Item // the commands that the screen offers, in their order
	Notice *Notice
	Busy   *Busy // what is waited for; nil for nothing

	Sale   till.Sale
	Member *till.MemberView // the sale's
	Remind []pos.Text       // what can be said to them
	Near   []pos.Text       // what the sale is close to

	Scanner Scanner
	Text    float32 // how many times its usual size text is to have; 0 is the usual one
	Full    bool    // the window fills the screen
	Second  bool    // the customer has a screen of their own
	Display Display
}

// Layout is a shell: how the same state is drawn and worked.
type Layout string

// The layouts.
const (
	Touch    Layout = "touch"
	Keyboard Layout = "keyboard"
)

// Bar is what is always in view.
type Bar struct {
	till.Status
	StoreName string          // in the state's language
	Person    string          // name of who is signed in; "" for nobody
	Shift     *till.ShiftInfo // the open one; nil for none
	Now       time.Time
	Held      int // parked sales
}

// Scanner is what one that types like a keyboard puts around each code.
type Scanner struct{ Prefix, Suffix string }

// Tone says what a notice is, and so its colour.
type Tone int

// The tones: said by the way, done, mind this, refused.
const (
	Plain Tone = iota
	Good
	Warn
	Bad
)

// Notice is a sentence in view until the next action.
type Notice struct {
	Tone Tone
	Text pos.Text
	More pos.Text // what to do, or nothing
}

// Busy is work that takes longer than a press.
type Busy struct {
	Text        pos.Text
	Done, Total int  // progress; Total 0 where it can't be told
	Stop        bool // may be skipped or stopped
}

// Item is a command as a screen offers it.
type Item struct {
	ID    ID
	Text  pos.Text
	Icon  string // a name of the icon set
	Key   string // such as "F6" or "Ctrl+P"; "" where none
	On    bool   // can be done now
	Badge string // a count, mostly ""
	Main  bool   // the next step: drawn large, in the colour that acts
	Group Group
}

// Less is what a coupon takes off or pays.
type Less struct {
	Name   string // in the state's language
	Amount money.Fen
}

// Display is what the customer sees on a screen of their own.
type Display struct {
	Lines  []till.SaleLine
	Less   []Less
	Member string // name, shortened
	Total  money.Fen
	Due    money.Fen
	Points money.Points // to be earned
	Change money.Fen    // after a sale
	Saves  money.Fen    // what a card would save, while it is nobody's sale
	Done   bool         // a sale has just ended: thanks, and change
	Idle   []pos.Text   // offers, where nothing is being sold
}
