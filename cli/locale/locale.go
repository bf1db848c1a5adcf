// Package locale gives a machine that has no language one, before Fyne looks for it: otherwise Fyne complains on standard
// error, in whatever the till is run for. It imports nothing but os.
//
// The one thing to know: it does so while the program's packages are initialised. Go does that in the order of import paths
// among those that are ready, and Fyne's package for languages waits for text/template, which comes later than this one.
package locale

import (
	"os"
	"strings"
)

func init() {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" && !none(value) {
			return
		}
	}
	for _, name := range []string{"LC_ALL", "LANG"} {
		if err := os.Setenv(name, "en_US.UTF-8"); err != nil {
			return // then Fyne complains
		}
	}
}

// none reports whether a locale is nobody's language.
func none(locale string) bool {
	name, _, _ := strings.Cut(locale, ".")
	return name == "C" || name == "POSIX"
}
