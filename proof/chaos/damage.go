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

// damaged kills the till, damages its database's log and starts it. Either nothing is missing then, or the till says so:
// by not starting, or by doubting itself. It is enrolled anew in that case; what head office never had is lost.
func (k *cashier) damaged(how int64) error {
	k.peace.Lock() // this is trouble enough
	defer k.peace.Unlock()
	k.kill()
	logs, err := filepath.Glob(filepath.Join(k.Folder(), "*-wal"))
	if err != nil {
		return err
	}
	for _, log := range logs {
		if err := spoil(log, how); err != nil {
			return err
		}
	}
	if err := k.start(); err != nil {
		return err
	}
	a, err := k.Do("status")
	if errors.Is(err, proof.ErrEnded) {
		k.w.tally.add("log damaged: the till refuses to start", 1)
		return k.anew()
	}
	if err == nil && !a.OK() {
		err = fmt.Errorf("%s: with a damaged log, status answers %s", k.Code, a)
	}
	if err != nil {
		return err
	}
	if doubts(a) {
		k.w.tally.add("log damaged: the till doubts itself", 1)
		if err := k.bringIn(); err != nil {
			return err
		}
		return k.anew()
	}
	k.w.tally.add("log damaged: nothing is missing", 1)
	k.kill()
	return k.revive()
}

// spoil cuts a file short or turns over a bit in it.
func spoil(file string, how int64) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	at := info.Size() * (how / 2) / 501
	if how%2 == 0 {
		return f.Truncate(at)
	}
	var b [1]byte
	if _, err := f.ReadAt(b[:], at); err != nil {
		return err
	}
	b[0] ^= 1 << (how % 8)
	_, err = f.WriteAt(b[:], at)
	return err
}

// bringIn has a till in doubt send what it still has, unless head office has more of it already.
func (k *cashier) bringIn() error {
	if _, err := k.Expect(signIn, ""); err != nil {
		return err
	}
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		st, err := k.Do("status")
		if err != nil {
			return err
		}
		at, err := k.state()
		if err != nil {
			return err
		}
		if at.Acked >= st.Number("acked")+st.Number("unsent") {
			return nil
		}
	}
	return fmt.Errorf("%s is in doubt, and what it still has doesn't reach head office", k.Code)
}

// anew enrols the till in a new folder. Its cashier forgets what never came to head office.
func (k *cashier) anew() error {
	k.kill()
	k.Line.Cut()
	k.Line.Mend()
	var at proof.TillState
	err := k.patiently("have head office know that it is offline", func() (err error) {
		if at, err = k.state(); err == nil && at.Online {
			err = fmt.Errorf("head office says %+v", at)
		}
		return err
	})
	if err != nil {
		return err
	}
	k.w.tally.add("deals lost with a damaged log", k.w.books.lose(k.Code, k.epoch, at.Acked))
	old := k.Folder()
	if err := k.enrol(); err != nil {
		return err
	}
	return os.RemoveAll(old) // a disk has room for a few
}
