# SPDX-License-Identifier: MIT
# One build file, no configure step.
#
#   make            build/release/nexoenv
#   make doctor     install what the build needs, build, run `nexoenv doctor`
#   make check      install what the tests need, build, run every test
#   make lint       format, layers, purity, shellcheck, docs in sync, warnings as errors
#   make bench      ratios; no test fails on a time
#   make fuzz T=60  run each fuzz target for T seconds
#   make install    PREFIX=/usr/local, DESTDIR=
#
# PROFILE=release|debug|asan|fuzz chooses flags *and* folder. NO_DEPS=1 installs nothing.
# V=1 shows the commands.

PROFILE ?= release
PREFIX  ?= /usr/local
CC      ?= cc
VERSION := 0.1.0
B       := build/$(PROFILE)
Q       := $(if $(V),,@)
say      = $(if $(V),,@echo "  $(1)  $@")

WARN_BOTH := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion \
  -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wundef -Wvla -Wformat=2 \
  -Wimplicit-fallthrough
COMMA := ,
# What this compiler, on this architecture, takes of the words given.
takes   = $(foreach f,$(1),$(shell $(CC) -Werror $(f) -fsyntax-only -x c /dev/null 2>/dev/null && echo "$(f)"))
HARDEN := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fPIE $(call takes,\
  -fstack-clash-protection -fcf-protection -mbranch-protection=standard -ftrivial-auto-var-init=zero)
HARDEN_LD := -pie -Wl,-z,relro,-z,now,-z,noexecstack
# Relative relocations in packed form need a loader that knows it: glibc 2.36 and later.
RELR := $(shell grep -l GLIBC_ABI_DT_RELR "$$($(CC) -print-file-name=libc.so.6 2>/dev/null)" 2>/dev/null)

FLAGS_release := -Os -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables $(HARDEN)
FLAGS_debug   := -Og -g3
FLAGS_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FLAGS_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LD_release    := $(HARDEN_LD) -Wl,--as-needed,--gc-sections $(if $(RELR),-Wl$(COMMA)-z$(COMMA)pack-relative-relocs)
# What a start runs stands side by side, where the linker knows how to be told (gold does not).
ORDER := $(if $(shell $(CC) $(LDFLAGS) -Wl,--version 2>/dev/null | grep -E '^GNU ld|LLD'),src/start.ld)
LD_release    += $(ORDER:%=-Wl,-T,%)

CFLAGS_ALL = -std=c11 -D_GNU_SOURCE -DNEXOENV_VERSION='"$(VERSION)"' -Isrc -I$(B)/gen \
  -include base/banned.h -ffile-prefix-map=$(CURDIR)=. $(WARN_BOTH) $(FLAGS_$(PROFILE)) $(CFLAGS)
# The small libraries go into the program where the packages bring archives (Debian's -dev do):
# mapping four shared objects costs a third of an empty program's start, at every prompt (DESIGN 10).
lib   = $(if $(findstring /,$(shell $(CC) -print-file-name=lib$(1).a 2>/dev/null)),-Wl$(COMMA)-Bstatic -l$(1) -Wl$(COMMA)-Bdynamic,-l$(1))
LIBS  := $(call lib,yaml) $(call lib,inih) $(call lib,jansson) -lresolv -ldl

OS   := $(if $(filter Linux,$(shell uname -s)),linux,none)
# Files named like src/os/linux_proc.c belong to the platform of their prefix.
SRC  := $(sort $(filter-out src/os/none%.c src/os/linux%.c,$(wildcard src/*/*.c)) $(wildcard src/os/$(OS)*.c))
OBJ  := $(SRC:src/%.c=$(B)/src/%.o)
# Every file here becomes bytes in the binary (cli/assets.c); the files are the only copies.
ASSETS := $(sort $(wildcard hooks/nexoenv.* hooks/pre-commit completions/*))
INC    := $(ASSETS:%=$(B)/gen/%.inc)

all: $(B)/nexoenv

$(B)/nexoenv: $(OBJ) $(B)/src/main.o $(ORDER)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS_ALL) $(LDFLAGS) $(LD_$(PROFILE)) -o $@ $(filter %.o,$^) $(LIBS)

$(B)/src/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# Hex bytes: C11 promises only 4095 characters for a string literal.
$(B)/gen/%.inc: %
	@mkdir -p $(@D)
	$(Q)od -An -v -tx1 $< | sed 's/\([0-9a-f][0-9a-f]\)/0x\1,/g' > $@

$(B)/src/cli/assets.o: $(INC)

# Every byte that is staged passes here (DESIGN 10): speed counts, and the file is small.
$(B)/src/parse/sieve.o: FLAGS_release += -O2

# The embedded profile as a constant, made by the program's own parser (src/embed.c).
EMBED_OBJ := $(filter $(B)/src/base/% $(B)/src/model/% $(B)/src/parse/%,$(OBJ))
$(B)/embed: $(B)/src/embed.o $(EMBED_OBJ)
	@rm -f $(B)/libembed.a
	$(Q)ar rcs $(B)/libembed.a $(EMBED_OBJ)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS_ALL) $(LDFLAGS) $(LD_$(PROFILE)) -o $@ $< $(B)/libembed.a $(LIBS)
$(B)/gen/profile.inc: src/profiles/playground.yaml $(B)/embed
	@mkdir -p $(@D)
	$(Q)$(B)/embed < $< > $@
$(B)/src/cli/session.o: $(B)/gen/profile.inc

# Unit tests: one program per file, everything but main linked in.
UNIT := $(sort $(wildcard tests/unit/*/*.c))
UNIT_BIN := $(UNIT:tests/unit/%.c=$(B)/unit/%)
$(B)/libnexoenv.a: $(OBJ)
	@rm -f $@
	$(Q)ar rcs $@ $^
$(B)/unit/%: tests/unit/%.c $(B)/libnexoenv.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS_ALL) -Itests/unit -MMD -MP -o $@ $< $(B)/libnexoenv.a -lcmocka $(LIBS)
unit: $(UNIT_BIN)

