package ui

func newPaying(*Window) screen { return blank{} }
