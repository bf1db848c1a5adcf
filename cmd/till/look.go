package main

import (
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// look is what the window does between Fyne's look at what was typed and pressed, 60 times a second, and its painting: it
// looks once more, and draws what came of all that.
//
// It looks once more because of X11: GLFW takes what Xlib has and then flushes, which reads what has come meanwhile into Xlib
// and leaves it there; the next time GLFW takes that and asks for no more. So once a key has come during a look, each one
// behind it waits for a picture longer than it need, and a scanner's Enter is such a key in one scan of five.
type look struct {
	pressed []func() // presses that wait until it is known where the finger is
	draw    func()   // draws what there is to be seen
	painted func()   // called last; nil for nothing
}

// start has it go on for as long as the program does. It is called on Fyne's goroutine, or before Fyne runs.
func (l *look) start() {
	(&fyne.Animation{Duration: time.Second, RepeatCount: fyne.AnimationRepeatForever, Tick: func(float32) { l.again() }}).Start()
}

func (l *look) again() {
	pressed := l.pressed
	l.pressed = nil
	for _, press := range pressed {
		press()
	}
	glfw.PollEvents()
	l.draw()
	if l.painted != nil {
		l.painted()
	}
}

// follow has a press arrive where the finger is. A touch screen tells of the place and of the press in one go, a mouse is
// always there before it presses; and Fyne, which looks at the place only once all that came together has been taken, would
// press where the finger was the time before. So the press waits until the place has been looked at.
func (l *look) follow(win fyne.Window) {
	view := viewOf(win)
	if view == nil {
		return
	}
	var press glfw.MouseButtonCallback
	press = view.SetMouseButtonCallback(func(w *glfw.Window, button glfw.MouseButton, action glfw.Action, mods glfw.ModifierKey) {
		l.pressed = append(l.pressed, func() { press(w, button, action, mods) })
	})
}
