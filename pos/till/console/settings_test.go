package console_test

import (
	"testing"

	"holdfast/pos"
	"holdfast/pos/till"
	"holdfast/pos/till/store"
	"holdfast/pos/till/tilltest"
)

// TestSettings: what may be set and by whom, and that it lasts.
func TestSettings(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	set := func(key, value string, want pos.Code) {
		t.Helper()
		if err := w.console.Till.SetSetting(key, value); pos.CodeOf(err) != want {
			t.Errorf("%s = %q: %v, want %q", key, value, err, want)
		}
	}
	all, err := w.console.Till.Settings()
	w.Must(err)
	for _, s := range all {
		if s.Value != s.Default {
			t.Errorf("%s is %q at first, not its default", s.Key, s.Value)
		}
		set(s.Key, s.Default, pos.Forbidden)
	}
	w.do("login 1001 1111")
	set(till.SetLang, "en", "")
	set(till.SetAutoLock, "0", pos.Forbidden)
	w.do("login 2001 2222")
	for _, s := range all {
		set(s.Key, s.Default, "")
		set(s.Key, "a b", pos.Usage)
	}
	set(till.SetAutoLock, "121", pos.Usage)
	set(till.SetAutoLock, "-1", pos.Usage)
	set(till.SetAutoLock, "007", pos.Usage)
	set(till.SetPrefix, "~~~~~", pos.Usage)
	set("colour", "red", pos.NotFound)
	set(till.SetLang, "en", "")
	set(till.SetAutoLock, "120", "")
	w.Must(w.Store.Update(func(tx *store.Tx) error { return tx.SetSetting(till.SetTheme, "of a newer program") }))
	w.crash()
	all, err = w.console.Till.Settings()
	w.Must(err)
	if all.Of(till.SetLang) != "en" || all.Number(till.SetAutoLock) != 120 || all.Of(till.SetTheme) != "light" || all.Of("colour") != "" {
		t.Errorf("after a restart: %+v", all)
	}
}
