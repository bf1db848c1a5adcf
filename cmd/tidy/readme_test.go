package tidy

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

var (
	fence = regexp.MustCompile("(?ms)^ *```.*?^ *```")
	span  = regexp.MustCompile("`([^`\n]+)`")
	link  = regexp.MustCompile(`\]\(([^)\s]+)\)`)

	pathLike = regexp.MustCompile(`^[A-Za-z0-9_.*-]+(/[A-Za-z0-9_.*-]+)*/?$`)
	fileLike = regexp.MustCompile(`^[A-Za-z0-9_*-]*[A-Za-z0-9_*]\.(go|mod|md|sh|sql|json|txt|yml|txtar|html|csv)$|^Makefile$`)
)

// checkReadme wants every path of the repository that README names, between backticks or behind a link, to be there.
// Blocks between fences are commands and their output, and are not read.
func checkReadme(tree fs.FS, notPaths map[string]string) (problems []string) {
	text, err := fs.ReadFile(tree, "README.md")
	if err != nil {
		return []string{err.Error()}
	}
	prose := fence.ReplaceAllString(string(text), "")
	for _, name := range readmePaths(prose) {
		if excused(name, notPaths) {
			continue
		}
		if !exists(tree, name) {
			problems = append(problems, fmt.Sprintf("README.md names `%s`, which isn't there; if it is no path of the repository, say so in notPaths of cmd/tidy/table_test.go", name))
		}
	}
	return problems
}

// readmePaths finds what looks like a path: a code span that is one word with a slash or a file's name; a word with ./
// before it in a longer span, as in `go run ./cmd/sim`; and the target of a link within the repository.
func readmePaths(prose string) (paths []string) {
	for _, match := range span.FindAllStringSubmatch(prose, -1) {
		words := strings.Fields(match[1])
		for _, word := range words {
			name, dotted := strings.CutPrefix(word, "./")
			name, _, _ = strings.Cut(name, ":") // pos/error.go:12
			if len(words) > 1 && !dotted {
				continue
			}
			if dotted && name == "..." {
				continue
			}
			name = strings.TrimSuffix(name, "/...")
			first, _, slash := strings.Cut(name, "/")
			domain := slash && strings.Contains(first, ".") && !strings.HasPrefix(first, ".") // another module's path
			if pathLike.MatchString(name) && !domain && (slash || dotted || fileLike.MatchString(name)) {
				paths = append(paths, name)
			}
		}
	}
	for _, match := range link.FindAllStringSubmatch(prose, -1) {
		target, _, _ := strings.Cut(match[1], "#")
		if target != "" && !strings.Contains(target, ":") {
			paths = append(paths, strings.TrimPrefix(target, "./"))
		}
	}
	return paths
}

func excused(name string, notPaths map[string]string) bool {
	for prefix := range notPaths {
		if name == prefix || strings.HasSuffix(prefix, "/") && strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// exists says whether name is there; a name without a folder may be a file in any folder, a star stands for anything.
func exists(tree fs.FS, name string) bool {
	name = path.Clean(name)
	if found, err := fs.Glob(tree, name); err == nil && len(found) > 0 {
		return true
	}
	if strings.Contains(name, "/") {
		return false
	}
	found := false
	_ = fs.WalkDir(tree, ".", func(at string, entry fs.DirEntry, err error) error {
		if err == nil && at == ".git" {
			return fs.SkipDir
		}
		if ok, _ := path.Match(name, path.Base(at)); ok && err == nil && !entry.IsDir() {
			found = true
			return fs.SkipAll
		}
		return nil // an unreadable folder doesn't hold what README names
	})
	return found
}
