package main

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"time"

	"holdfast/pos"
	"holdfast/pos/till/store"
	"holdfast/sync/link"
	"holdfast/sync/uplink"
	"holdfast/sync/wire"
)

// snapshotWithin bounds how long enrolling waits for head office's data: a new till takes seconds, and a place with years
// behind it half a minute.
const snapshotWithin = 5 * time.Minute

type enrolCmd struct {
	Data string `required:"" placeholder:"DIR" help:"Folder that will hold everything of the till."`
	HQ   string `name:"hq" required:"" placeholder:"URL" help:"Head office, such as https://hq.example:8443."`
	Code string `required:"" help:"The code that hq enrol has printed."`
}

// Run makes the folder a till and ends when the first snapshot is stored.
func (c *enrolCmd) Run(e *env) error {
	code, err := wire.ParseCode(c.Code)
	if err != nil {
		return pos.Heard(err.Error()).E(pos.Usage, "").Because(err)
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	f, err := openFolder(c.Data)
	if err != nil {
		return err
	}
	return errors.Join(c.enrol(e, f, code), f.Close())
}

func (c *enrolCmd) enrol(e *env, f *folder, code wire.Code) error {
	if f.Enrolled() {
		return pos.E(pos.State, "", "{} is a till already; enrol in a new folder", c.Data)
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	enrolled, _, err := link.Enrol(e.ctx, c.HQ, code, key)
	var ended *uplink.Ended
	if errors.As(err, &ended) {
		return pos.E(pos.Code(ended.Bye.Code), "", "head office refused: {}", pos.Heard(ended.Bye.Message)).Because(err)
	}
	if errors.Is(err, link.ErrOtherServer) {
		return pos.E(pos.Conflict, "", "another server than the one that printed this code answers at {}; look at the address, or print a code there", c.HQ).Because(err)
	}
	if err != nil {
		return pos.E(pos.Internal, "", "enrol at {}: {}; look at the address, and whether hq serve runs there", c.HQ, pos.Heard(err.Error())).Because(err)
	}
	err = f.SetEnrolment(store.Enrolment{
		Signed: enrolled.Certificate, Key: key, HQKey: enrolled.HQKey, HQURL: c.HQ, Fingerprint: code.Fingerprint,
	})
	if err != nil {
		return err
	}
	return fetchSnapshot(e, f)
}

// fetchSnapshot connects once, until the feed has been stored to its end, and what the place did on another machine.
func fetchSnapshot(e *env, f *folder) error {
	me, err := f.Enrolment()
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(e.ctx, snapshotWithin)
	client := link.Start(ctx, f.Store, me.HQURL, me.Fingerprint, logTo(e.stderr))
	err = client.Snapshot(ctx)
	past := client.Past(ctx)
	stop()
	client.Wait()
	if err != nil {
		return pos.E(pos.Internal, "", "enrolled as {}, but head office's data has not come: {}; till console goes on fetching it", me.Place, pos.Heard(err.Error())).Because(err)
	}
	if past != nil {
		fmt.Fprintf(e.stderr, "till: what %s did on another machine has not all come yet, the newest last; till console goes on fetching it\n", me.Place)
	}
	fmt.Fprintf(e.stdout, "enrolled as %s in %s\n", me.Place, me.Store)
	return nil
}
