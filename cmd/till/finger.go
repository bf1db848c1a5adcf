package main

import (
	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// follow has a press arrive where the finger is. A touch screen tells of the place and of the press in one go, a mouse is
// always there before it presses; and Fyne, which looks at the place only once all that came together has been taken, would
// press where the finger was the time before. So the press waits until the place has been looked at.
func follow(win fyne.Window) {
	view := viewOf(win)
	if view == nil {
		return
	}
	var press glfw.MouseButtonCallback
	press = view.SetMouseButtonCallback(func(w *glfw.Window, button glfw.MouseButton, action glfw.Action, mods glfw.ModifierKey) {
		fyne.Do(func() { press(w, button, action, mods) })
	})
}
