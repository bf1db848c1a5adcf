package ui

func newChoice(*Window) screen { return blank{} }
