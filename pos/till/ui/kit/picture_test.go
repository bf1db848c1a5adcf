package kit

import (
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
)

var update = flag.Bool("update", false, "write the pictures in testdata anew")

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
				compare(t, filepath.Join("testdata", name+"-"+shade+".png"), got)
				if dir := os.Getenv("PICTURES"); dir != "" {
					save(t, filepath.Join(dir, name+"-"+shade+".png"), got)
					save(t, filepath.Join(dir, name+"-"+shade+"-1920.png"), window(t, theme, sheet, 1920, 1080).Canvas().Capture())
				}
			})
		}
	}
}

// compare compares a picture with a file. Rounding in another processor's floating point moves an edge by a shade, so
// few pixels may differ by little; a text that moved or a colour that changed is far beyond that.
func compare(t *testing.T, file string, got image.Image) {
	t.Helper()
	if *update {
		save(t, file, got)
		return
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatalf("%v; go test -update writes it", err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if got.Bounds() != want.Bounds() {
		t.Fatalf("%s: it is %v, want %v", file, got.Bounds(), want.Bounds())
	}
	far, most := 0, got.Bounds().Dx()*got.Bounds().Dy()/20_000
	var first image.Point
	for y := range got.Bounds().Dy() {
		for x := range got.Bounds().Dx() {
			if distance(got.At(x, y), want.At(x, y)) > 24 {
				if far == 0 {
					first = image.Pt(x, y)
				}
				far++
			}
		}
	}
	if far > most {
		failed := filepath.Join(os.TempDir(), "failed-"+filepath.Base(file))
		save(t, failed, got)
		t.Errorf("%s: %d pixels differ, the first at %v; see %s, and go test -update if that is how it should look", file, far, first, failed)
	}
}

// distance is the largest difference of two colours' channels, of 255.
func distance(a, b color.Color) (d int) {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	for _, pair := range [][2]uint32{{ar, br}, {ag, bg}, {ab, bb}} {
		d = max(d, int(pair[0]>>8)-int(pair[1]>>8), int(pair[1]>>8)-int(pair[0]>>8))
	}
	return d
}

func save(t *testing.T, file string, img image.Image) {
	t.Helper()
	f, err := os.Create(file)
	if err == nil {
		err = errors.Join(png.Encode(f, img), f.Close())
	}
	if err != nil {
		t.Fatal(fmt.Errorf("write the picture: %w", err))
	}
}
