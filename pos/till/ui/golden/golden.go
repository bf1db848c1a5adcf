// Package golden compares what tests have drawn with the pictures in their testdata. It imports nothing of the till's.
//
// The one thing to know: go test -update writes the pictures anew; look at them before they are kept.
package golden

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
)

var update = flag.Bool("update", false, "write the pictures in testdata anew")

// Compare compares a picture with a file. Rounding in another processor's floating point moves an edge by a shade, so
// few pixels may differ by little; a text that moved or a colour that changed is far beyond that.
func Compare(t testing.TB, file string, got image.Image) {
	t.Helper()
	if *update {
		Save(t, file, got)
		return
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatalf("%v; go test -update writes it", err)
	}
	defer f.Close() //nolint:errcheck // only read
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
			if Distance(got.At(x, y), want.At(x, y)) > 24 {
				if far == 0 {
					first = image.Pt(x, y)
				}
				far++
			}
		}
	}
	if far > most {
		failed := filepath.Join(os.TempDir(), "failed-"+filepath.Base(file))
		Save(t, failed, got)
		t.Errorf("%s: %d pixels differ, the first at %v; see %s, and go test -update if that is how it should look", file, far, first, failed)
	}
}

// Distance is the largest difference of two colours' channels, of 255.
func Distance(a, b color.Color) (d int) {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	for _, pair := range [][2]uint32{{ar, br}, {ag, bg}, {ab, bb}} {
		d = max(d, int(pair[0]>>8)-int(pair[1]>>8), int(pair[1]>>8)-int(pair[0]>>8))
	}
	return d
}

// Save writes a picture.
func Save(t testing.TB, file string, img image.Image) {
	t.Helper()
	f, err := os.Create(file)
	if err == nil {
		err = errors.Join(png.Encode(f, img), f.Close())
	}
	if err != nil {
		t.Fatal(fmt.Errorf("write the picture: %w", err))
	}
}
