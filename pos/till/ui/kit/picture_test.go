package kit

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"holdfast/pos/till/ui/golden"
)

// chinese is the font of Debian's fonts-droid-fallback. The pictures are compared with this one only, as every font
// draws otherwise; Latin comes from Fyne itself.
func chinese(t testing.TB) fyne.Resource {
	t.Helper()
	font, err := FindChinese("")
	if errors.Is(err, ErrNoChinese) || err == nil && font.Name() != "DroidSansFallback.ttf" {
		t.Skip("the pictures need Debian's fonts-droid-fallback")
	}
	if err != nil {
		t.Fatal(err)
	}
	return font
}

// TestPictures compares the sheets with the pictures in testdata. With PICTURES=DIR it leaves them in that folder in
// the sizes of two real screens.
func TestPictures(t *testing.T) {
	font := chinese(t)
	for name, sheet := range sheets {
		for _, dark := range []bool{false, true} {
			theme := Theme{Dark: dark, Chinese: font}
			shade := "light"
			if dark {
				shade = "dark"
			}
			t.Run(name+"-"+shade, func(t *testing.T) {
				got := window(t, theme, sheet, 1024, 768).Canvas().Capture()
				golden.Compare(t, filepath.Join("testdata", name+"-"+shade+".png"), got)
				if dir := os.Getenv("PICTURES"); dir != "" {
					golden.Save(t, filepath.Join(dir, name+"-"+shade+".png"), got)
					golden.Save(t, filepath.Join(dir, name+"-"+shade+"-1920.png"), window(t, theme, sheet, 1920, 1080).Canvas().Capture())
				}
			})
		}
	}
}
