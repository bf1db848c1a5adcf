package kit

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestMain(m *testing.M) {
	dress(Theme{})
	os.Exit(m.Run())
}

// dress gives the test driver's app a theme. Without one of ours, Fyne's own for tests has neither our colours nor fonts.
func dress(theme fyne.Theme) { fyne.CurrentApp().Settings().SetTheme(theme) }

// window opens a window of the test driver.
func window(t *testing.T, theme fyne.Theme, content func() fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	dress(theme)
	w := test.NewTempWindow(t, content())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}
