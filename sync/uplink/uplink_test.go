package uplink

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/sync/wire"
)

func nothing(*books) {}

// TestFirstWords: until HQ has welcomed the till, nothing else is listened to, and an HQ that knows more of the till than
// the till itself puts it in doubt.
func TestFirstWords(t *testing.T) {
	challenge := wire.Challenge{MinVersion: 1, MaxVersion: 1}
	for _, c := range []struct {
		name   string
		frames []wire.Frame
		want   error  // in the chain of the last answer
		text   string // or in its words
		doubt  bool
	}{
		{"an ack", []wire.Frame{wire.Ack{Seq: 1}}, wire.ErrMalformed, "", false},
		{"a grant before the welcome", []wire.Frame{challenge, wire.Grant{}}, wire.ErrMalformed, "", false},
		{"an HQ of versions to come", []wire.Frame{wire.Challenge{MinVersion: 9, MaxVersion: 9}}, nil, "update", false},
		{"a refusal", []wire.Frame{challenge, wire.Bye{Code: "conflict", Message: "enrol it again"}}, nil, "enrol it again", false},
		{"a closed epoch", []wire.Frame{challenge, wire.Bye{Code: "conflict", Message: "enrol it again", Closed: true}}, nil, "enrol it again", true},
		{"a record it doesn't have", []wire.Frame{challenge, wire.Welcome{Acked: 3}}, ErrDoubt, "", true},
		{"another record with its number", []wire.Frame{challenge, wire.Welcome{Acked: 2, AckedHash: wire.Hash{1}}}, ErrDoubt, "", true},
	} {
		l := dial(t, 2)
		l.acked = 2
		var err error
		for _, f := range c.frames {
			if err != nil {
				t.Errorf("%s: ended too early: %v", c.name, err)
			}
			_, err = l.up.Handle(l.now, f)
		}
		if err == nil || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v", c.name, err)
		}
		if l.up.Live() || (l.doubt != "") != c.doubt {
			t.Errorf("%s: live %v, doubt %q", c.name, l.up.Live(), l.doubt)
		}
	}
}

func TestWelcomeSaysWhereToGoOn(t *testing.T) {
	l, said := welcomed(t, 3, func(b *books) { b.acked = 2 })
	if diff := cmp.Diff([]string{"push 3-3"}, said); diff != "" {
		t.Errorf("after the welcome:\n%s", diff)
	}
	if !l.contact.Equal(time.UnixMilli(77)) {
		t.Errorf("the clock was set to %v", l.contact)
	}
}

// TestWindow: no more than the window is unacknowledged, and an ack makes room for as much as it acknowledges.
func TestWindow(t *testing.T) {
	l, said := welcomed(t, 0, func(b *books) {
		for range 40 {
			b.records = append(b.records, large(wire.PushBytes))
		}
	})
	window := wire.PushWindow / wire.PushBytes
	if len(said) != window || said[window-1] != fmt.Sprintf("push %d-%d", window, window) {
		t.Fatalf("%d pushes went out, up to %s", len(said), said[len(said)-1])
	}
	if said := l.after(time.Second); said != nil {
		t.Errorf("into a full window goes %v", said)
	}
	if said := l.hear(wire.Ack{Seq: 3}); len(said) != 3 || said[0] != fmt.Sprintf("push %d-%d", window+1, window+1) {
		t.Errorf("after an ack for three: %v", said)
	}
	if l.acked != 3 {
		t.Errorf("acknowledged: %d", l.acked)
	}
	small, said := welcomed(t, wire.PushCount+2, nothing)
	if want := []string{fmt.Sprintf("push 1-%d", wire.PushCount), fmt.Sprintf("push %d-%d", wire.PushCount+1, wire.PushCount+2)}; !slices.Equal(said, want) {
		t.Errorf("many small records: %v, of %d", said, len(small.records))
	}
}

