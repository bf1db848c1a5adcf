package kit

import (
	"embed"
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Icon names a drawing in the folder icons; "" is none.
type Icon string

// The icons: lines of one width on a field of 24.
const (
	IconBack      Icon = "back"
	IconCard      Icon = "card"
	IconCash      Icon = "cash"
	IconChart     Icon = "chart"
	IconCheck     Icon = "check"
	IconClock     Icon = "clock"
	IconClose     Icon = "close"
	IconConvert   Icon = "convert"
	IconCoupon    Icon = "coupon"
	IconDown      Icon = "down"
	IconDownload  Icon = "download"
	IconDrawer    Icon = "drawer"
	IconEdit      Icon = "edit"
	IconEnter     Icon = "enter"
	IconErase     Icon = "erase"
	IconForward   Icon = "forward"
	IconGift      Icon = "gift"
	IconHelp      Icon = "help"
	IconHold      Icon = "hold"
	IconInfo      Icon = "info"
	IconKeyboard  Icon = "keyboard"
	IconLanguage  Icon = "language"
	IconLine      Icon = "line"
	IconLock      Icon = "lock"
	IconMinus     Icon = "minus"
	IconMore      Icon = "more"
	IconNumber    Icon = "number"
	IconOffline   Icon = "offline"
	IconPeople    Icon = "people"
	IconPercent   Icon = "percent"
	IconPerson    Icon = "person"
	IconPersonAdd Icon = "person-add"
	IconPlus      Icon = "plus"
	IconPrinter   Icon = "printer"
	IconReader    Icon = "reader"
	IconRecall    Icon = "recall"
	IconReceipt   Icon = "receipt"
	IconRefresh   Icon = "refresh"
	IconRefund    Icon = "refund"
	IconRemove    Icon = "remove"
	IconSave      Icon = "save"
	IconScanner   Icon = "scanner"
	IconSearch    Icon = "search"
	IconSettings  Icon = "settings"
	IconShield    Icon = "shield"
	IconShift     Icon = "shift"
	IconSpace     Icon = "space"
	IconStar      Icon = "star"
	IconStop      Icon = "stop"
	IconSync      Icon = "sync"
	IconTag       Icon = "tag"
	IconTheme     Icon = "theme"
	IconTopup     Icon = "topup"
	IconTraining  Icon = "training"
	IconTrash     Icon = "trash"
	IconUp        Icon = "up"
	IconUpload    Icon = "upload"
	IconWallet    Icon = "wallet"
	IconWarning   Icon = "warning"
)

//go:embed icons/*.svg
var drawings embed.FS

// in is the icon drawn in a colour of today's theme.
func (i Icon) in(c Colour) fyne.Resource {
	drawing, err := drawings.ReadFile("icons/" + string(i) + ".svg")
	if err != nil {
		panic(fmt.Sprintf("icon %q: %v", i, err)) // a constant without its file
	}
	shade := color.NRGBAModel.Convert(Shade(c)).(color.NRGBA) //nolint:errcheck,forcetypeassert // NRGBAModel makes NRGBA
	hex := fmt.Sprintf("#%02x%02x%02x", shade.R, shade.G, shade.B)
	// Fyne keeps what it has rasterised by name, so the colour is part of the name.
	return fyne.NewStaticResource(string(i)+hex+".svg", []byte(strings.ReplaceAll(string(drawing), "currentColor", hex)))
}

// picture is an icon on the canvas.
type picture struct {
	*canvas.Image
	icon Icon
}

func newPicture() *picture {
	p := &picture{Image: &canvas.Image{FillMode: canvas.ImageFillContain}}
	p.Hide()
	return p
}

// set shows an icon in a colour, or nothing.
func (p *picture) set(icon Icon, c Colour) {
	show(p.Image, icon != "")
	if icon == "" {
		return
	}
	drawing := icon.in(c)
	if p.Resource == nil || p.Resource.Name() != drawing.Name() {
		p.icon, p.Resource = icon, drawing
		p.Refresh()
	}
}
