# Drover. `make help` lists what can be done here.
# Nothing here asks for root, except `make test-deps`, and that only in a container or in CI.

DOTNET ?= dotnet
CONFIGURATION ?= Release
PUBLISH := artifacts/publish
# Analyzers look at the build that the tests make, and at that of `make lint`: once is enough.
PUBLISH_FLAGS := -c $(CONFIGURATION) -r linux-x64 --no-self-contained -p:PublishReadyToRun=true -p:RunAnalyzers=false \
	-p:PublishSingleFile=true -p:DebugType=embedded -p:PublishDocumentationFiles=false -p:ErrorOnDuplicatePublishOutputFiles=false
# Not the configuration: MSBuild would take it from the environment for the tests too.
export DOTNET
# Where "make install" puts it; DESTDIR goes before all of it, for packages.
PREFIX ?= /usr/local
DESTDIR ?=
BINDIR := $(DESTDIR)$(PREFIX)/bin
DATADIR := $(DESTDIR)$(PREFIX)/share
UNITDIR := $(DESTDIR)$(PREFIX)/lib/systemd/system
# The pages whose first line is "# name(section): what it is".
MAN_SOURCES := docs/cli.md docs/clinit.md docs/droverd.md docs/drover-agent.md docs/drover-guard.md
BUILD_FILES := Directory.Build.props Directory.Packages.props global.json Makefile
CLIENT_FILES := $(BUILD_FILES) src/Client.props src/publish-client
CLI_SOURCES := docs/opcodes.md $(shell find src/drover -type f -not -path '*/obj/*')
CLINIT_SOURCES := $(shell find src/clinit src/Drover.Storable -type f -not -path '*/obj/*')
DAEMON_SOURCES := $(shell find src -mindepth 2 -type f -not -path 'src/drover/*' -not -path 'src/drover-agent/*' -not -path 'src/drover-guard/*' -not -path 'src/clinit/*' -not -path '*/obj/*')
# The rooms that live on every node.
AGENT_SOURCES := $(shell find src/drover-agent src/Drover.Agent src/Drover.Kernel src/Drover.Locks src/Drover.Nodes src/Drover.NodeWire src/Drover.Opcodes src/Drover.Primitives src/Drover.Services -type f -not -path '*/obj/*')
GUARD_SOURCES := $(shell find src/drover-guard src/Drover.Agent src/Drover.Kernel src/Drover.Locks src/Drover.Nodes src/Drover.Opcodes src/Drover.Primitives -type f -not -path '*/obj/*')

.DEFAULT_GOAL := build
.PHONY: build man install deb deb-test deb-reproducible image image-test demo test test-deps soak mutants bench screens lint clean help
# One after the other: two builds at a time would fight over the same output.
.NOTPARALLEL:

build: bin/drover bin/droverd bin/libdrover-spawn.so bin/drover-guard bin/drover-agent bin/clinit ## build bin/droverd with its library, bin/drover-agent, bin/drover-guard, bin/drover and bin/clinit

bin/drover: $(CLI_SOURCES) $(CLIENT_FILES)
	src/publish-client drover $@ $(CONFIGURATION)

bin/droverd: $(DAEMON_SOURCES) $(BUILD_FILES)
	$(DOTNET) publish src/droverd/droverd.csproj $(PUBLISH_FLAGS) -o $(PUBLISH)/droverd -v quiet
	@mkdir -p bin
	install -m 755 $(PUBLISH)/droverd/droverd $@

bin/drover-agent: $(AGENT_SOURCES) $(CLIENT_FILES)
	src/publish-client drover-agent $@ $(CONFIGURATION)

bin/drover-guard: $(GUARD_SOURCES) $(CLIENT_FILES)
	src/publish-client drover-guard $@ $(CONFIGURATION)

