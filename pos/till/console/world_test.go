package console_test

import (
	"context"
	"strings"

	"holdfast/pos"
	"holdfast/pos/receipt"
	"holdfast/pos/till/console"
	"holdfast/pos/till/tilltest"
)

// world is a till at whose console a test types.
type world struct {
	*tilltest.World
	console console.Console
	parked  []string // ids of the sales that were put on hold
}

func newWorld(t tilltest.Tester, file string) *world {
	t.Helper()
	w := &world{World: tilltest.New(t, file)}
	w.sit()
	return w
}

// start starts the till again, and its console.
func (w *world) start() {
	w.Start()
	w.sit()
}

// crash loses everything but what is durable.
func (w *world) crash() {
	w.Crash()
	w.sit()
}

func (w *world) sit() {
	w.console = console.Console{Till: w.Till, JSON: w.console.JSON, Width: receipt.Narrow, Lang: pos.Chinese}
}

// do types one line and returns what the console prints. A command that doesn't do as its prefix says fails the test.
func (w *world) do(line string) string {
	w.T.Helper()
	var out strings.Builder
	if err := w.console.Run(context.Background(), strings.NewReader(line), &out); err != nil {
		w.T.Errorf("%s: %v", line, err)
	}
	return out.String()
}
