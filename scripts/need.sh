#!/bin/sh
# need.sh build|window|test|pages makes sure that the Debian packages are there which a build, a build with the till's
# window, the tests or pictures of pages need.
#
# It looks for what each package brings, not for the package, so a machine that has it from elsewhere is left alone.
# As root on Debian (or a child of it) it installs what is missing and says so; otherwise it says what to install and
# fails, because a build that stops half-way tells less.
set -eu

# The module proxy speaks TLS. A window is drawn by C libraries; so is the race detector's part of a program linked by
# the C compiler. Tests and the demo open the window on a screen in memory, which software GL draws, press its keys
# (xdotool), take its picture (imagemagick) and read Chinese in it. spin tries a model in every order.
build="make ca-certificates"
window="$build gcc libc6-dev pkg-config libgl1-mesa-dev libx11-dev libxcursor-dev libxrandr-dev libxinerama-dev libxi-dev"
window="$window libxxf86vm-dev libwayland-dev libxkbcommon-dev"
test="$window xvfb libgl1-mesa-dri libegl1 xdotool imagemagick fonts-droid-fallback spin"
pages="$test chromium fonts-noto-cjk"
case ${1-} in
build) names=$build ;;
window) names=$window ;;
test) names=$test ;;
pages) names=$pages ;;
*)
	echo "usage: need.sh build|window|test|pages" >&2
	exit 2
	;;
esac

# have NAME: is there what the package NAME brings?
have() {
	case $1 in
	ca-certificates)
		for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
			if [ -s "$bundle" ]; then return 0; fi
		done
		return 1
		;;
	libc6-dev) [ -e /usr/include/stdlib.h ] ;;
	gcc | git | make | chromium | pkg-config | xdotool | spin) command -v "$1" >/dev/null ;;
	imagemagick) command -v import >/dev/null && command -v convert >/dev/null ;;
	xvfb) command -v Xvfb >/dev/null ;;
	libgl1-mesa-dev) library gl ;;
	libwayland-dev) library wayland-client wayland-cursor wayland-egl ;;
	libx*-dev)
		name=${1#lib}
		name=${name%-dev}
		library "$name"
		;;
	*) dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed' ;;
	esac
}

# library NAME...: can a C program be built with each of these?
library() {
	command -v pkg-config >/dev/null && pkg-config --exists "$@"
}

if ! command -v go >/dev/null; then
	echo "need: Go is missing: install the version named in go.mod or a newer one from https://go.dev/dl/ into /usr/local/go" >&2
	exit 1
fi

missing=
for name in $names; do
	if ! have "$name"; then missing="$missing $name"; fi
done
if [ -z "$missing" ]; then exit 0; fi
missing=${missing# }

command="apt-get update && apt-get install -y --no-install-recommends $missing"
if ! command -v apt-get >/dev/null; then
	echo "need: missing: $missing (Debian's names; install what your system calls them)" >&2
	exit 1
fi
if [ "$(id -u)" != 0 ]; then
	echo "need: missing: $missing; install with, as root: $command" >&2
	exit 1
fi

echo "need: installing $missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! sh -c "$command" >"$log" 2>&1 </dev/null; then
	cat "$log" >&2
	echo "need: could not install: $missing; mend what apt-get says above, or install by hand: $command" >&2
	exit 1
fi
for name in $missing; do
	if ! have "$name"; then
		echo "need: $name is installed, but what it should bring is not there" >&2
		exit 1
	fi
done
