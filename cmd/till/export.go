package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"holdfast/pos"
	"holdfast/pos/till"
	"holdfast/pos/till/export"
)

// exportDay saves a day's spreadsheet among the documents of whoever the machine belongs to, and says where. A file that is
// there already stays.
func exportDay(ctx context.Context, t *till.Till, date string, lang pos.Lang, progress func(done, total int)) (file string, err error) {
	status, err := t.Status()
	if err != nil {
		return "", err
	}
	dir, err := documents()
	if err != nil {
		return "", err
	}
	f, err := newFile(dir, fmt.Sprintf("holdfast-%s-%s-%s", status.Store, status.Till, date), ".xlsx")
	if err != nil {
		return "", unsaved(err)
	}
	if err := errors.Join(export.Day(ctx, t, date, f, lang, progress), f.Close()); err != nil {
		return "", errors.Join(unsaved(err), os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// unsaved is an error of the disk in words for who wants the file; any other stands.
func unsaved(err error) error {
	var disk *fs.PathError
	if !errors.As(err, &disk) {
		return err
	}
	return pos.E(pos.Internal, "save", "the file can't be saved: see that the disk has room and that its folder can be written ({})", disk.Error()).Because(err)
}

// newFile makes a file under a name that none has yet.
func newFile(dir, name, ext string) (f *os.File, err error) {
	for n := 1; ; n++ {
		file := name + ext
		if n > 1 {
			file = fmt.Sprintf("%s-%d%s", name, n, ext)
		}
		f, err = os.OpenFile(filepath.Join(dir, file), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if !errors.Is(err, os.ErrExist) {
			return f, err
		}
	}
}

// nowhere is said where not even the home folder is to be found.
var nowhere = pos.T("there is no folder to save it in; make one called Documents in the home folder of who is logged in")

// documents is the folder that the person's desktop keeps documents in, else their own folder.
func documents() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", nowhere.E(pos.Internal, "export").Because(err)
	}
	for _, dir := range []string{named(home), filepath.Join(home, "Documents"), home} {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir, nil
		}
	}
	return "", nowhere.E(pos.Internal, "export")
}

// named is what the desktop calls that folder, as on a Chinese one it is 文档; "" where it doesn't say.
func named(home string) string {
	f, err := os.Open(filepath.Join(home, ".config", "user-dirs.dirs"))
	if err != nil {
		return ""
	}
	defer f.Close() //nolint:errcheck // only read
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), "XDG_DOCUMENTS_DIR="); ok {
			return strings.ReplaceAll(strings.Trim(value, `"`), "$HOME", home)
		}
	}
	return ""
}
