// Package assets holds the files that travel inside the programs.
//
// It imports nothing but the standard library, so every other package may
// import it. The one thing to know: the demo chain under demo is read by
// `hq init --demo` the way `hq import` reads a customer's own files, one JSON
// object a line, money and points as strings.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed demo/*.json
var files embed.FS

// Demo returns the demo chain's files: chain.json, people.json, rules.json,
// products.json and members.json, each at the root.
func Demo() fs.FS {
	sub, err := fs.Sub(files, "demo")
	if err != nil {
		panic(err) // "demo" is a valid path, so only a broken build comes here
	}
	return sub
}
