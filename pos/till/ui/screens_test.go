package ui

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"holdfast/pos"
	"holdfast/pos/till"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/golden"
	"holdfast/pos/till/ui/kit"
)

// screens are states of every screen that is drawn here, with the menu that the desk would offer.
var screens = map[string]func() *desk.State{
	"selling": sellingState, "empty": emptyState, "paying": payingState, "locked": lockedState,
	"form": formState, "members": membersState, "member": memberState, "paper": paperState, "choice": choiceState,
	"coupons": couponsState, "coupon-paying": couponPayingState,
	"day": dayState, "drill": drillState,
}

func formState() *desk.State {
	s := state(&desk.Form{ID: 1, Title: pos.T("Replace a card"), Lead: pos.T("Nothing moves: the value is the member's, and the new card names them. A PIN goes over."), Member: member(), Focus: 2,
		Fields: []desk.Field{
			{Name: "card", Label: pos.T("Old card"), Kind: desk.Pick, Options: []desk.Option{{Value: "8800000000000013", Text: pos.Said("8800000000000013")}}, Line: desk.Line{Text: "8800000000000013", At: 1}},
			{Name: "reason", Label: pos.T("Reason"), Kind: desk.Pick, Chosen: 1, Options: []desk.Option{{Value: "lost", Text: pos.T("lost|the reason")}, {Value: "stolen", Text: pos.T("stolen")}, {Value: "damaged", Text: pos.T("damaged")}}, Line: desk.Line{Text: "stolen", At: 2}},
			{Name: "new", Label: pos.T("New card, of this store's blanks"), Kind: desk.Card, Hint: pos.T("{} · stock of {}", pos.Blank, "S01"), Tone: desk.Good, Line: desk.Line{Text: "8800000000000112", At: 3}},
		},
		Says: []desk.Notice{{Tone: desk.Warn, Text: pos.T("The line is down: other shops learn of it when it is back.")}},
		Act:  pos.T("Replace it"), Ready: true})
	s.Bar.Online = false
	return s
}

func membersState() *desk.State {
	v := &desk.List{ID: 2, Title: pos.T("Members"), Filter: &desk.Line{Text: "lhm", At: 4}, Act: pos.T("This member"), At: 1,
		Columns: []desk.Column{{Text: pos.T("Name"), Weight: 4}, {Text: pos.T("Phone"), Weight: 3}, {Text: pos.T("Tier"), Weight: 2}, {Text: pos.T("Joined"), Weight: 3}}}
	for i := range 40 {
		row := desk.Row{Key: "M", Cells: []string{"李慧敏", "13812345521", "金卡", "2024-05-17"}}
		if i == 2 {
			row.Tone, row.Tag = desk.Bad, "已挂失"
			row.Cells[0] = "古丽娜尔·买买提江·阿不都热依木"
		}
		v.Rows = append(v.Rows, row)
	}
	s := state(v)
	s.Menu = menuAt(desk.AtMembers)
	return s
}

func memberState() *desk.State {
	v := &desk.List{ID: 3, Title: pos.T("Member"), Member: member(), At: -1, Act: pos.T("Show the receipt"), More: true,
		Hint: pos.T("What was done at this till."), Tabs: []pos.Text{pos.T("All"), pos.T("Sales"), pos.T("Top-ups")},
		Facts:   []desk.Fact{{Label: pos.T("Phone"), Value: "13812345521"}, {Label: pos.T("Stored value"), Value: "1286.00", Rule: true}, {Label: pos.T("Spendable here now"), Value: "386.00", Tone: desk.Good}},
		Columns: []desk.Column{{Text: pos.T("Time"), Weight: 3}, {Text: pos.T("What"), Weight: 4}, {Text: pos.T("Amount"), Right: true, Weight: 2}, {Text: pos.T("Receipt"), Weight: 3}}}
	for range 9 {
		v.Rows = append(v.Rows, desk.Row{Key: "T1-1-000223", Cells: []string{"2026-11-27 14:36", "销售", "1286.00", "T1-1-000223"}})
	}
	s := state(v)
	s.Menu = menuAt(desk.AtMember)
	return s
}

func paperState() *desk.State {
	s := state(&desk.Paper{Title: pos.T("Receipt {}", "T1-1-000223"), Text: "            和邻超市 梧桐路店\n--------------------------------\n大米\n  1 袋 x 10.00             10.00\n合计                       10.00\n"})
	s.Menu = menuAt(desk.AtPaper)
	return s
}

func choiceState() *desk.State {
	s := state(&desk.Choice{})
	s.Menu = menuAt(desk.AtChoice)
	return s
}

func emptyState() *desk.State {
	s := sellingState()
	s.Sale, s.Member, s.Remind, s.Bar.Shift = till.Sale{}, nil, nil, nil
	return s
}

