package proof

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Display is a screen in memory, drawn without a graphics card, with a keyboard that programs press (xdotool). Nothing
// else is on it, no window manager either.
type Display struct {
	name string // as DISPLAY has it
	proc *exec.Cmd
}

// NewDisplay starts a screen under a number that is free. 1024 by 768 is the smallest that the till's window is made for.
func NewDisplay(width, height int) (*Display, error) {
	for _, tool := range []string{"Xvfb", "xdotool", "import"} {
		if _, err := exec.LookPath(tool); err != nil {
			return nil, fmt.Errorf("start a screen in memory: %w; scripts/need.sh test installs what that needs", err)
		}
	}
	said, says, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer said.Close() //nolint:errcheck // only read
	d := &Display{proc: exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height), "-nolisten", "tcp")}
	d.proc.ExtraFiles = []*os.File{says}
	err = errors.Join(d.proc.Start(), says.Close())
	if err != nil {
		return nil, fmt.Errorf("start a screen in memory: %w", err)
	}
	if err := said.SetReadDeadline(time.Now().Add(startWithin)); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	number, err := bufio.NewReader(said).ReadString('\n') // it says so once it answers
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start a screen in memory: %w", err), d.Close())
	}
	d.name = ":" + strings.TrimSpace(number)
	return d, nil
}

// Close takes the screen away, and with it all windows.
func (d *Display) Close() error {
	err := d.proc.Process.Kill()
	_ = d.proc.Wait() // it was killed
	return err
}

// Env is the environment of a program that opens its window here.
func (d *Display) Env() []string {
	return append(os.Environ(), "DISPLAY="+d.name, "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1", "FYNE_SCALE=1")
}

// Picture saves what the screen shows as a PNG.
func (d *Display) Picture(file string) error {
	_, err := d.run("import", "-window", "root", file)
	return err
}

// focus gives the keyboard to a program's window, once it is there.
func (d *Display) focus(pid int) error {
	id, err := d.run("xdotool", "search", "--sync", "--onlyvisible", "--pid", strconv.Itoa(pid))
	if err == nil {
		_, err = d.run("xdotool", "windowfocus", "--sync", id)
	}
	return err
}

// run carries out a program on this screen, and returns what it prints.
func (d *Display) run(program string, args ...string) (string, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = d.Env(), &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", program, strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return strings.TrimSpace(stdout.String()), nil
}
