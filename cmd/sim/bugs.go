package main

// mutants is the deliberate bugs. Each undoes one protection.
var mutants = []mutant{}
