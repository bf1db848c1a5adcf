package ui

import (
	"fyne.io/fyne/v2"

	"holdfast/pos"
	"holdfast/pos/texts"
	"holdfast/pos/till/ui/kit"
)

// Tell shows a window that only says why there is no other one, until it is closed. It runs the app.
func Tell(app fyne.App, chinese fyne.Resource, lang pos.Lang, title, why pos.Text) {
	app.Settings().SetTheme(kit.Theme{Chinese: chinese})
	win := app.NewWindow("Holdfast")
	win.SetPadded(false)
	ok := kit.NewButton(kit.Act, texts.Say(lang, pos.T("Close")), win.Close)
	say := func(t pos.Text) string { return texts.Say(lang, t) }
	router := kit.NewRouter()
	router.OnKey = func(k kit.Key) bool {
		if k == "Enter" || k == "Escape" || k == "Space" {
			win.Close()
		}
		return true
	}
	router.Attach(win.Canvas())
	win.SetContent(kit.Inset(20, kit.Column(kit.Gap, kit.NewNotice(kit.AmberTone, say(title), say(why)), kit.Room(), ok)))
	win.Resize(fyne.NewSize(560, 230))
	win.CenterOnScreen()
	win.ShowAndRun()
}
