package store_test

import (
	"holdfast/server/react"
	"holdfast/server/store"
)

// The tests of the books run with the shipped reactors, which this package can't import itself.
func init() { store.Reactors = react.All() }
