package main

import (
	"reflect"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// follow has a press arrive where the finger is. A touch screen tells of the place and of the press in one go, a mouse is
// always there before it presses; and Fyne, which looks at the place only once all that came together has been taken, would
// press where the finger was the time before. So the press waits until the place has been looked at.
//
// Fyne doesn't show its GLFW window, so it is taken from the inside of the version that go.mod names; where that looks
// otherwise, all stays as it is.
func follow(win fyne.Window) {
	v := reflect.ValueOf(win)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return
	}
	field := v.Elem().FieldByName("viewport")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*glfw.Window]() || field.IsNil() {
		return
	}
	view := (*glfw.Window)(field.UnsafePointer())
	var press glfw.MouseButtonCallback
	press = view.SetMouseButtonCallback(func(w *glfw.Window, button glfw.MouseButton, action glfw.Action, mods glfw.ModifierKey) {
		fyne.Do(func() { press(w, button, action, mods) })
	})
}
