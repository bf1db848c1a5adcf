package main

/*
#ifdef __linux__
#include <malloc.h>
#endif

static void keep(int bytes) {
#ifdef M_TRIM_THRESHOLD // glibc
	mallopt(M_TRIM_THRESHOLD, bytes);
#endif
}
*/
import "C"

import "runtime/debug"

// garbage is how much of Go's memory may lie about before it is collected, in percent of what is in use. Half of Go's own
// measure saves a till 20 MB, and costs no time that could be told from none.
const garbage = 50

// kept is how much of C's memory stays the program's after use, in bytes. Without a graphics card each picture of the window
// takes some 10 MB and gives them back; as glibc comes, it returns them to the system, and to get them again for the next
// picture takes as long as painting it.
const kept = 64 << 20

// tuneMemory sets both, the first unless the environment (GOGC) does.
func tuneMemory(getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	C.keep(kept)
}
