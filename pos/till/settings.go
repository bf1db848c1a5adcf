package till

import (
	"slices"
	"strconv"
	"strings"

	"holdfast/pos"
	"holdfast/pos/till/store"
)

// Setting is something that this till, and no other, is told about itself.
type Setting struct {
	Key     string   `json:"key"`
	Value   string   `json:"value"`
	Default string   `json:"default"`
	Choices []string `json:"choices,omitempty"` // the values there are; none: see Most and Length
	Most    int      `json:"most,omitempty"`    // of a number from 0
	Length  int      `json:"length,omitempty"`  // of a text, in characters that can be typed
	Looks   bool     `json:"looks,omitempty"`   // it changes only what the screen looks like
}

// The keys of the settings.
const (
	SetLayout   = "layout"
	SetLang     = "lang"
	SetTheme    = "theme"
	SetText     = "text"           // size of it
	SetFull     = "full"           // the window fills the screen
	SetAutoLock = "autolock"       // minutes without a key or a touch; 0: never
	SetColumns  = "columns"        // of the receipt printer
	SetPrefix   = "scanner-prefix" // what a scanner that types like a keyboard types first
	SetSuffix   = "scanner-suffix" // and last
	SetDisplay  = "display"        // the customer's second screen
)

// settings is all there are, in the order in which they are shown.
var settings = []Setting{
	{Key: SetLayout, Default: "touch", Choices: []string{"touch", "keyboard"}, Looks: true},
	{Key: SetLang, Default: "zh", Choices: []string{"zh", "en"}, Looks: true},
	{Key: SetTheme, Default: "light", Choices: []string{"light", "dark"}, Looks: true},
	{Key: SetText, Default: "normal", Choices: []string{"normal", "large", "larger"}, Looks: true},
	{Key: SetFull, Default: "off", Choices: []string{"on", "off"}, Looks: true},
	{Key: SetAutoLock, Default: "5", Most: 120},
	{Key: SetColumns, Default: "48", Choices: []string{"32", "42", "48"}},
	{Key: SetPrefix, Default: "", Length: 4},
	{Key: SetSuffix, Default: "enter", Choices: []string{"enter", "tab", "none"}},
	{Key: SetDisplay, Default: "off", Choices: []string{"on", "off"}},
}

// Settings is all settings of a till, in the order in which they are shown.
type Settings []Setting

// Of is the value of a setting, "" where there is none of that name.
func (s Settings) Of(key string) string {
	for _, x := range s {
		if x.Key == key {
			return x.Value
		}
	}
	return ""
}

// Number is the value of a setting that is a number.
func (s Settings) Number(key string) int {
	n, _ := strconv.Atoi(s.Of(key)) // what is no number was refused, or is the default
	return n
}

// Settings needs nobody to be signed in. What another version of the program stored and this one can't read is as if it
// had never been set.
func (t *Till) Settings() (all Settings, err error) {
	all = slices.Clone(settings)
	err = t.view(func(tx *store.Tx) error {
		stored, err := tx.Settings()
		for i := range all {
			all[i].Value = all[i].Default
			if value, set := stored[all[i].Key]; set && all[i].takes(value) {
				all[i].Value = value
			}
		}
		return err
	})
	return all, err
}

// Policy is what head office allows at its tills. It needs nobody to be signed in.
func (t *Till) Policy() (p pos.Policy, err error) {
	err = t.view(func(tx *store.Tx) error { p, err = tx.Policy(); return err })
	return p, err
}

// SetSetting changes a setting for good. What the screen looks like is for whoever is signed in, as they look at it all
// day. The rest is for whoever may end what is another's (MayManageShift): a till that never locks, or takes a scanner for
// a person, is every cashier's affair, and a shop has no technician but the one whom its manager lets in.
func (t *Till) SetSetting(key, value string) error {
	i := slices.IndexFunc(settings, func(s Setting) bool { return s.Key == key })
	if i < 0 {
		return pos.E(pos.NotFound, "settings", "there is no setting {}", strconv.Quote(key))
	}
	if !settings[i].takes(value) {
		return settings[i].says().E(pos.Usage, "settings")
	}
	return t.deed(func(tx *store.Tx) error {
		if _, err := t.person(tx); err != nil {
			return err
		}
		if !settings[i].Looks {
			if _, err := t.right(tx, pos.MayManageShift); err != nil {
				return err
			}
		}
		return tx.SetSetting(key, value)
	})
}

// takes reports whether a value may be set.
func (s Setting) takes(value string) bool {
	switch {
	case s.Choices != nil:
		return slices.Contains(s.Choices, value)
	case s.Most > 0:
		n, err := strconv.Atoi(value)
		return err == nil && n >= 0 && n <= s.Most && strconv.Itoa(n) == value
	}
	return len(value) <= s.Length && !strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' })
}

// says is what may be set.
func (s Setting) says() pos.Text {
	switch {
	case s.Choices != nil:
		return pos.T("it is one of {}", strings.Join(s.Choices, ", "))
	case s.Most > 0:
		return pos.T("it is a number from 0 to {}", s.Most)
	}
	return pos.T("it has at most {} letters, digits or signs", s.Length)
}
