// Package tidy holds the architecture: tests only, no program. They read the repository's Go files with go/parser and
// fail when a package imports what it may not, uses a clock where time should be a value, has no package comment or
// two, grows a file past 400 lines or leaves one unformatted, when a message for a cashier has no Chinese, and when README
// names a path that isn't there.
//
// It imports nothing of Holdfast. The one thing to know: table_test.go says who may import what and why; a new package
// or library gets a line there, in the commit that brings it. The checks read the files themselves instead of asking
// `go list`, because go test repeats a cached answer unless it has seen the test open what changed.
package tidy
