package tidy

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A source is one parsed Go file.
type source struct {
	path, dir string
	text      []byte
	test      bool
	syntax    *ast.File
	position  func(token.Pos) string // "pos/error.go:12"
	offset    func(token.Pos) int    // into text
}

// readSources parses every Go file of the tree, whatever its build tags; what can't be parsed is a problem.
func readSources(tree fs.FS) (sources []source, problems []string) {
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if entry.IsDir() {
			if name != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "bin" || base == "run") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		files := token.NewFileSet()
		syntax, err := parser.ParseFile(files, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			problems = append(problems, err.Error())
			return nil
		}
		sources = append(sources, source{
			path: name, dir: path.Dir(name), text: text, test: strings.HasSuffix(name, "_test.go"), syntax: syntax,
			position: func(p token.Pos) string {
				at := files.Position(p)
				return fmt.Sprintf("%s:%d", at.Filename, at.Line)
			},
			offset: func(p token.Pos) int { return files.Position(p).Offset },
		})
		return nil
	})
	if err != nil {
		problems = append(problems, err.Error())
	}
	return sources, problems
}

// checkComments wants exactly one package comment for each package, outside of its tests.
func checkComments(sources []source) (problems []string) {
	comments := map[string][]string{} // package → files with a comment
	for _, s := range sources {
		key := s.dir + " " + strings.TrimSuffix(s.syntax.Name.Name, "_test")
		if _, ok := comments[key]; !ok {
			comments[key] = nil
		}
		if s.syntax.Doc == nil || s.test {
			continue
		}
		comments[key] = append(comments[key], s.path)
		name := s.syntax.Name.Name
		if want := "Package " + name + " "; name != "main" && !strings.HasPrefix(s.syntax.Doc.Text(), want) {
			problems = append(problems, fmt.Sprintf("%s: the package comment should begin with %q", s.path, want))
		}
	}
	for key, files := range comments {
		dir, name, _ := strings.Cut(key, " ")
		switch len(files) {
		case 0:
			problems = append(problems, fmt.Sprintf("%s: package %s has no package comment: say what it is for, what it may import, and the one thing to know", dir, name))
		case 1:
		default:
			problems = append(problems, fmt.Sprintf("%s: package %s has %d package comments, keep one: %s", dir, name, len(files), strings.Join(files, ", ")))
		}
	}
	return problems
}

// checkFiles wants every file formatted and, tests and generated ones apart, short.
func checkFiles(sources []source, long map[string]string) (problems []string) {
	excused := map[string]bool{}
	for _, s := range sources {
		formatted, err := format.Source(s.text)
		if err != nil || !bytes.Equal(formatted, s.text) {
			problems = append(problems, fmt.Sprintf("%s: not formatted: gofmt -w %s", s.path, s.path))
		}
		lines := bytes.Count(s.text, []byte("\n"))
		if s.test || lines <= maxLines || ast.IsGenerated(s.syntax) {
			continue
		}
		if long[s.path] == "" {
			problems = append(problems, fmt.Sprintf("%s: %d lines, more than %d: it is probably two nouns; if not, say why in longFiles of cmd/tidy/table_test.go", s.path, lines, maxLines))
		}
		excused[s.path] = true
	}
	for name := range long {
		if !excused[name] {
			problems = append(problems, fmt.Sprintf("%s: no longer needs its place in longFiles of cmd/tidy/table_test.go", name))
		}
	}
	return problems
}

// raceList finds the folders that make test runs with the race detector.
var raceList = regexp.MustCompile(`(?m)^RACE *[:?]?= *(.*)$`)

// checkRace wants the packages that start goroutines among those that make test runs with the race detector. Programs
// are left out: their tests start them as processes of their own.
func checkRace(tree fs.FS, sources []source) (problems []string) {
	makefile, err := fs.ReadFile(tree, "Makefile")
	if err != nil {
		return []string{err.Error()}
	}
	match := raceList.FindSubmatch(makefile)
	if match == nil {
		return []string{"Makefile: no line sets RACE, the folders tested with the race detector"}
	}
	raced := strings.Fields(string(match[1]))
	seen := map[string]bool{}
	for _, s := range sources {
		if s.test || s.syntax.Name.Name == "main" || seen[s.dir] || slices.Contains(raced, s.dir) {
			continue
		}
		if at := startsGoroutine(s); at != "" {
			seen[s.dir] = true
			problems = append(problems, fmt.Sprintf("%s: starts a goroutine: add %s to RACE in the Makefile, so that it is tested with the race detector", at, s.dir))
		}
	}
	return problems
}

// startsGoroutine finds the first go statement or call of a method Go, as sync.WaitGroup has.
func startsGoroutine(s source) (at string) {
	ast.Inspect(s.syntax, func(n ast.Node) bool {
		found := false
		switch n := n.(type) {
		case *ast.GoStmt:
			found = true
		case *ast.CallExpr:
			selector, ok := n.Fun.(*ast.SelectorExpr)
			found = ok && selector.Sel.Name == "Go"
		}
		if found && at == "" {
			at = s.position(n.Pos())
		}
		return at == ""
	})
	return at
}

// within says whether dir is one of folders or below one.
func within(dir string, folders []string) bool {
	for _, folder := range folders {
		if dir == folder || strings.HasPrefix(dir, folder+"/") {
			return true
		}
	}
	return false
}