// TestRepeats: what has no answer is said again after a while, not before, and not while the line is busy writing.
func TestRepeats(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*books)
		want   string
		answer wire.Frame
	}{
		{"a push", func(b *books) { b.add("r") }, "push 1-1", wire.Ack{Seq: 1}},
		{"a request", func(b *books) { b.requests = []wire.Request{{ID: "q", Holder: "m", Value: 5}} }, "request q", wire.Refused{ID: "q", Code: "insufficient"}},
		{"a withdrawal", func(b *books) { b.withdrawn = []string{"q"} }, "withdraw q", wire.Refused{ID: "q", Code: "state"}},
		{"a change", func(b *books) { b.change("c", "m") }, "change c", wire.Changed{ID: "c"}},
	} {
		l, said := welcomed(t, 0, c.change)
		if !slices.Equal(said, []string{c.want}) {
			t.Errorf("%s: first %v", c.name, said)
		}
		if said := l.after(repeatAfter / 2); said != nil {
			t.Errorf("%s: too soon %v", c.name, said)
		}
		if said := l.after(repeatAfter/2 + time.Millisecond); !slices.Equal(said, []string{c.want, "ping"}) {
			t.Errorf("%s: again %v", c.name, said)
		}
		if said := l.hear(c.answer); said != nil {
			t.Errorf("%s: to its answer %v", c.name, said)
		}
		if said := l.after(2 * repeatAfter); !slices.Equal(said, []string{"ping"}) {
			t.Errorf("%s: answered, and again %v", c.name, said)
		}
	}
	l, _ := welcomed(t, 1, nothing)
	l.now = l.now.Add(repeatAfter + time.Second)
	l.up.Busy(l.now)
	if said := l.after(time.Second); !slices.Equal(said, []string{"ping"}) {
		t.Errorf("while frames wait to be written it says %v", said)
	}
}

// TestGap: HQ misses records and says from where.
func TestGap(t *testing.T) {
	l, _ := welcomed(t, 3, nothing)
	if said := l.hear(wire.Need{From: 2}); !slices.Equal(said, []string{"push 2-3"}) {
		t.Errorf("to a gap: %v", said)
	}
	l.add("more")
	if said := l.after(time.Second); !slices.Equal(said, []string{"push 4-4"}) {
		t.Errorf("behind it: %v", said)
	}
	// A late ack of what went out before the gap must not make it go back.
	if said := l.hear(wire.Ack{Seq: 1}); said != nil {
		t.Errorf("to a late ack: %v", said)
	}
}

// TestWithdrawn: a request that the cashier went on without is not asked again, and its late grant is handed to the books,
// which decline it.
func TestWithdrawn(t *testing.T) {
	l, said := welcomed(t, 0, func(b *books) { b.requests = []wire.Request{{ID: "q", Holder: "m", Value: 5}} })
	if !slices.Equal(said, []string{"request q"}) {
		t.Fatal(said)
	}
	l.requests, l.withdrawn, l.grants["late"] = nil, []string{"q"}, "q"
	if said := l.after(time.Second); !slices.Equal(said, []string{"withdraw q"}) {
		t.Errorf("taken back: %v", said)
	}
	if said := l.hear(wire.Grant{Blob: []byte("late")}); !slices.Equal(said, []string{"push 1-1"}) || !slices.Equal(l.taken, []string{"late"}) {
		t.Errorf("to the late grant: %v; the books have %v", said, l.taken)
	}
	if events := l.up.Events(); len(events) != 1 || events[0].Request != "q" {
		t.Errorf("events: %+v", events)
	}
}