# Small programs that suites run: tests/tools/NAME.c -> $(B)/tools/NAME.
TOOLS := $(sort $(wildcard tests/tools/*.c))
$(B)/tools/%: tests/tools/%.c $(B)/libnexoenv.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -o $@ $< $(B)/libnexoenv.a $(LIBS)
tools: $(TOOLS:tests/tools/%.c=$(B)/tools/%)

# Fuzz targets: tests/fuzz/NAME.c. With PROFILE=fuzz they are libFuzzer programs, else they replay.
FUZZ := $(sort $(filter-out tests/fuzz/replay.c,$(wildcard tests/fuzz/*.c)))
ifeq ($(PROFILE),fuzz)
CC := clang
FUZZ_MAIN := -fsanitize=fuzzer
else
FUZZ_MAIN := tests/fuzz/replay.c
endif
$(B)/fuzz/%: tests/fuzz/%.c $(B)/libnexoenv.a $(wildcard tests/fuzz/replay.c)
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -o $@ $< $(FUZZ_MAIN) $(B)/libnexoenv.a $(LIBS)
fuzzers: $(FUZZ:tests/fuzz/%.c=$(B)/fuzz/%)

-include $(shell find build -name '*.d' 2>/dev/null)

deps-build:
	@[ -n "$(NO_DEPS)" ] || tests/deps/install build
deps-check:
	@[ -n "$(NO_DEPS)" ] || tests/deps/install build check
	@[ -n "$(NO_DEPS)" ] || { echo "installing the pinned npm packages of tests/npm"; tests/npm/ready; } || \
	  echo "npm packages could not be installed: what needs them will be skipped, and say so"

deps-full:
	@[ -n "$(NO_DEPS)" ] || tests/deps/install full

# Succeeds whenever the doctor ran; the status is said in words.
doctor: deps-build
	@$(MAKE) --no-print-directory all
	@tests/deps/doctor $(B)/nexoenv

check: deps-check
	@$(MAKE) --no-print-directory all
	@$(MAKE) --no-print-directory PROFILE=asan all unit tools fuzzers
	@tests/run

check-full: deps-check deps-full
	@$(MAKE) --no-print-directory all
	@$(MAKE) --no-print-directory PROFILE=asan all unit tools fuzzers
	@FULL=1 tests/run

lint:
	@tests/lint/run

vectors:
	@$(MAKE) --no-print-directory PROFILE=$(PROFILE) tools
	@tests/vectors/run "$(DOTENV)" "$(CLIENTS)"

lab: all
	@tests/lab/run $(SCENARIO)

bench: all
	@tests/bench/run

fuzz:
	@$(MAKE) --no-print-directory PROFILE=fuzz fuzzers
	@tests/fuzz/run $(or $(T),60)

install: all
	@tests/deps/install-files "$(B)/nexoenv" "$(DESTDIR)$(PREFIX)"
uninstall:
	@tests/deps/install-files --remove "$(DESTDIR)$(PREFIX)"
deb: all
	@tests/deps/deb "$(B)/nexoenv" "$(VERSION)"

clean:
	rm -rf build

.PHONY: all unit tools fuzzers deps-build deps-check deps-full doctor check check-full lint vectors lab bench \
  fuzz install uninstall deb clean
.DELETE_ON_ERROR:
.SECONDARY:
# Two jobs unless the caller says how many; a make below this one shares them.
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j2
endif
