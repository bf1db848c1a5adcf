package kit

import (
	"bytes"
	"image/color"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"holdfast/pos/till/ui/golden"
)

// TestContrast: each colour of text can be read on each ground it is used on, by WCAG 2.2 AA (1.4.3): 4.5 to 1.
func TestContrast(t *testing.T) {
	uses := map[Colour][]Colour{
		Ink:        {Face, Ground, Sunk, Press, GreenTint},
		Muted:      {Face, Ground, Sunk, GreenTint},
		Green:      {Face, Ground, GreenTint},
		OnGreen:    {Green},
		OnGreenBy:  {Green},
		Amber:      {AmberTint, Face},
		Red:        {RedTint, Face},
		Blue:       {BlueTint},
		Gold:       {GoldTint},
		Silver:     {SilverTint},
		Platinum:   {PlatinumTint},
		Face:       {Ink}, // a chosen tab
		BarInk:     {Bar, BarKey},
		BarMuted:   {Bar},
		BarFaint:   {Bar, BarKey},
		BarAmber:   {BarTint},
		ReceiptInk: {ReceiptPaper},
	}
	for _, dark := range []bool{false, true} {
		for text, grounds := range uses {
			for _, ground := range grounds {
				theme := Theme{Dark: dark}
				least := 4.5
				if text == BarFaint && ground == BarKey {
					least = 3 // what can't be pressed now is exempt (1.4.3), and still to be made out
				}
				if c := contrast(theme.Color(text, 0), theme.Color(ground, 0)); c < least {
					t.Errorf("dark %v: %s on %s: contrast %.2f, want at least %.1f", dark, text, ground, c, least)
				}
			}
		}
	}
}

// contrast is WCAG's ratio of two colours' relative luminance.
func contrast(a, b color.Color) float64 {
	luminance := func(c color.Color) float64 {
		channel := func(v uint32) float64 {
			x := float64(v) / 0xffff
			if x <= 0.04045 {
				return x / 12.92
			}
			return math.Pow((x+0.055)/1.055, 2.4)
		}
		r, g, b, _ := c.RGBA()
		return 0.2126*channel(r) + 0.7152*channel(g) + 0.0722*channel(b)
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestTabularDigits: numbers below each other keep their columns, in every weight and with the minus sign.
func TestTabularDigits(t *testing.T) {
	dress(Theme{})
	for _, look := range []Look{AsName, AsName.Strong(), AsTotal, {Size: Body, Mono: true}} {
		zero := look.width("0000")
		for d := '1'; d <= '9'; d++ {
			if w := look.width(strings.Repeat(string(d), 4)); w != zero {
				t.Errorf("%+v: four %c are %v wide, four 0 are %v", look, d, w, zero)
			}
		}
	}
}

// TestChineseFont: the font that FindChinese gives has Chinese and neither Latin nor a line of another height.
func TestChineseFont(t *testing.T) {
	font := chinese(t)
	has := map[rune]uint16{}
	characters(tables(font.Content())["cmap"], func(r rune, g uint16) { has[r] = g })
	for _, r := range "中国红枣糕，。（）￥　 " {
		if has[r] == 0 {
			t.Errorf("%q is not in it", r)
		}
	}
	for _, r := range "Aaz09.,-×·…¥" {
		if has[r] != 0 {
			t.Errorf("%q is in it, and would be drawn unlike its neighbours", r)
		}
	}
	if _, err := fit(font.Content(), font.Content()); err == nil {
		t.Error("what the Latin font has was kept")
	}
	dress(Theme{Chinese: font})
	base := func(s string) float32 {
		_, b := fyne.CurrentApp().Driver().RenderedTextSize(s, Name, fyne.TextStyle{}, nil)
		return b
	}
	if l, c := base("A"), base("中"); math.Abs(float64(l-c)) > 0.1 {
		t.Errorf("Latin stands %v below its top, Chinese %v", l, c)
	}
	// Each character is drawn from some font: none is the box of a missing one.
	missing := shape(t, "\U0010ffff")
	for _, r := range "A中€−·，" {
		if bytes.Equal(shape(t, string(r)), missing) {
			t.Errorf("%q is drawn as a missing character", r)
		}
	}
}

// shape is what a text looks like.
func shape(t *testing.T, s string) []byte {
	t.Helper()
	text := canvas.NewText("", nil)
	AsTitle.say(text, s)
	img := window(t, fyne.CurrentApp().Settings().Theme(), func() fyne.CanvasObject { return text }, 40, 40).Canvas().Capture()
	var b []byte
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			r, _, _, _ := img.At(x, y).RGBA()
			b = append(b, byte(r>>8))
		}
	}
	return b
}

// TestDrawable: amounts are drawn with characters of Fyne's Latin fonts only.
func TestDrawable(t *testing.T) {
	for _, font := range []fyne.Resource{theme.DefaultTextFont(), theme.DefaultTextBoldFont()} {
		has := map[rune]uint16{}
		characters(tables(font.Content())["cmap"], func(r rune, g uint16) { has[r] = g })
		for _, r := range drawable("¥−1,234,567,890.00…×·@") {
			if has[r] == 0 {
				t.Errorf("%s lacks %q", font.Name(), r)
			}
		}
	}
}

// TestFitRefuses: what is no Chinese font is said to be none, whatever is in it.
func TestFitRefuses(t *testing.T) {
	latin := theme.DefaultTextFont().Content()
	for name, data := range map[string][]byte{
		"Latin": latin, "half of one": latin[:len(latin)/2], "text": []byte("This is not a font at all."), "nothing": nil,
	} {
		if _, err := fit(data, latin); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func FuzzFit(f *testing.F) {
	latin := theme.DefaultTextFont().Content()
	f.Add([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10"))
	f.Add(latin[:4096])
	f.Fuzz(func(t *testing.T, data []byte) {
		if font, err := fit(data, latin); err == nil && len(font) == 0 {
			t.Error("an empty font")
		}
	})
}

// TestIcons: every drawing can be drawn, in both themes.
func TestIcons(t *testing.T) {
	files, err := drawings.ReadDir("icons")
	if err != nil {
		t.Fatal(err)
	}
	for _, dark := range []bool{false, true} {
		dress(Theme{Dark: dark})
		for _, f := range files {
			p := newPicture()
			p.set(Icon(strings.TrimSuffix(f.Name(), ".svg")), Ink)
			img := window(t, Theme{Dark: dark}, func() fyne.CanvasObject { return p.Image }, 32, 32).Canvas().Capture()
			ground, drawn := img.At(0, 0), 0
			for y := range img.Bounds().Dy() {
				for x := range img.Bounds().Dx() {
					if golden.Distance(img.At(x, y), ground) > 60 {
						drawn++
					}
				}
			}
			if drawn < 10 {
				t.Errorf("dark %v: %s: nothing is drawn", dark, f.Name())
			}
		}
	}
}