# Without a C compiler it says so and makes nothing; the daemon does without.
bin/libdrover-spawn.so: $(wildcard src/drover-spawn/*)
	@src/drover-spawn/build $@

bin/clinit: $(CLINIT_SOURCES) $(CLIENT_FILES)
	src/publish-client clinit $@ $(CONFIGURATION)

man: artifacts/man/.made ## make the man pages from docs/, into artifacts/man

artifacts/man/.made: $(MAN_SOURCES) $(wildcard tools/Drover.ManPages/*.cs*) Directory.Packages.props
	$(DOTNET) run --project tools/Drover.ManPages -c $(CONFIGURATION) -- artifacts/man $(MAN_SOURCES)
	@touch $@

# Programs stand side by side: drover runs droverd from its own directory, and droverd and drover-agent find their library and the guard there.
install: build man ## install below PREFIX (/usr/local): programs, man pages, completion, units of systemd, rules for Prometheus; DESTDIR goes before
	install -d $(BINDIR) $(UNITDIR) $(DATADIR)/bash-completion/completions $(DATADIR)/zsh/site-functions $(DATADIR)/fish/vendor_completions.d
	install -m 755 bin/drover bin/droverd bin/drover-agent bin/drover-guard bin/clinit $(BINDIR)
	[ ! -e bin/libdrover-spawn.so ] || install -m 644 bin/libdrover-spawn.so $(BINDIR)
	for page in artifacts/man/*.[1-9]; do install -D -m 644 $$page $(DATADIR)/man/man$${page##*.}/$${page##*/} || exit 1; done
	bin/drover completion bash >$(DATADIR)/bash-completion/completions/drover
	bin/drover completion zsh >$(DATADIR)/zsh/site-functions/_drover
	bin/drover completion fish >$(DATADIR)/fish/vendor_completions.d/drover.fish
	install -D -m 644 -t $(DATADIR)/drover/prometheus packaging/prometheus/*
	sed 's|/usr/sbin/droverd|$(PREFIX)/bin/droverd|' packaging/drover.service >$(UNITDIR)/drover.service
	sed 's|/usr/sbin/drover-agent|$(PREFIX)/bin/drover-agent|' packaging/drover-agent.service >$(UNITDIR)/drover-agent.service
	install -m 644 packaging/drover.socket $(UNITDIR)

# The daemon of the packages has the runtime inside, and is built by itself.
deb: bin/drover bin/libdrover-spawn.so bin/drover-guard bin/drover-agent bin/clinit man ## make the Debian packages drover, drover-agent and drover-client in artifacts/deb
	packaging/build-deb

deb-test: deb ## install, upgrade, remove and purge them in a clean Debian (as root)
	packaging/test-deb

deb-reproducible: deb ## build them a second time elsewhere, and compare
	packaging/check-reproducible

image: deb ## make a container image (OCI) of them in artifacts/image (as root)
	packaging/build-image

image-test: image ## run it in namespaces of its own, the daemon as process 1 (as root)
	packaging/test-image

demo: build ## show it: jobs, locks, a crash, nothing lost; services that outlive the daemon (under a minute)
	tests/demo

test: test-deps build ## run all tests; the last line is "N passed, N failed"
	tests/run

test-deps: ## install what the tests need (in a container or CI), or name it
	tests/install-deps

soak: build ## run the tests of kernel, locks and fleet with ten times as many random histories and agents, then the packages' (as root)
	DROVER_TEST_SCALE=10 $(DOTNET) test --project tests/Drover.Locks.Tests
	DROVER_TEST_SCALE=10 $(DOTNET) test --project tests/Drover.Kernel.Tests
	DROVER_TEST_SCALE=10 $(DOTNET) test --project tests/Drover.Acceptance --filter-class Drover.Acceptance.Fleet.DisorderTests --filter-class Drover.Acceptance.Fleet.ManyAgentsTests --filter-class Drover.Acceptance.Faults.ManyJobsTests \
		--filter-class Drover.Acceptance.Services.ManyProcessesTests --filter-class Drover.Acceptance.Services.SurvivalTests
	DROVER_TEST_SCALE=10 $(DOTNET) test --project tests/Drover.Fleet.Tests --filter-class Drover.Fleet.Tests.Failover.OneNodeTests
	$(MAKE) deb-test

MUTANTS ?= 300
MUTANTS_SEED ?= 1
# A run that was cut goes on after so many; or a file with lines of an earlier run: only the faults that it names.
MUTANTS_SKIP ?= 0
MUTANTS_ONLY ?=
mutants: ## prove that tests see faults: a seeded sample of faults in kernel, locks and groups of services (about an hour)
	rm -rf artifacts/mutants
	mkdir -p artifacts/mutants
	git archive HEAD | tar -x -C artifacts/mutants
	$(DOTNET) run --project tools/Drover.Mutants -c Release -- artifacts/mutants $(MUTANTS) $(MUTANTS_SEED) $(MUTANTS_SKIP) "$(MUTANTS_ONLY)" \
		Drover.Kernel=Drover.Kernel.Tests Drover.Locks=Drover.Locks.Tests Drover.Services/Groups=Drover.Services.Tests

bench: build ## print the figures of docs/performance.md
	$(DOTNET) run --project bench/Drover.Bench -c Release

screens: build ## make the pictures of docs/screens anew (needs Debian's chromium)
	$(DOTNET) run --project tests/Drover.Browser.Tests -- -explicit only -class Drover.Browser.Tests.Screens.ScreenTests

lint: ## check format and style; warnings are errors
	$(DOTNET) restore Drover.slnx -v quiet
	$(DOTNET) format Drover.slnx --verify-no-changes --no-restore --severity warn
	$(DOTNET) build Drover.slnx --no-restore --no-incremental -warnaserror -v quiet

clean: ## remove everything that was built
	rm -rf bin artifacts

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
