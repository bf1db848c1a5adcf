package main

// coverage is what must have happened in the worlds that make test runs, and how often at least.
var coverage = map[string]int{
	"sale": 1000,
}
