package proof

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// skewFile lies beside a till of BuildWrongClock and says by how much its machine's clock is off.
const skewFile = "skew"

// BuildWrongClock is Build, but the till's machine has a clock that SetClock puts wrong. Nothing else about the program
// differs: the one line of it that asks the machine for the time is replaced while it is compiled.
func BuildWrongClock(ctx context.Context, dir string) error {
	where, err := exec.CommandContext(ctx, "go", "list", "-buildvcs=false", "-tags=migrated_fynedo,no_emoji", "-f", "{{.Dir}}", "holdfast/cmd/till").Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	original := filepath.Join(strings.TrimSpace(string(where)), "folder.go")
	source, err := os.ReadFile(original)
	if err != nil {
		return err
	}
	const now = "func (machine) Wall() time.Time       { return time.Now() }"
	if !strings.Contains(string(source), now) {
		return fmt.Errorf("%s doesn't ask for the time as expected: %s", original, now)
	}
	edited := strings.Replace(string(source), now, `func (machine) Wall() time.Time {
	program, _ := os.Executable()
	said, _ := os.ReadFile(filepath.Join(filepath.Dir(program), "`+skewFile+`"))
	skew, _ := time.ParseDuration(string(said))
	return time.Now().Add(skew)
}`, 1)
	replacement, overlay := filepath.Join(dir, "folder.go.txt"), filepath.Join(dir, "overlay.json")
	replaces, err := json.Marshal(map[string]map[string]string{"Replace": {original: replacement}})
	if err != nil {
		return err
	}
	for file, text := range map[string][]byte{replacement: []byte(edited), overlay: replaces} {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			return err
		}
	}
	return Build(ctx, dir, "-overlay", overlay)
}

// SetClock puts the clock of all tills wrong whose program lies in a folder, at once.
func SetClock(dir string, skew time.Duration) error {
	fresh := filepath.Join(dir, skewFile+".new")
	if err := os.WriteFile(fresh, []byte(skew.String()), 0o600); err != nil {
		return err
	}
	return os.Rename(fresh, filepath.Join(dir, skewFile)) // nobody reads half of it
}
