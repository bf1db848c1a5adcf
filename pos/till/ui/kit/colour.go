package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Colour is a role, not a shade: light and dark each have a shade for every role.
type Colour = fyne.ThemeColorName

// The roles. One colour acts; amber says cut off or ending, red says lost, refused or remove; a tint is the ground that
// text in the colour before it stands on.
const (
	Ink    Colour = "ink"    // what is read
	Muted  Colour = "muted"  // what explains it
	Line   Colour = "line"   // borders and separators
	Ground Colour = "ground" // the window
	Face   Colour = "face"   // cards, fields and plain buttons
	Sunk   Colour = "sunk"   // heads of lists, quiet buttons
	Press  Colour = "press"  // what is being pressed

	Green     Colour = "green" // the one that acts: the next step, the selection, what can be spent here
	GreenTint Colour = "greenTint"
	GreenLine Colour = "greenLine"
	OnGreen   Colour = "onGreen"   // text on Green
	OnGreenBy Colour = "onGreenBy" // what explains it

	Amber     Colour = "amber"
	AmberTint Colour = "amberTint"
	AmberLine Colour = "amberLine"
	Red       Colour = "red"
	RedTint   Colour = "redTint"
	RedLine   Colour = "redLine"
	Blue      Colour = "blue"
	BlueTint  Colour = "blueTint"

	// Tiers have a stripe, and a tag of text on a tint.
	Gold           Colour = "gold"
	GoldTint       Colour = "goldTint"
	GoldStripe     Colour = "goldStripe"
	Silver         Colour = "silver"
	SilverTint     Colour = "silverTint"
	SilverStripe   Colour = "silverStripe"
	Platinum       Colour = "platinum"
	PlatinumTint   Colour = "platinumTint"
	PlatinumStripe Colour = "platinumStripe"

	// The status bar and the legend of keys are dark in both themes.
	Bar      Colour = "bar"
	BarInk   Colour = "barInk"
	BarMuted Colour = "barMuted"
	BarFaint Colour = "barFaint" // a key that does nothing now
	BarKey   Colour = "barKey"
	BarAmber Colour = "barAmber"
	BarTint  Colour = "barTint" // the ground of BarAmber
	BarGreen Colour = "barGreen"

	// A receipt is ink on white paper, by day and by night.
	ReceiptInk   Colour = "receiptInk"
	ReceiptPaper Colour = "receiptPaper"
)

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff} //nolint:gosec // the upper bits are meant to go
}

// shades are the light shade of each role and its dark one.
var shades = map[Colour][2]color.NRGBA{
	Ink: {rgb(0x17201c), rgb(0xecf1ee)},
	// A shade darker than ink on white would need, so that it can be read on every tint.
	Muted:  {rgb(0x5f6a64), rgb(0x9daaa3)},
	Line:   {rgb(0xdfe3de), rgb(0x323c37)},
	Ground: {rgb(0xf3f4f1), rgb(0x0f1412)},
	Face:   {rgb(0xffffff), rgb(0x1a211e)},
	Sunk:   {rgb(0xeef0ed), rgb(0x242c28)},
	Press:  {rgb(0xe4e8e4), rgb(0x303a35)},

	Green:     {rgb(0x0b6b57), rgb(0x45b899)},
	GreenTint: {rgb(0xe1f0eb), rgb(0x14382f)},
	GreenLine: {rgb(0xb5d8cc), rgb(0x245a4b)},
	OnGreen:   {rgb(0xffffff), rgb(0x06231b)},
	OnGreenBy: {rgb(0xd5ebe3), rgb(0x0d3b2f)},

	Amber:     {rgb(0x8a5a00), rgb(0xf2c067)},
	AmberTint: {rgb(0xfff1d0), rgb(0x3a2c0c)},
	AmberLine: {rgb(0xf0d48a), rgb(0x6b5218)},
	Red:       {rgb(0xae2a1f), rgb(0xff9e93)},
	RedTint:   {rgb(0xfbe7e4), rgb(0x451c18)},
	RedLine:   {rgb(0xeebbb4), rgb(0x7a342d)},
	Blue:      {rgb(0x1b4f8f), rgb(0x9cc5f5)},
	BlueTint:  {rgb(0xe3eefb), rgb(0x172d47)},

	Gold:           {rgb(0x7a5200), rgb(0xf0cd85)},
	GoldTint:       {rgb(0xf4e6c3), rgb(0x40320f)},
	GoldStripe:     {rgb(0xb8862b), rgb(0xc9983c)},
	Silver:         {rgb(0x4a555f), rgb(0xc7d1da)},
	SilverTint:     {rgb(0xe4e9ed), rgb(0x2d353c)},
	SilverStripe:   {rgb(0x8c99a5), rgb(0x8c99a5)},
	Platinum:       {rgb(0x44418c), rgb(0xc3c1fa)},
	PlatinumTint:   {rgb(0xe7e6f9), rgb(0x2c2b4d)},
	PlatinumStripe: {rgb(0x625fc4), rgb(0x7f7ce0)},

	Bar:      {rgb(0x17201c), rgb(0x060a08)},
	BarInk:   {rgb(0xffffff), rgb(0xf2f6f4)},
	BarMuted: {rgb(0xc6cfca), rgb(0xaab5af)},
	BarFaint: {rgb(0x8b9790), rgb(0x7d8983)},
	BarKey:   {rgb(0x2f3a35), rgb(0x222b27)},
	BarAmber: {rgb(0xf5c860), rgb(0xf5c860)},
	BarTint:  {rgb(0x4a3503), rgb(0x4a3503)},
	BarGreen: {rgb(0x34c38f), rgb(0x34c38f)},

	ReceiptInk:   {rgb(0x1c1c1c), rgb(0x1c1c1c)},
	ReceiptPaper: {rgb(0xfdfdfb), rgb(0xefefec)},
}

// Shade is the shade of a role in the theme that the window has now.
func Shade(c Colour) color.Color { return theme.Color(c) }

// mix is a shade with some of another one over it.
func mix(a, b color.Color, part float64) color.Color {
	x, y := color.NRGBAModel.Convert(a).(color.NRGBA), color.NRGBAModel.Convert(b).(color.NRGBA) //nolint:errcheck,forcetypeassert // NRGBAModel makes NRGBA
	blend := func(a, b uint8) uint8 { return uint8(float64(a)*(1-part) + float64(b)*part) }
	return color.NRGBA{R: blend(x.R, y.R), G: blend(x.G, y.G), B: blend(x.B, y.B), A: 0xff}
}