// TestPictures compares the pictures that are kept: every screen in each layout, language, theme and size, and each pair
// of a layout with one of the others.
func TestPictures(t *testing.T) {
	kept := []struct {
		layout desk.Layout
		lang   pos.Lang
		dark   bool
		wide   bool
	}{
		{desk.Touch, pos.Chinese, false, false}, {desk.Keyboard, pos.English, true, false},
		{desk.Touch, pos.English, true, true}, {desk.Keyboard, pos.Chinese, false, true},
	}
	for name, make := range screens {
		for _, k := range kept {
			s := make()
			s.Layout, s.Lang, s.Dark = k.layout, k.lang, k.dark
			width, height, file := float32(1024), float32(768), name+"-"+string(k.layout)
			if k.wide {
				width, height, file = 1920, 1080, file+"-wide"
			}
			t.Run(file, func(t *testing.T) {
				b := open(t, s, width, height)
				if b.font == nil || b.font.Name() != "DroidSansFallback.ttf" {
					t.Skip("the pictures need Debian's fonts-droid-fallback")
				}
				picture := b.win.Canvas().Capture()
				if k.wide {
					picture = golden.Half(picture)
				}
				golden.Compare(t, filepath.Join("testdata", file+".png"), picture)
			})
		}
	}
}

// buttons are those that can be seen.
func (b *booth) buttons() []*kit.Button { return buttonsIn(b.win.Content()) }

func buttonsIn(o fyne.CanvasObject) (buttons []*kit.Button) {
	if !o.Visible() {
		return nil
	}
	var parts []fyne.CanvasObject
	switch o := o.(type) {
	case *kit.Button:
		return []*kit.Button{o}
	case *fyne.Container:
		parts = o.Objects
	case fyne.Widget:
		parts = test.WidgetRenderer(o).Objects()
	}
	for _, part := range parts {
		buttons = append(buttons, buttonsIn(part)...)
	}
	return buttons
}

// TestReach: each command that a screen offers can be done by a finger, on the screen itself or on the page of all
// commands, and by its key.
func TestReach(t *testing.T) {
	for name, make := range screens {
		s := make()
		b := open(t, s, 1024, 768)
		pressed := map[desk.ID]bool{}
		for _, button := range b.buttons() {
			b.done = nil
			button.Tapped(nil)
			for _, a := range b.done {
				if p, ok := a.(desk.Press); ok {
					pressed[p.ID] = true
				}
			}
		}
		for _, item := range s.Menu {
			onPage := pressed["more"] && slices.ContainsFunc(menuAt(desk.AtChoice), func(i desk.Item) bool { return i.ID == item.ID })
			if !pressed[item.ID] && !onPage {
				t.Errorf("%s: no finger reaches %s", name, item.ID)
			}
		}

		s = make()
		s.Layout = desk.Keyboard
		b = open(t, s, 1024, 768)
		var legend []string
		for _, line := range b.frame.legend.lines {
			for _, k := range line.keys {
				legend = append(legend, k.Key)
			}
		}
		for _, item := range s.Menu {
			b.done = nil
			b.strike(item.Key)
			if want := (desk.Key{Name: item.Key, Serial: s.Serial}); len(b.done) != 1 || b.done[0] != desk.Action(want) {
				t.Errorf("%s: %s does %v, want %v", name, item.Key, b.done, want)
			}
			if bare(s.Screen) && !slices.Contains(legend, item.Key) {
				t.Errorf("%s: the legend lacks %s", name, item.Key)
			}
		}
	}
}

// strike presses a key as the system reports it, whatever has the focus.
func (b *booth) strike(key string) {
	b.Helper()
	switch ctrl, with := strings.CutPrefix(key, "Ctrl+"); {
	case with:
		b.router.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyName(ctrl), Modifier: fyne.KeyModifierControl})
	case key == "Space":
		b.router.Rune(' ')
	case len(key) == 1:
		b.router.Rune(rune(key[0]))
	case strings.HasPrefix(key, "Shift+"):
		b.router.Key(fyne.KeyName(strings.TrimPrefix(key, "Shift+")), fyne.KeyModifierShift)
	default:
		b.router.Key(fyne.KeyName(key), 0)
	}
}

// TestTargets: a finger is 48 wide.
func TestTargets(t *testing.T) {
	for name, make := range screens {
		for _, lang := range []pos.Lang{pos.Chinese, pos.English} {
			s := make()
			s.Lang = lang
			b := open(t, s, 1024, 768)
			for _, button := range b.buttons() {
				if size := button.Size(); size.Width < 48 || size.Height < 48 {
					t.Errorf("%s: %q is %v", name, button.Text(), size)
				}
			}
		}
	}
}

