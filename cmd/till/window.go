package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"holdfast/cli"
	"holdfast/pos"
	"holdfast/pos/till"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui"
	"holdfast/pos/till/ui/kit"
	"holdfast/sync/link"
	"holdfast/sync/wire"
)

type windowCmd struct {
	Data   string `required:"" placeholder:"DIR" help:"Folder that holds everything of the till."`
	Layout string `enum:",touch,keyboard" default:"" help:"touch or keyboard, for this run; else as the till's settings say."`
	Lang   string `enum:",zh,en" default:"" help:"Language of the screen, zh or en, for this run; else as the till's settings say."`
	Full   bool   `help:"Fill the whole screen, for this run; else as the till's settings say."`
	Trace  string `hidden:"" placeholder:"FILE" help:"Write what is shown to a file, for a program that presses the keys."`
}

// Run opens the window, and ends when it is closed. A folder that is no till yet is made one in the window.
func (c *windowCmd) Run(e *env) error {
	tuneMemory(e.getenv)
	platform, err := display(e.getenv, c.Data)
	if err != nil {
		return err
	}
	if platform != "" {
		if err := os.Setenv("FYNE_PLATFORM", platform); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	journal, err := openLog(c.Data)
	if err != nil {
		return err
	}
	defer journal.Close() //nolint:errcheck // it is for reading afterwards
	font, err := kit.FindChinese(program())
	if err != nil {
		journal.Warn("Chinese is shown as boxes", "why", err)
	}
	f, err := openFolder(c.Data)
	if pos.CodeOf(err) == pos.State {
		ui.Tell(newApp(), font, cmp.Or(pos.Lang(c.Lang), pos.Chinese), pos.T("The till is open already"), pos.TextOf(err))
	}
	if err != nil {
		return err
	}
	s := &session{cmd: c, env: e, folder: f, log: journal.Logger, actions: make(chan desk.Action, 1024)}
	return errors.Join(s.run(font), f.Close())
}

// appID names the program to the system.
const appID = "holdfast.till"

// newApp is Fyne's program without the last thing that it does. It saves its preferences then, of which the till has none, in
// an event that the loop which is ending may never take (Fyne 2.8.0), and the program would wait for it for ever.
func newApp() fyne.App {
	a := app.NewWithID(appID)
	if l, ok := a.Lifecycle().(interface{ SetOnStoppedHookExecuted(hook func()) }); ok {
		l.SetOnStoppedHookExecuted(nil)
	}
	return a
}

func program() string {
	name, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return name
}

// session is one run of the window: the desk works beside it until it is closed.
type session struct {
	cmd     *windowCmd
	env     *env
	folder  *folder
	log     *slog.Logger
	window  *ui.Window
	look    look
	actions chan desk.Action
}

// open makes the window, and has what it shows traced where that is asked for.
func (s *session) open(a fyne.App, font fyne.Resource) (end func(), err error) {
	if s.cmd.Trace == "" {
		s.window = ui.New(a, font, s.take, beside)
		return func() {}, nil
	}
	t, err := newTrace(s.cmd.Trace)
	if err != nil {
		return nil, err
	}
	s.window = ui.New(a, font, s.take, t.besides(beside))
	s.window.Shown, s.look.painted = t.shown, t.painting
	return func() { _ = t.file.Close() }, nil // whoever reads it has seen what it needed
}

// run shows the window on the goroutine of main, as every system wants it.
func (s *session) run(font fyne.Resource) (err error) {
	a := newApp()
	end, err := s.open(a, font)
	if err != nil {
		return err
	}
	defer end()
	s.look.draw = s.window.Draw
	s.look.start()
	ctx, stop := context.WithCancel(s.env.ctx)
	worked := make(chan error, 1)
	go func() {
		err := s.work(ctx)
		worked <- err
		if ctx.Err() == nil { // the books, not the person, have ended it
			fyne.Do(a.Quit)
		}
	}()
	win := s.window.Fyne()
	s.window.On((&screens{app: a, main: win}).known())
	win.SetMaster()
	win.Resize(fyne.NewSize(smallestWidth, smallestHeight)) // the smallest screen; a window manager may enlarge it
	win.SetFullScreen(s.cmd.Full)
	shown := false
	a.Lifecycle().SetOnStarted(func() {
		shown = true
		fyne.Do(func() { s.look.follow(win) })
	})
	defer func() {
		stop()
		err = errors.Join(err, <-worked)
	}()
	defer func() { // Fyne panics where a screen can't draw what it needs; later panics are ours
		if r := recover(); r != nil {
			if shown {
				panic(r)
			}
			err = noDisplay(s.cmd.Data, fmt.Sprint(r))
		}
	}()
	win.ShowAndRun()
	return nil
}

// beside keeps what the window has to work out from holding up what it shows.
func beside(work func() (then func())) {
	go func() { fyne.Do(work()) }()
}

// take passes an action on, and never waits: a desk that far behind has long stopped to be useful.
func (s *session) take(a desk.Action) {
	select {
	case s.actions <- a:
	default:
		s.log.Warn("too much was pressed at once")
	}
}

// work is the desk: enrolling first where the folder is no till yet.
func (s *session) work(ctx context.Context) error {
	if !s.folder.Enrolled() {
		if err := s.becomeTill(ctx); err != nil || ctx.Err() != nil {
			return err
		}
	}
	me, err := s.folder.Enrolment()
	if err != nil {
		return err
	}
	linked, stop := context.WithCancel(ctx)
	client := link.Start(linked, s.folder.Store, me.HQURL, me.Fingerprint, s.log)
	defer client.Wait()
	defer stop()
	t, err := till.New(s.folder.Store, line{client})
	if err != nil {
		return err
	}
	d, err := desk.New(t, desk.Wiring{
		Export: exportDay, Dir: s.cmd.Data, Version: cli.Built(),
		SaveLog: func(status till.Status) (string, error) { return saveLog(s.cmd.Data, status) },
		Lang:    pos.Lang(s.cmd.Lang), Layout: desk.Layout(s.cmd.Layout), Full: s.cmd.Full,
	}, time.Now())
	if err != nil {
		return err
	}
	d.Run(ctx, s.actions, s.window.Watch)
	return nil
}

// becomeTill shows the form that makes a folder a till, until it is one.
func (s *session) becomeTill(ctx context.Context) error {
	ctx, done := context.WithCancel(ctx)
	defer done()
	enrol := func(ctx context.Context, hq, code string) error {
		parsed, err := wire.ParseCode(code)
		if err != nil {
			return pos.Heard(err.Error()).E(pos.Usage, "").Because(err)
		}
		c := enrolCmd{Data: s.cmd.Data, HQ: hq, Code: code}
		return c.enrol(&env{ctx: ctx, stdout: logged{s.log}, stderr: logged{s.log}}, s.folder, parsed)
	}
	lang, layout := cmp.Or(pos.Lang(s.cmd.Lang), pos.Chinese), cmp.Or(desk.Layout(s.cmd.Layout), desk.Touch)
	desk.Enrolling(lang, layout, enrol, done, time.Now()).Run(ctx, s.actions, s.window.Watch)
	return nil
}
