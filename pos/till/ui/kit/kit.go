// Package kit holds the building blocks of the till's window: its theme, fonts and icons, the widgets that the screens
// are put together from, and the one router that every key passes.
//
// It imports Fyne and pos/money and knows neither till nor desk: what a widget shows is set from outside, what a person
// does comes back through a func. The one thing to know: everything here belongs to Fyne's own goroutine; who comes from
// another one goes through fyne.Do.
package kit
