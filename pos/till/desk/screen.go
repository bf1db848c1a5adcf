package desk

import (
	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till"
)

// Screen is one of the pointers below: what takes the room between the bar and the menu.
type Screen interface{ screen() }

func (*Locked) screen()  {}
func (*Selling) screen() {}
func (*Paying) screen()  {}
func (*Form) screen()    {}
func (*List) screen()    {}
func (*Paper) screen()   {}
func (*Choice) screen()  {}
func (*Figures) screen() {}

// Line is a line of text that is typed into. What a person types is the window's until the desk sets it: then At is
// another one, and the window takes Text over.
type Line struct {
	Text string
	At   uint64
}

// Locked waits for somebody to sign in.
type Locked struct {
	People []Person
	Who    Line
	PIN    Line
	OnPIN  bool // which of the two is typed
}

// Person is somebody who may sign in here.
type Person struct{ ID, Name, Role string }

// Selling is the basket and whatever fills it.
type Selling struct {
	Input  Line
	Found  []Found // what fits the text that is being typed
	Chosen int     // index of the one that Enter takes; -1: none
	At     int     // the selected row of the sale, from 1: a line, or behind them a coupon; 0: none
	Tabs   []Tab
	Tab    int
	Tiles  []Tile
	Page   int // of the tiles
	More   bool
	Last   *Done // the sale before, until something is scanned
}

// Found is a product or a member that fits what is typed.
type Found struct {
	Product *pos.Product
	Member  *till.FoundMember
}

// Tab is a category of products.
type Tab struct {
	Name, NameEn string // both "" for what is sold most here
}

// Tile is a product on the shelf.
type Tile struct {
	pos.Product
	Price money.Fen // for the sale's customer
	Was   money.Fen // list price, where that is another
}

// Done is a sale that has been finished.
type Done struct {
	Receipt string
	Total   money.Fen
	Change  money.Fen
	Points  money.Points
	Paid    []till.SaleTender // cash as it was given
	Left    *pos.Balance      // what the member has now
}

// Paying takes the money.
type Paying struct {
	Methods []Method
	Method  int  // index of the chosen one
	Amount  Line // as typed; empty means Takes
	Takes   money.Fen
	Back    money.Fen   // change that this payment would give
	Notes   []money.Fen // cash that the customer is likely to hand over
	WithRef bool        // the chosen way has a reference
	Ref     Line        // an outside terminal's reference, or a coupon's number
	OnRef   bool        // the reference is typed, not the amount
	Act     pos.Text    // of the large button
	Ready   bool        // it can be pressed
	Facts   []Fact      // where the member's value stands
	Say     *pos.Text   // a sentence that can be said to the customer
	Offline []pos.Text  // what still works, while cut off
}

// Method is a way to pay.
type Method struct {
	Kind record.TenderKind
	Text pos.Text
	Sub  pos.Text // what may be paid with it, or its rate
	On   bool
	Key  string
}

// Fact is a label and what stands beside it.
type Fact struct {
	Label pos.Text
	Value string // a number, or a text in the state's language
	Tone  Tone   // Good is drawn in the colour that acts
	Rule  bool   // a line above it
}

// Form asks for some fields and then does one thing.
type Form struct {
	ID     uint64 // another form has another
	Title  pos.Text
	Lead   pos.Text // what happens, in a sentence
	Fields []Field
	Focus  int
	Member *till.MemberView // whom it is about
	Facts  []Fact
	Says   []Notice
	Act    pos.Text // of the large button
	Ready  bool
	Danger bool // Act is pressed twice: the second time as Sure says
	Sure   pos.Text
	Asked  bool // Sure stands on the button now
}

// Kind says what a field takes, and so which keys are offered for it.
type Kind int

// The kinds of field.
const (
	Words   Kind = iota // any text
	Name                // of a person: with candidates for pinyin
	Digits              // a number such as a phone's or a person's
	Amount              // of money
	Number              // a quantity, or points
	Percent             // off
	Secret              // a PIN
	Card                // swiped or typed
	Date                // 2006-01-02
	Pick                // one of Options
	Count               // of each note, for a drawer
	Phone               // digits, found among members
	Prose               // words to a person: with candidates for pinyin where that is the language
)

// Field is one thing that a form asks for.
type Field struct {
	Name     string
	Label    pos.Text
	Hint     pos.Text // under it: what is wanted, or what was found
	Tone     Tone     // of the hint
	Kind     Kind
	Line     Line
	Optional bool
	Options  []Option       // of Pick
	Chosen   int            // -1: none
	Counts   []record.Notes // of Count
	Known    []Found        // of Phone and Card: who that is
}

// Option is one choice.
type Option struct {
	Value string
	Text  pos.Text
}

// List is rows to look through, and to take one of.
type List struct {
	ID      uint64
	Title   pos.Text
	Filter  *Line // nil: it can't be filtered
	Hint    pos.Text
	Tabs    []pos.Text
	Tab     int
	Columns []Column
	Rows    []Row
	At      int // the selected row; -1: none
	More    bool
	Facts   []Fact // at the side, of the whole or of the selected row
	Empty   pos.Text
	Act     pos.Text // what Enter does with the row; zero: nothing
	Asked   bool     // Act is the answer to a question
	Ticks   bool     // rows are ticked: a tap takes one or leaves it, and the keys + and - a part of it
	Says    []Notice
	Member  *till.MemberView
}

// Column is a list's.
type Column struct {
	Text   pos.Text
	Right  bool // numbers
	Weight int  // share of the width
}

// Row is one of a list's; its cells are in the state's language.
type Row struct {
	Key   string
	Cells []string
	Sub   string // under the first cell
	Tone  Tone
	Tag   string
}

// Paper is a receipt or a report as it is printed.
type Paper struct {
	Title pos.Text
	Text  string // columns are cells: a Chinese character takes two
	Facts []Fact
	Says  []Notice
}

// Choice is a page of commands in groups: all that can be done here.
type Choice struct {
	Title pos.Text
}

// Figures is the manager's day.
type Figures struct {
	Date   string
	Dates  []string
	Day    till.Day
	Filled bool // Day is there
	Drill  *till.Drill
}
