package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Sizes of text, in Fyne's units.
const (
	Small  float32 = 14 // what explains
	Body   float32 = 16
	Name   float32 = 18 // names and the amounts of lines
	Title  float32 = 20
	Large  float32 = 26 // the next step's button
	Figure float32 = 34 // an amount being typed
	Total  float32 = 52 // the amount to pay, the largest thing there is
)

// Distances.
const (
	Gap      float32 = 12 // between cards
	Near     float32 = 9  // between buttons
	Round    float32 = 10 // radius of cards and buttons
	Target   float32 = 52 // the least height of what is pressed
	Wide     float32 = 64
	Tall     float32 = 92 // the next step
	BarTall  float32 = 44 // the status bar
	Hairline float32 = 1
)

// Theme is the till's own look. The zero value is light and has no Chinese font.
type Theme struct {
	Dark    bool
	Chinese fyne.Resource // nil when the machine has none
}

var _ fyne.Theme = Theme{}

// aliases give Fyne's own widgets the shades of our roles.
var aliases = map[fyne.ThemeColorName]Colour{
	theme.ColorNameBackground:          Ground,
	theme.ColorNameForeground:          Ink,
	theme.ColorNameButton:              Face,
	theme.ColorNameDisabledButton:      Sunk,
	theme.ColorNameDisabled:            Muted,
	theme.ColorNamePlaceHolder:         Muted,
	theme.ColorNamePrimary:             Green,
	theme.ColorNameForegroundOnPrimary: OnGreen,
	theme.ColorNameFocus:               GreenTint,
	theme.ColorNameHover:               Sunk,
	theme.ColorNamePressed:             Press,
	theme.ColorNameSelection:           GreenTint,
	theme.ColorNameInputBackground:     Face,
	theme.ColorNameInputBorder:         Line,
	theme.ColorNameSeparator:           Line,
	theme.ColorNameScrollBar:           Line,
	theme.ColorNameError:               Red,
	theme.ColorNameWarning:             Amber,
	theme.ColorNameSuccess:             Green,
	theme.ColorNameHyperlink:           Green,
	theme.ColorNameHeaderBackground:    Sunk,
	theme.ColorNameMenuBackground:      Face,
	theme.ColorNameOverlayBackground:   Ground,
}

// Color is the shade of a role. The system's own choice of light or dark is not asked: a till has one light above it.
func (t Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if role, ok := aliases[name]; ok {
		name = role
	}
	if pair, ok := shades[name]; ok {
		if t.Dark {
			return pair[1]
		}
		return pair[0]
	}
	variant := theme.VariantLight
	if t.Dark {
		variant = theme.VariantDark
	}
	return theme.DefaultTheme().Color(name, variant)
}

// Font is the Chinese font where there is one: it has no Latin, and Fyne takes from its own font what one lacks. Bold and
// monospaced are Latin only.
func (t Theme) Font(style fyne.TextStyle) fyne.Resource {
	if t.Chinese == nil || style != (fyne.TextStyle{TabWidth: style.TabWidth}) {
		return theme.DefaultTheme().Font(style)
	}
	return t.Chinese
}

// Icon leaves Fyne's own widgets their icons; the screens use those of this package.
func (t Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size makes Fyne's own widgets large enough for a finger.
func (t Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return Name
	case theme.SizeNameSubHeadingText:
		return Title
	case theme.SizeNameCaptionText:
		return Small
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameInnerPadding:
		return 12
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return Round
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 4
	default:
		return theme.DefaultTheme().Size(name)
	}
}
