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
	want, err := read(file)
	if err == nil && want.Bounds() != got.Bounds() {
		err = fmt.Errorf("%s: it is %v, want %v", file, got.Bounds(), want.Bounds())
	}
	if err == nil {
		if far, first := differ(got, want); far > got.Bounds().Dx()*got.Bounds().Dy()/20_000 {
			err = fmt.Errorf("%s: %d pixels differ, the first at %v", file, far, first)
		}
	}
	switch {
	case err == nil:
	case *update:
		Save(t, file, got)
	default:
		failed := filepath.Join(os.TempDir(), "failed-"+filepath.Base(file))
		Save(t, failed, got)
		t.Errorf("%v; see %s, and go test -update if that is how it should look", err, failed)
	}
}

func read(file string) (image.Image, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	return png.Decode(f)
}

// differ counts the pixels of two pictures of one size that are far from each other.
func differ(got, want image.Image) (far int, first image.Point) {
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
	return far, first
}

// Half is a picture at half its size: what is large enough to be judged so takes a quarter of the room.
func Half(img image.Image) image.Image {
	at, half := img.Bounds().Min, image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx()/2, img.Bounds().Dy()/2))
	for y := range half.Rect.Dy() {
		for x := range half.Rect.Dx() {
			var r, g, b uint32
			for _, p := range []image.Point{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
				pr, pg, pb, _ := img.At(at.X+2*x+p.X, at.Y+2*y+p.Y).RGBA()
				r, g, b = r+pr, g+pg, b+pb
			}
			half.SetRGBA(x, y, color.RGBA{uint8(r >> 10), uint8(g >> 10), uint8(b >> 10), 255})
		}
	}
	return half
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