// TestChanges: changes go before the records that speak of them, at most so many at a time and one of each key, and a Sync
// waits for their answers.
func TestChanges(t *testing.T) {
	l, said := welcomed(t, 1, func(b *books) { b.change("c1", "m"); b.change("c2", "m"); b.change("c3", "n") })
	if diff := cmp.Diff([]string{"change c1", "change c3", "push 1-1"}, said); diff != "" {
		t.Errorf("first:\n%s", diff)
	}
	l.up.Sync("s")
	if said := l.hear(wire.Ack{Seq: 1}); said != nil {
		t.Errorf("with changes under way a sync is asked for: %v", said)
	}
	if said := l.hear(wire.Changed{ID: "c1"}); !slices.Equal(said, []string{"change c2"}) {
		t.Errorf("to the answer: %v", said)
	}
	l.hear(wire.Changed{ID: "c3", Code: "not_found", Message: "no such member"})
	if said := l.hear(wire.Changed{ID: "c2"}); !slices.Equal(said, []string{"sync s"}) {
		t.Errorf("to the last answer: %v", said)
	}
	if diff := cmp.Diff(map[string]string{"c1": "", "c2": "", "c3": "not_found"}, l.changed); diff != "" {
		t.Errorf("the books have\n%s", diff)
	}
	many, said := welcomed(t, 0, func(b *books) {
		for i := range 3 * wire.ChangeCount {
			b.change(fmt.Sprint(i), fmt.Sprint("m", i))
		}
	})
	if len(said) != wire.ChangeCount {
		t.Fatalf("%d changes under way", len(said))
	}
	if said := many.hear(wire.Changed{ID: "0"}); !slices.Equal(said, []string{fmt.Sprint("change ", wire.ChangeCount)}) {
		t.Errorf("after one answer: %v", said)
	}
}

// TestSync: it goes behind all records, once.
func TestSync(t *testing.T) {
	l, _ := welcomed(t, 0, nothing)
	l.add("r")
	l.up.Sync("s")
	if said := l.after(time.Second); !slices.Equal(said, []string{"push 1-1", "sync s"}) {
		t.Errorf("asked: %v", said)
	}
	if said := l.hear(wire.Synced{ID: "s"}); said != nil || l.up.Events()[0].Synced != "s" {
		t.Errorf("answered: %v", said)
	}
}

// TestRecall: what goes back is pushed before the word that it has.
func TestRecall(t *testing.T) {
	l, _ := welcomed(t, 1, nothing)
	if said := l.hear(wire.Recall{ID: "x", Holder: "m"}); !slices.Equal(said, []string{"push 2-2", "recalled x 2"}) {
		t.Errorf("to a recall: %v", said)
	}
}

// TestFeed: a batch is acknowledged once it is stored, and one that can't be stored ends the session.
func TestFeed(t *testing.T) {
	l, _ := welcomed(t, 0, nothing)
	next := wire.Cursor{Generation: 1, At: 5}
	if said := l.hear(wire.Feed{To: next, End: true}); !slices.Equal(said, []string{"feedack 5"}) {
		t.Errorf("to a batch: %v", said)
	}
	if e := l.up.Events(); len(e) != 1 || !e[0].Snapshot {
		t.Errorf("events: %+v", e)
	}
	l.fails = errors.New("the disk is full")
	if out, err := l.up.Handle(l.now, wire.Feed{From: next, To: wire.Cursor{Generation: 1, At: 6}}); !errors.Is(err, l.fails) || out != nil {
		t.Errorf("not stored, and it says %v, %v", inWords(out), err)
	}
}

func TestAnswers(t *testing.T) {
	l, _ := welcomed(t, 0, nothing)
	l.hear(wire.Answer{ID: "a"})
	l.hear(wire.Told{ID: "b", Body: []byte("receipt")})
	if e := l.up.Events(); len(e) != 2 || e[0].Answer.ID != "a" || string(e[1].Told.Body) != "receipt" {
		t.Errorf("events: %+v", e)
	}
	l.idle = make([]string, wire.IdleCount+1)
	if said := l.after(time.Second); !slices.Equal(said, []string{"idle 500", "idle 1"}) {
		t.Errorf("idle: %v", said)
	}
	if _, err := l.up.Handle(l.now, wire.Ping{}); !errors.Is(err, wire.ErrMalformed) {
		t.Errorf("a till's frame from HQ: %v", err)
	}
	var ended *Ended
	if _, err := l.up.Handle(l.now, wire.Bye{Code: "conflict"}); !errors.As(err, &ended) || ended.Bye.Code != "conflict" {
		t.Errorf("to a bye: %v", err)
	}
}

