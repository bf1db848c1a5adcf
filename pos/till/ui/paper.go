package ui

func newPaper(*Window) screen { return blank{} }
