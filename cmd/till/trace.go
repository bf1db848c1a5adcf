package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui"
)

// shown is what the window shows, as far as a program that presses its keys must know: it can't press the next one before
// the screen is there that the key is for. Names and numbers of members are left out.
type shown struct {
	Screen  string `json:"screen"` // locked, selling, paying, form …
	Title   string `json:"title"`  // of a form, a list or a receipt, in English and without its arguments
	Focus   string `json:"focus"`  // name of the field that is typed into
	Serial  uint64 `json:"serial"`
	Person  string `json:"person"`
	Shift   bool   `json:"shift"`
	Lines   int    `json:"lines"`
	Member  bool   `json:"member"`
	Total   string `json:"total"`
	Due     string `json:"due"`
	Held    int    `json:"held"`
	Typed   string `json:"typed"`   // in the line of the selling screen
	Receipt string `json:"receipt"` // of the sale before
	Change  string `json:"change"`
	Notice  string `json:"notice"` // its sentence, in English and without its arguments
	Ready   bool   `json:"ready"`  // the large button can be pressed
	Busy    bool   `json:"busy"`
	Online  bool   `json:"online"`
	Unsent  uint64 `json:"unsent"`

	Painted int64 `json:"painted"` // when it could be seen, in µs since 1970
}

// trace writes to a file what the window shows, a line of JSON each, once it can be seen: Fyne paints up to 60 times a
// second, and what a state has changed is on the screen only after that.
type trace struct {
	file   *os.File
	lines  *json.Encoder
	drawn  []shown      // told to the window's objects, not yet painted
	due    []shown      // being painted
	beside atomic.Int32 // pictures that are being worked out
	put    bool         // one was, and isn't painted yet
}

func newTrace(file string) (*trace, error) {
	f, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	return &trace{file: f, lines: json.NewEncoder(f)}, nil
}

// shown is told of what is drawn, on Fyne's goroutine.
func (t *trace) shown(s *desk.State) { t.drawn = append(t.drawn, seen(s)) }

// painting is called before each look at what is to be painted, on Fyne's goroutine. What was drawn before the last one has
// been painted since; so has what was drawn before this one once Fyne does what it is given here, and it may do that first
// or come here again first.
func (t *trace) painting() {
	t.painted()
	t.due, t.drawn, t.put = append(t.due, t.drawn...), nil, false
	if len(t.due) > 0 {
		fyne.Do(t.painted)
	}
}

// painted writes what can be seen now.
func (t *trace) painted() {
	at := time.Now().UnixMicro()
	for _, s := range t.due {
		s.Painted = at
		s.Busy = s.Busy || t.put || t.beside.Load() > 0
		_ = t.lines.Encode(s)
	}
	t.due = nil
}

// besides is a Beside whose work is traced as being busy.
func (t *trace) besides(beside ui.Beside) ui.Beside {
	return func(work func() (then func())) {
		t.beside.Add(1)
		beside(func() func() {
			then := work()
			return func() {
				then()
				t.beside.Add(-1)
				t.put = true
			}
		})
	}
}

func seen(s *desk.State) shown {
	v := shown{
		Screen: strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", s.Screen), "*desk.")), Serial: s.Serial,
		Person: s.Bar.Status.Person, Shift: s.Bar.Shift != nil, Lines: len(s.Sale.Lines), Member: s.Sale.Member != "",
		Total: s.Sale.Totals.Total.String(), Due: s.Sale.Totals.Due.String(), Held: s.Bar.Held,
		Busy: s.Busy != nil, Online: s.Bar.Online, Unsent: s.Bar.Unsent,
	}
	if s.Notice != nil {
		v.Notice = s.Notice.Text.Message
	}
	switch p := s.Screen.(type) {
	case *desk.Locked:
		if v.Focus = "who"; p.OnPIN {
			v.Focus = "pin"
		}
	case *desk.Selling:
		v.Typed = p.Input.Text
		if p.Last != nil {
			v.Receipt, v.Change = p.Last.Receipt, p.Last.Change.String()
		}
	case *desk.Paying:
		if v.Focus = "amount"; p.OnRef {
			v.Focus = "ref"
		}
		if len(p.Methods) > p.Method {
			v.Title = string(p.Methods[p.Method].Kind)
		}
		v.Typed, v.Ready = p.Amount.Text, p.Ready
	case *desk.Form:
		v.Title, v.Ready = p.Title.Message, p.Ready
		if p.Focus >= 0 && p.Focus < len(p.Fields) {
			v.Focus, v.Typed = p.Fields[p.Focus].Name, p.Fields[p.Focus].Line.Text
			if p.Fields[p.Focus].Kind == desk.Secret {
				v.Typed = ""
			}
		}
		if p.Asked {
			v.Focus = "sure"
		}
	case *desk.List:
		v.Title = p.Title.Message
	case *desk.Paper:
		v.Title = p.Title.Message
	case *desk.Figures:
		if v.Title = "The day"; p.Drill != nil {
			v.Title = "Blackout drill"
		}
	}
	return v
}
