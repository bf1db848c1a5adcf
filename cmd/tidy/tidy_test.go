package tidy

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"testing"
)

// The repository, seen from this folder.
const root = "../.."

func TestArchitecture(t *testing.T) {
	tree := os.DirFS(root)
	sources, problems := readSources(tree)
	report(t, problems)
	if len(sources) < 5 {
		t.Fatalf("only %d Go files found in %s: the checks would pass on nothing", len(sources), root)
	}
	t.Run("table", func(t *testing.T) { report(t, checkTable(packages, libraries)) })
	t.Run("imports", func(t *testing.T) { report(t, checkImports(module(t, tree), sources, packages, libraries)) })
	t.Run("package comments", func(t *testing.T) { report(t, checkComments(sources)) })
	t.Run("files", func(t *testing.T) { report(t, checkFiles(sources, longFiles)) })
	t.Run("race detector", func(t *testing.T) { report(t, checkRace(tree, sources)) })
	t.Run("texts", func(t *testing.T) { report(t, checkTexts(tree, sources, passed, words)) })
	t.Run("README", func(t *testing.T) { report(t, checkReadme(tree, notPaths)) })
}

func report(t *testing.T, problems []string) {
	t.Helper()
	slices.Sort(problems)
	for _, p := range problems {
		t.Error(p)
	}
}

func module(t *testing.T, tree fs.FS) string {
	t.Helper()
	mod, err := fs.ReadFile(tree, "go.mod")
	if err != nil {
		t.Fatal(err)
	}
	match := regexp.MustCompile(`(?m)^module (\S+)$`).FindSubmatch(mod)
	if match == nil {
		t.Fatal("go.mod names no module")
	}
	return string(match[1])
}
