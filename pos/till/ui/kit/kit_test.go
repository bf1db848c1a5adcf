package kit

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestMain(m *testing.M) {
	os.Setenv("LANG", "en_US.UTF-8") //nolint:errcheck,usetesting // for all tests: Fyne logs an error in the C locale
	os.Exit(m.Run())
}

// window opens a window of the test driver with our theme. The content is made in it, as Fyne's own theme for tests lacks
// fonts.
func window(t *testing.T, theme fyne.Theme, content func() fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme)
	w := test.NewTempWindow(t, content())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}
