package ui

func newFigures(*Window) screen { return blank{} }
