package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/till"
	"holdfast/pos/till/console"
	"holdfast/sync/link"
	"holdfast/sync/uplink"
	"holdfast/sync/wire"
)

// settleWithin is how long the first attempt to reach head office is waited for, at the start and after a mend, so that
// what is typed next finds the line as it really is.
const settleWithin = 1500 * time.Millisecond

type consoleCmd struct {
	Data    string `required:"" placeholder:"DIR" help:"Folder that holds everything of the till."`
	JSON    bool   `name:"json" help:"Answer with one JSON object a command."`
	Lang    string `enum:"zh,en" default:"zh" help:"Language of printed receipts: zh or en."`
	Columns int    `enum:"32,42,48" default:"48" help:"Columns of printed receipts: 32, 42 or 48."`
}

// Run answers commands until standard input ends.
func (c *consoleCmd) Run(e *env) error {
	f, err := enrolledFolder(c.Data)
	if err != nil {
		return err
	}
	return errors.Join(c.serve(e, f), f.Close())
}

func (c *consoleCmd) serve(e *env, f *folder) error {
	me, err := f.Enrolment()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(e.ctx)
	client := link.Start(ctx, f.Store, me.HQURL, me.Fingerprint, logTo(e.stderr))
	defer client.Wait()
	defer stop()
	l := line{client}
	l.settle()
	t, err := till.New(f.Store, l)
	if err != nil {
		return err
	}
	answers := console.Console{Till: t, JSON: c.JSON, GoOn: isTerminal(e.stdin), Width: c.Columns, Lang: pos.Lang(c.Lang)}
	return answers.Run(ctx, e.stdin, e.stdout)
}

// isTerminal reports whether a person sits there.
func isTerminal(in io.Reader) bool {
	f, ok := in.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// logTo keeps standard error for what a person must know: it stays silent about a line that comes and goes.
func logTo(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// line is the connection as the till speaks of it.
type line struct{ *link.Client }

func (l line) settle() {
	ctx, cancel := context.WithTimeout(context.Background(), settleWithin)
	defer cancel()
	l.Settle(ctx)
}

// Why is what ended the last connection, or the last attempt at one. What head office or this till has said of it is for
// people; what the network says is not.
func (l line) Why() pos.Text {
	err := l.Client.Why()
	var ended *uplink.Ended
	switch {
	case err == nil:
		return pos.Text{}
	case errors.As(err, &ended):
		return pos.T("head office refuses: {}", pos.Heard(ended.Bye.Message))
	case errors.Is(err, uplink.ErrDoubt):
		return pos.Heard(uplink.ErrDoubt.Error())
	case errors.Is(err, link.ErrOtherServer):
		return pos.Heard(link.ErrOtherServer.Error())
	}
	return pos.T("head office can't be reached")
}

// Sync is the client's, with a refusal for good in the till's words.
func (l line) Sync(ctx context.Context) error {
	err := l.Client.Sync(ctx)
	if err == nil || ctx.Err() != nil {
		return err
	}
	code := pos.Conflict
	var ended *uplink.Ended
	if errors.As(err, &ended) {
		code = pos.Code(ended.Bye.Code)
	} else if !errors.Is(err, uplink.ErrDoubt) && !errors.Is(err, link.ErrOtherServer) {
		return err
	}
	return l.Why().E(code, "sync").Because(err)
}

// Cut is the client's; after a mend it waits for the first attempt to connect.
func (l line) Cut(cut bool) {
	l.Client.Cut(cut)
	if !cut {
		l.settle()
	}
}

// Enquire is the client's, in the till's words.
func (l line) Enquire(ctx context.Context, holder string) (available pos.Balance, elsewhere []till.Elsewhere, err error) {
	answer, err := l.Client.Enquire(ctx, holder)
	if err != nil {
		return available, nil, err
	}
	for _, a := range answer.Available {
		ledger.AddTo(&available, ledger.Asset(a.Asset), a.Amount)
	}
	return available, byPlace(answer.Elsewhere), nil
}

// Ask is the client's, with a refusal in the till's words.
func (l line) Ask(ctx context.Context, what, key string) ([]byte, error) {
	told, err := l.Client.Ask(ctx, what, key)
	if err == nil && told.Code != "" {
		err = pos.Heard(told.Message).E(pos.Code(told.Code), "")
	}
	return told.Body, err
}

// byPlace adds up what each place holds of all assets, since the first of it came there; and so for what is on the way there,
// and what is frozen.
func byPlace(holdings []wire.Holding) (all []till.Elsewhere) {
	for _, h := range holdings {
		state := till.Standing(h.State)
		i := slices.IndexFunc(all, func(e till.Elsewhere) bool { return e.Place == h.Place && e.State == state })
		since := time.UnixMilli(h.SinceMS)
		if i < 0 {
			i, all = len(all), append(all, till.Elsewhere{Place: h.Place, State: state, Since: since})
		}
		if since.Before(all[i].Since) {
			all[i].Since = since
		}
		ledger.AddTo(&all[i].Balance, ledger.Asset(h.Asset), h.Amount)
	}
	return all
}
