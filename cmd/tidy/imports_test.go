package tidy

import (
	"fmt"
	"go/ast"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// checkImports holds every import against the two tables. module is the module's path, from go.mod.
func checkImports(module string, sources []source, packages map[string]rule, libraries map[string]library) (problems []string) {
	unknown := map[string]bool{}
	for _, s := range sources {
		rule, ok := packages[s.dir]
		if !ok {
			if !unknown[s.dir] {
				unknown[s.dir] = true
				problems = append(problems, fmt.Sprintf("%s: not in the table: add a line `%q: {may: …, why: …}` to packages in cmd/tidy/table_test.go, with what it may import of this module and the reason", s.dir, s.dir))
			}
			continue
		}
		may := reach(s.dir, packages)
		if s.test {
			may[s.dir] = true
			for _, p := range rule.tests {
				may[p] = true
				maps.Copy(may, reach(p, packages))
			}
		}
		for _, spec := range s.syntax.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value) // the parser has checked it
			at := s.position(spec.Pos())
			inside, ours := strings.CutPrefix(imported, module+"/")
			switch {
			case ours && !may[inside]:
				problems = append(problems, fmt.Sprintf("%s: %s may not import %s (%s: %s); it may import: %s", at, s.dir, inside, s.dir, rule.why, list(may)))
			case !ours && isLibrary(imported):
				problems = append(problems, checkLibrary(s, at, imported, libraries)...)
			}
		}
		if rule.pure && !s.test {
			problems = append(problems, checkPure(s)...)
		}
	}
	return problems
}

// checkTable finds what is wrong with the table itself.
func checkTable(packages map[string]rule, libraries map[string]library) (problems []string) {
	for name, rule := range packages {
		if rule.why == "" {
			problems = append(problems, fmt.Sprintf("%s: its line in the table gives no reason", name))
		}
		for _, p := range slices.Concat(rule.may, rule.tests) {
			if _, ok := packages[p]; !ok {
				problems = append(problems, fmt.Sprintf("%s: its line in the table names %s, which has none", name, p))
			}
			if strings.HasPrefix(p, "cmd/") {
				problems = append(problems, fmt.Sprintf("%s: its line in the table names %s, and nothing imports cmd", name, p))
			}
		}
		for p := range reach(name, packages) {
			if p == name {
				problems = append(problems, fmt.Sprintf("%s: the table lets it import itself, round a circle", name))
			}
			if rule.pure && !packages[p].pure {
				problems = append(problems, fmt.Sprintf("%s: pure, and the table lets it import %s, which is not", name, p))
			}
			if within(name, []string{"server"}) && within(p, []string{"pos/till"}) {
				problems = append(problems, fmt.Sprintf("%s: the table lets it import %s, and head office has no till in it", name, p))
			}
			if within(name, []string{"pos/till"}) && within(p, []string{"server"}) {
				problems = append(problems, fmt.Sprintf("%s: the table lets it import %s, and a till has no head office in it", name, p))
			}
			if within(name, []string{"devices", "sync"}) && within(p, []string{"pos"}) {
				problems = append(problems, fmt.Sprintf("%s: the table lets it import %s, and devices and sync know no sales", name, p))
			}
		}
	}
	for name, library := range libraries {
		if library.why == "" {
			problems = append(problems, fmt.Sprintf("%s: its line in the table gives no reason", name))
		}
	}
	return problems
}

// reach is what the package at dir may import: what its line names, and what those may.
func reach(dir string, packages map[string]rule) map[string]bool {
	may := map[string]bool{}
	next := slices.Clone(packages[dir].may)
	for len(next) > 0 {
		p := next[0]
		next = next[1:]
		if !may[p] {
			may[p] = true
			next = append(next, packages[p].may...)
		}
	}
	return may
}

// isLibrary tells other modules from the standard library, whose paths begin without a dot in them.
func isLibrary(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return strings.Contains(first, ".")
}

func checkLibrary(s source, at, imported string, libraries map[string]library) []string {
	for prefix, library := range libraries {
		if !within(imported, []string{prefix}) {
			continue
		}
		if library.only == nil || slices.Contains(library.only, s.dir) || library.tests && s.test {
			return nil
		}
		who := strings.Join(library.only, ", ")
		if library.tests {
			who = strings.TrimPrefix(who+", tests", ", ")
		}
		return []string{fmt.Sprintf("%s: %s may not import %s (%s); only: %s", at, s.dir, imported, library.why, who)}
	}
	return []string{fmt.Sprintf("%s: %s is a library not in the table: if nothing there or in the standard library serves, add it to libraries in cmd/tidy/table_test.go with its reason, and to README", at, imported)}
}

// impure are the packages that a pure package leaves alone, and the members it leaves alone of packages it may use.
var impure = map[string]string{ // import path → members, "" for all
	"net": "", "net/http": "", "os": "", "os/exec": "", "os/signal": "", "database/sql": "", "crypto/rand": "", "math/rand": "",
	"time":                     "Now Since Until Sleep After AfterFunc Tick NewTimer NewTicker",
	"math/rand/v2":             "Int IntN Int32 Int32N Int64 Int64N Uint32 Uint32N Uint64 Uint64N UintN N Float32 Float64 NormFloat64 ExpFloat64 Perm Shuffle",
	"github.com/oklog/ulid/v2": "Make Now",
}

// checkPure finds goroutines, sockets, files and clocks.
func checkPure(s source) (problems []string) {
	say := func(at, what string) {
		problems = append(problems, fmt.Sprintf("%s: %s is pure and may not use %s: pass in what it should know", at, s.dir, what))
	}
	names := map[string]string{} // name in this file → import path
	for _, spec := range s.syntax.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		members, listed := impure[imported]
		switch {
		case !listed:
		case members == "":
			say(s.position(spec.Pos()), imported)
		case spec.Name != nil:
			names[spec.Name.Name] = imported
		default:
			parts := strings.Split(strings.TrimSuffix(imported, "/v2"), "/")
			names[parts[len(parts)-1]] = imported
		}
	}
	if at := startsGoroutine(s); at != "" {
		say(at, "goroutines")
	}
	ast.Inspect(s.syntax, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := selector.X.(*ast.Ident)
		if !ok {
			return true
		}
		if slices.Contains(strings.Fields(impure[names[x.Name]]), selector.Sel.Name) {
			say(s.position(n.Pos()), x.Name+"."+selector.Sel.Name)
		}
		return true
	})
	return problems
}

func list(set map[string]bool) string {
	if len(set) == 0 {
		return "nothing of this module"
	}
	return strings.Join(slices.Sorted(maps.Keys(set)), ", ")
}