// TestDeadLine: silence ends a session, welcomed or not; a word from HQ or a line that is only slow doesn't.
func TestDeadLine(t *testing.T) {
	for name, keep := range map[string]func(*line){
		"silence":     nil,
		"a pong":      func(l *line) { l.hear(wire.Pong{TimeMS: 99}) },
		"a slow line": func(l *line) { l.up.Busy(l.now) },
	} {
		l, _ := welcomed(t, 0, nothing)
		var err error
		for range 9 {
			l.now = l.now.Add(deadAfter/4 + time.Millisecond)
			if keep != nil {
				keep(l)
			}
			if _, err = l.up.Tick(l.now); err != nil {
				break
			}
		}
		if errors.Is(err, ErrDead) != (keep == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
	l := dial(t, 0)
	l.now = l.now.Add(deadAfter + time.Second)
	if _, err := l.up.Tick(l.now); !errors.Is(err, ErrDead) {
		t.Errorf("an HQ that never speaks: %v", err)
	}
}

// TestAfterACut: another session starts from the books alone.
func TestAfterACut(t *testing.T) {
	l, _ := welcomed(t, 2, func(b *books) {
		b.change("c", "m")
		b.requests = []wire.Request{{ID: "q", Holder: "m", Value: 1}}
		b.withdrawn = []string{"w"}
	})
	l.hear(wire.Ack{Seq: 1})
	l.connect()
	if diff := cmp.Diff([]string{"change c", "push 2-2", "request q", "withdraw w"}, l.welcome()); diff != "" {
		t.Errorf("the next session says\n%s", diff)
	}
}

// TestFork: an old copy that went on by itself brings what it did, part by part, and is never live.
func TestFork(t *testing.T) {
	l := dial(t, wire.PushCount+4)
	l.acked = 2
	l.hear(wire.Challenge{MinVersion: 1, MaxVersion: 1, Nonce: []byte("nonce")})
	first := fmt.Sprintf("push 3-%d", wire.PushCount+2)
	if said := l.hear(wire.Welcome{Acked: 5, AckedHash: wire.Hash{1}}); !slices.Equal(said, []string{first}) || l.doubt == "" {
		t.Errorf("to the welcome of another journal: %v, doubt %q", said, l.doubt)
	}
	if said := l.after(time.Second); said != nil || l.up.Live() {
		t.Errorf("while it waits: %v", said)
	}
	for _, f := range []wire.Frame{wire.Feed{To: wire.Cursor{At: 1}}, wire.Grant{}, wire.Recall{ID: "r"}} {
		if said := l.hear(f); said != nil || l.acked != 2 {
			t.Errorf("to %T, from an HQ that takes it for the till: %v", f, said)
		}
	}
	last := wire.PushCount + 4
	rest := []string{fmt.Sprintf("push %d-%d", last-1, last)}
	if said := l.hear(wire.Ack{Seq: 5}); !slices.Equal(said, rest) || l.acked != 2 {
		t.Errorf("when what HQ has was acknowledged: %v", said)
	}
	if said := l.hear(wire.Ack{Seq: 5}); said != nil {
		t.Errorf("when all has been sent: %v", said)
	}
	if said := l.hear(wire.Need{From: uint64(wire.PushCount + 3)}); !slices.Equal(said, rest) {
		t.Errorf("when more is asked for: %v", said)
	}
	if _, err := l.up.Handle(l.now, wire.Bye{Code: "conflict"}); err == nil || l.acked != 2 {
		t.Errorf("at the end: %v, acknowledged %d", err, l.acked)
	}
}

// TestClosing: the till notes what HQ says of closing it, in the welcome and at any time after, once; and while it is being
// closed, and only then, its pings say when nothing is left.
func TestClosing(t *testing.T) {
	l, _ := welcomed(t, 0, func(b *books) { b.closing = time.UnixMilli(3) }) // what was said before is old
	ping := func(empty bool) {
		t.Helper()
		l.now = l.now.Add(pingEvery)
		out, err := l.up.Tick(l.now)
		if err != nil || len(out) != 1 || out[0] != (wire.Ping{Empty: empty}) {
			t.Errorf("it says %+v, %v, expected empty %v", out, err, empty)
		}
	}
	if !l.closing.IsZero() {
		t.Errorf("after a welcome that says nothing it is being closed since %v", l.closing)
	}
	ping(false)
	l.hear(wire.Pong{ClosingMS: 7})
	if !l.closing.Equal(time.UnixMilli(7)) {
		t.Errorf("it is being closed since %v", l.closing)
	}
	l.left = 1
	ping(false)
	ping(true)
	l.hear(wire.Pong{})
	if !l.closing.IsZero() {
		t.Errorf("called off, it is being closed since %v", l.closing)
	}
	ping(false)
}

// TestHistory: what the place did in earlier epochs is asked for part by part, again when no answer comes, and the snapshot is
// complete when all of it is here too. An HQ that has no answer keeps nobody waiting.
func TestHistory(t *testing.T) {
	l, said := welcomed(t, 0, func(b *books) { b.parts = 2 })
	if diff := cmp.Diff([]string{"ask history part 2"}, said); diff != "" {
		t.Fatalf("after the welcome:\n%s", diff)
	}
	complete := func() (yes bool) {
		for _, e := range l.up.Events() {
			yes = yes || e.Past
		}
		return yes
	}
	l.hear(wire.Feed{To: wire.Cursor{Generation: 1, At: 1}, End: true})
	if complete() {
		t.Error("complete without the past")
	}
	if said := l.after(repeatAfter); !slices.Contains(said, "ask history part 2") {
		t.Errorf("without an answer: %q", said)
	}
	first := wire.Told{ID: "history part 2", Body: []byte("a")}
	if said := l.hear(first); !slices.Equal(said, []string{"ask history part 1"}) || complete() {
		t.Errorf("after the first part: %q", said)
	}
	if said := l.hear(first); said != nil || complete() {
		t.Errorf("after an answer to what was asked for twice: %q", said)
	}
	if said := l.hear(wire.Told{ID: "history part 1", Body: []byte("b")}); said != nil || !complete() || !slices.Equal(l.past, []string{"a", "b"}) {
		t.Errorf("after the last part: %q, %q", said, l.past)
	}
	l.parts = 1
	l.connect()
	l.welcome()
	l.hear(wire.Feed{From: l.feed, To: wire.Cursor{Generation: 1, At: 2}, End: true})
	if said := l.hear(wire.Told{ID: "history part 1", Code: "not_found"}); said != nil || !complete() {
		t.Errorf("an older HQ: %q", said)
	}
}

// TestSaysItsRules: by which rules the till sells is said behind the welcome, and with each batch that is stored.
func TestSaysItsRules(t *testing.T) {
	l, said := welcomed(t, 0, func(b *books) { b.rules, b.feed.At = 3, 7 })
	if !slices.Equal(said, []string{"feedack 7 rules 3"}) {
		t.Errorf("after the welcome it says %v", said)
	}
	l.rules = 4 // they are in the batch
	if said := l.hear(wire.Feed{From: l.feed, To: wire.Cursor{At: 9}, End: true}); !slices.Equal(said, []string{"feedack 9 rules 4"}) {
		t.Errorf("to a batch it says %v", said)
	}
}
