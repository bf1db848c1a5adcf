package main

import (
	"net"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"holdfast/pos"
)

// display says which of a system's ways to the screen answers, as Fyne calls it; "" leaves that to Fyne. It refuses where
// there is no screen to open a window on: Fyne only notes that and crashes later, so a screen is knocked at first.
func display(getenv func(string) string, dir string) (platform string, _ error) {
	if runtime.GOOS != "linux" {
		return "", nil
	}
	if name := getenv("WAYLAND_DISPLAY"); name != "" {
		if !filepath.IsAbs(name) {
			name = filepath.Join(getenv("XDG_RUNTIME_DIR"), name)
		}
		if answers("unix", name) {
			return "", nil
		}
	}
	name := getenv("DISPLAY")
	if name == "" {
		return "", noDisplay(dir, "DISPLAY is not set")
	}
	host, number, _ := strings.Cut(name, ":")
	number, _, _ = strings.Cut(number, ".")
	switch {
	case host != "" && host != "unix":
		if n, err := strconv.Atoi(number); err == nil && answers("tcp", net.JoinHostPort(host, strconv.Itoa(6000+n))) {
			return x11, nil
		}
	case answers("unix", "/tmp/.X11-unix/X"+number), answers("unix", "@/tmp/.X11-unix/X"+number):
		return x11, nil
	}
	return "", noDisplay(dir, "nothing answers at "+name)
}

const x11 = "x11"

func answers(network, address string) bool {
	c, err := net.DialTimeout(network, address, time.Second)
	if err != nil {
		return false
	}
	c.Close() //nolint:errcheck // only knocked
	return true
}

func noDisplay(dir, why string) error {
	return pos.E(pos.State, "", "there is no screen to open a window on ({}); use till console --data {}", pos.Heard(why), dir)
}
