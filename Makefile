# Holdfast. `make demo` shows it, `make test` proves it; both install what a bare Debian machine lacks, or say what.

.DEFAULT_GOAL := build
.PHONY: build demo run test bench soak chaos pages lint need FORCE

# Where Go's own installer puts it, for a shell that doesn't know yet.
export PATH := $(PATH):/usr/local/go/bin
# Git refuses to answer about a checkout that another user owns, and a build that asks it for a stamp fails with it.
# The tags are Fyne's: we keep to its own goroutine ourselves, so it needn't look at each call; and a font of emoji for
# each style of text would take 20 MB of a till.
export GOFLAGS += -buildvcs=false -tags=migrated_fynedo,no_emoji
# Fyne complains of a machine that has no language.
export LANG := $(or $(LANG),en_US.UTF-8)

# The till's window needs cgo and a C compiler, head office and the simulator never do. Programs are built with the same
# flags as tests, so that the minutes which Fyne and SQLite take are spent once.
PROGRAMS := bin/hq bin/till bin/sim
bin/till: NEED := window
bin/till: CGO := 1

build: $(PROGRAMS)

# What a program says it was built from; a checkout that git won't speak of is "unknown".
BUILT := $(shell git describe --always --dirty 2>/dev/null)

bin/%: FORCE
	@scripts/need.sh $(or $(NEED),build)
	CGO_ENABLED=$(or $(CGO),0) go build -ldflags "-X holdfast/cli.built=$(BUILT)" -o $@ ./cmd/$*

# demo plays one day of a chain; OUT is where it leaves its receipts and pictures, a new folder each time. Where that can't be
# installed which pictures need, it goes on without.
demo: build
	@scripts/need.sh test || :
	@out="$(OUT)"; go run ./cmd/demo --bin bin --out "$${out:-$$(mktemp -d -t holdfast-demo.XXXXXX)}"

# run opens the till's window where there is a screen, else its console. It keeps its books in the folder run; remove it
# to start anew.
LISTEN ?= 127.0.0.1:8443
run: bin/hq bin/till
	@scripts/run.sh run $(LISTEN)

# RACE names the folders whose tests run with the race detector: those that start goroutines (cmd/tidy sees to that), and
# the till, whose methods any goroutine may call. All others run without it, as it makes the database seven times slower.
RACE := pos/ahead pos/till pos/till/console pos/till/desk server server/admin server/importer sync/link proof proof/chaos

# test vets and tests every package and ends with "N passed, N failed". No answer comes from the cache: some tests start
# programs, and the cache doesn't see what those depend on.
TESTFLAGS ?= -count=1 -timeout=15m
test:
	@scripts/need.sh test
	@go build -o bin/testsum ./scripts/testsum
	@bin/testsum -race "$(RACE)" $(TESTFLAGS)

# bench runs every benchmark of the packages in PKG, one package at a time, and ends with one table beside the budgets. The
# window's own rows take minutes: 2,000 sales are sold in it.
PKG       ?= ./...
BENCHTIME ?= 1s
bench:
	@scripts/need.sh test
	@go build -o bin/benchsum ./scripts/benchsum
	go test -p 1 -timeout 60m -run '^$$' -bench . -benchtime $(BENCHTIME) $(PKG) 2>&1 | bin/benchsum

# soak plays SEEDS worlds that no earlier day has played, then lets the simulator catch the deliberate bugs.
SEEDS ?= 1000
FROM  ?= $(shell date +%Y%m%d)0000
soak: bin/sim
	bin/sim --seeds $(SEEDS) --from $(FROM)
	bin/sim --mutants

# chaos has ten tills and head office work as real processes while everything goes wrong, for TIME. SEED plans the same
# again.
TIME ?= 2m
SEED ?= 0
chaos:
	@scripts/need.sh test
	go test -count=1 -timeout 0 -v ./proof/chaos -args -time $(TIME) -seed $(SEED)

# pages has Chromium go through head office's pages; OUT is where it leaves pictures of them.
pages:
	@scripts/need.sh pages
	@out="$(OUT)"; OUT="$${out:-$$(mktemp -d -t holdfast-pages.XXXXXX)}"; export OUT; mkdir -p "$$OUT"; \
		go test -count=1 -tags browser,migrated_fynedo,no_emoji -run TestPages ./proof && echo "pictures in $$OUT"

# lint needs a linter of this very version, as each brings new opinions; where it can't be had, vet and gofmt speak.
LINT := v2.15.0
lint:
	@scripts/need.sh window
	@linter="$(CURDIR)/bin/lint-$(LINT)/golangci-lint"; \
	if [ -x "$$linter" ] || { echo "installing golangci-lint $(LINT)"; \
		GOBIN="$${linter%/*}" go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT); }; then \
		"$$linter" run ./...; \
	else \
		echo "golangci-lint can't be installed: vet and gofmt only"; \
		go vet ./... && unformatted=$$(gofmt -l .) && if [ -n "$$unformatted" ]; then echo "not formatted:" $$unformatted; exit 1; fi; \
	fi

# need only installs: what a machine lacks for everything above.
need:
	@scripts/need.sh test