// clocked gives a booth a clock that the test moves; what is to be done later is done as it moves.
func (b *booth) clocked() (wait func(time.Duration)) {
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	b.router.Now = func() time.Time { return now }
	type task struct {
		due time.Time
		do  func()
	}
	var tasks []task
	b.router.Later = func(d time.Duration, do func()) { tasks = append(tasks, task{now.Add(d), do}) }
	return func(d time.Duration) {
		now = now.Add(d)
		waiting := tasks
		tasks = nil
		for _, t := range waiting {
			if t.due.After(now) {
				tasks = append(tasks, t)
			} else {
				t.do()
			}
		}
	}
}

// TestScanner: a code goes to the desk whole, and its Enter presses nothing, whatever has the focus; what was being typed
// stays.
func TestScanner(t *testing.T) {
	b := open(t, sellingState(), 1024, 768)
	wait := b.clocked()
	input := b.screen.(*touchSelling).input
	test.Type(input.Entry, "3*")
	for i, button := range b.buttons() {
		b.win.Canvas().Focus(button)
		b.done = nil
		wait(time.Second)
		for _, r := range "6901234567892" {
			wait(8 * time.Millisecond)
			b.win.Canvas().Focused().TypedRune(r)
		}
		wait(8 * time.Millisecond)
		b.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		var told []desk.Action
		for _, a := range b.done {
			if _, typed := a.(desk.Type); !typed {
				told = append(told, a)
			}
		}
		if len(told) != 1 || told[0] != desk.Action(desk.Scan{Text: "6901234567892", Typed: "3*", Nth: uint64(i) + 1}) || input.Text() != "3*" {
			t.Fatalf("%q in focus: %v, and %q is typed", button.Text(), told, input.Text())
		}
	}
}

// TestSlowScanner: one that types like a person fills the line, and its Enter ends that, not a button.
func TestSlowScanner(t *testing.T) {
	b := open(t, sellingState(), 1024, 768)
	wait := b.clocked()
	b.win.Canvas().Focus(b.screen.(*touchSelling).pay)
	for _, r := range "1002" {
		wait(100 * time.Millisecond)
		b.win.Canvas().Focused().TypedRune(r)
	}
	wait(100 * time.Millisecond)
	b.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if last := b.done[len(b.done)-1]; last != desk.Action(desk.Enter{Text: "1002", Serial: 1}) {
		t.Errorf("%v, not the code", last)
	}
}

// TestTyping: what is typed needs no tap before it, and what is typed before the desk has answered Enter is not lost.
func TestTyping(t *testing.T) {
	s := sellingState()
	b := open(t, s, 1024, 768)
	wait := b.clocked()
	input := b.screen.(*touchSelling).input
	press := func(keys string) {
		for _, r := range keys {
			wait(200 * time.Millisecond)
			if r == '\r' {
				b.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			} else {
				b.win.Canvas().Focused().TypedRune(r)
			}
		}
	}
	answer := func(at uint64, text string) {
		next := *s
		v := *s.Screen.(*desk.Selling)
		v.Input = desk.Line{Text: text, At: at}
		next.Screen = &v
		b.Show(&next)
	}
	press("1000\r10")
	wait(200 * time.Millisecond)
	answer(2, "")
	if input.Text() != "10" {
		t.Errorf("%q is left of what was typed after Enter", input.Text())
	}
	press("02\r")
	if last := b.done[len(b.done)-1]; last != desk.Action(desk.Enter{Text: "1002", Serial: 1}) {
		t.Errorf("%v", last)
	}
	answer(3, "")
	press("77")
	wait(200 * time.Millisecond)
	answer(4, "")
	if input.Text() != "" {
		t.Errorf("%q is left of a line that the desk has emptied", input.Text())
	}
}

// TestNoticePictures leaves pictures of what is said in front of each screen.
func TestNoticePictures(t *testing.T) {
	for name, make := range screens {
		variants(t, "notice-"+name, func() *desk.State {
			s := make()
			s.Notice = &desk.Notice{Tone: desk.Bad, Text: pos.T("{} is no amount; type yuan with at most two decimals, such as 12.30", "123456.789")}
			return s
		})
	}
}

// TestEmptyLine: a key that edits is a command's while there is nothing to edit.
func TestEmptyLine(t *testing.T) {
	b := open(t, sellingState(), 1024, 768)
	wait := b.clocked()
	cut := &fyne.ShortcutCut{}
	b.win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(cut)
	if last := b.done[len(b.done)-1]; last != desk.Action(desk.Key{Name: "Ctrl+X", Serial: 1}) {
		t.Errorf("Ctrl+X does %v", last)
	}
	b.win.Canvas().Focused().TypedRune('7')
	wait(time.Second)
	done := len(b.done)
	b.win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(cut)
	if got := b.done[done-1:]; len(got) > 1 && got[1] == desk.Action(desk.Key{Name: "Ctrl+X", Serial: 1}) {
		t.Errorf("Ctrl+X behind a 7 does %v", got)
	}
}
