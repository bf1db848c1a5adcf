// Package load is benchmarks only: head office and tills in one process, over real lines (TLS and websockets on loopback)
// and real files. It measures what no package can by itself, against DESIGN's section 8.
//
// The one thing to know: tills that only make load bring journals that were sealed, signed and encoded beforehand, so that
// what is measured is head office and not they; all of it shares the machine's cores all the same.
package load
