package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Rest has the focus while nothing that takes text has, and passes every key on. Without it Tab would wander over the
// buttons of the window, and Enter or a space press whatever it stands on.
type Rest struct {
	widget.BaseWidget
	router *Router
}

// NewRest makes a router's; it belongs into the window somewhere, and isn't to be seen.
func NewRest(r *Router) *Rest {
	rest := &Rest{router: r}
	rest.ExtendBaseWidget(rest)
	r.rest = rest
	return rest
}

// CreateRenderer is for Fyne: there is nothing to be seen.
func (r *Rest) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// AcceptsTab has Tab come here too.
func (r *Rest) AcceptsTab() bool { return true }

// FocusGained is for Fyne.
func (r *Rest) FocusGained() {}

// FocusLost is for Fyne.
func (r *Rest) FocusLost() {}

// TypedRune is for Fyne.
func (r *Rest) TypedRune(char rune) { r.router.Rune(char) }

// TypedKey is for Fyne.
func (r *Rest) TypedKey(e *fyne.KeyEvent) { r.router.key(e.Name) }

// TypedShortcut is for Fyne.
func (r *Rest) TypedShortcut(s fyne.Shortcut) { r.router.Shortcut(s) }
