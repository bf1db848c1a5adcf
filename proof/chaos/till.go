//go:build linux

package chaos

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"holdfast/proof"
)

// hire makes a cashier at a till that isn't enrolled yet.
func (w *world) hire(n uint64, code, store string) (*cashier, error) {
	k := &cashier{w: w, store: store, programs: filepath.Join(w.plan.Dir, "bin-"+code), folder: filepath.Join(w.plan.Dir, code), chance: w.chance(n)}
	for _, dir := range []string{k.programs, k.folder} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return nil, err
		}
	}
	if err := os.Link(filepath.Join(w.plan.Bin, "till"), filepath.Join(k.programs, "till")); err != nil {
		return nil, err
	}
	if w.hqDisk != nil {
		var err error
		if k.disk, err = proof.MountDisk(k.folder, 96); err != nil {
			return nil, err
		}
	}
	var err error
	k.Till, err = proof.NewTill(k.programs, k.folder, code, w.hq.Address)
	return k, err
}

// enrol makes a new epoch of the till, in a new folder, and opens its shift.
func (k *cashier) enrol() error {
	err := k.patiently("enrol", func() error {
		k.w.hqDown.RLock()
		defer k.w.hqDown.RUnlock()
		code, err := k.w.hq.EnrolmentCode(k.store, k.Code)
		if err != nil {
			return err
		}
		dir, err := os.MkdirTemp(k.folder, "epoch")
		if err != nil {
			return err
		}
		k.Move(dir)
		if err = k.Enrol(code); err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
		return err
	})
	if err != nil {
		return err
	}
	st, err := k.state()
	if err != nil {
		return err
	}
	k.epoch, k.last = st.Epoch, ""
	if err := k.start(); err != nil {
		return err
	}
	for _, command := range []string{signIn, "shift open 500.00"} {
		if _, err := k.Expect(command, ""); err != nil {
			return err
		}
	}
	return nil
}

// state is what HQ says of the till, once it can: after a full disk it opens its books anew.
func (k *cashier) state() (st proof.TillState, err error) {
	err = k.patiently("ask head office about it", func() (err error) {
		k.w.hqDown.RLock()
		defer k.w.hqDown.RUnlock()
		st, err = k.w.hq.Till(k.Code)
		return err
	})
	return st, err
}

// errWrong is in the chain of what no trouble excuses.
var errWrong = errors.New("this must not happen")

// patiently tries again while trouble may be why something fails. No trouble takes so long.
func (k *cashier) patiently(what string, try func() error) (err error) {
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if err = try(); err == nil || errors.Is(err, errWrong) {
			return err
		}
	}
	return fmt.Errorf("%s: %s in vain: %w", k.Code, what, err)
}

// start starts the console.
func (k *cashier) start() error {
	k.running.Lock()
	defer k.running.Unlock()
	return k.Start(english...)
}

// revive starts the till after its end and finds out where it stands.
func (k *cashier) revive() error {
	return k.patiently("start", func() error {
		err := k.start()
		if err == nil {
			err = k.takeUp()
		}
		if err != nil {
			k.kill()
		}
		return err
	})
}

// takeUp signs in at the till that was started, and goes on where it stood.
func (k *cashier) takeUp() error {
	if _, err := k.Expect(signIn, ""); err != nil {
		return err
	}
	st, err := k.Expect("status", "")
	if err != nil {
		return err
	}
	if doubts(st) {
		return fmt.Errorf("%w: it doubts itself: %s", errWrong, st)
	}
	_, err = k.settle()
	return k.giveUp(err)
}

// doubts reports whether a till says that it doesn't trust its own books.
func doubts(status proof.Answer) bool {
	why := status.Text("doubt")
	return why != "?" && why != ""
}

// kill ends the console as a power cut would.
func (k *cashier) kill() {
	k.running.Lock()
	defer k.running.Unlock()
	k.Kill()
}

// sync brings the till and head office to the same state.
func (k *cashier) sync() error {
	if _, err := k.settle(); errors.Is(err, proof.ErrEnded) {
		if err := k.revive(); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	if _, err := k.try("net on"); err != nil {
		return err
	}
	return k.patiently("sync", func() error { _, err := k.Expect("sync", ""); return err })
}

// booked wants head office to have all of the till's journal.
func (k *cashier) booked() error {
	st, err := k.Expect("status", "")
	if err != nil {
		return err
	}
	at, err := k.state()
	if err == nil && (st.Number("unsent") != 0 || at.Acked != st.Number("acked") || at.Unsettled != 0) {
		err = fmt.Errorf("%s says %s, head office says %+v", k.Code, st, at)
	}
	return err
}

func (k *cashier) verify() error {
	if err := k.Stop(); err != nil {
		return err
	}
	answer, err := k.Run("verify")
	if err != nil {
		err = fmt.Errorf("%s: till verify: %s: %w", k.Code, answer, err)
	}
	return err
}
