# cccd-tools. make | check | test | lint | demo | install | deb | asan |
# valgrind | counts | fuzz | soak | bench | deps | completions | pot | clean;
# see HACKING.md
PREFIX = /usr/local
DESTDIR =
B = build
CC = gcc
CFLAGS = -O2 -g
WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wvla -Wwrite-strings -Wformat=2 $(if $(DEVELOPER),-Werror)
HARDEN = -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
CPPFLAGS = -D_GNU_SOURCE -Ilib -I$(B)/gen -I/usr/include/PCSC \
	-DLOCALEDIR='"$(PREFIX)/share/locale"' \
	-DSHAREDIR='"$(PREFIX)/share/cccd-tools"'
LDFLAGS = -pie -Wl,--as-needed -Wl,-z,relro -Wl,-z,now
LIBS = -lzbar -ljpeg -lpng -lheif -lqrencode -lutf8proc -lcsv \
	-lsqlite3 -lseccomp -lpcsclite -lcrypto -lm
# The rooms' programs for tests: pictures and the portal double.
SIM_LIBS = $(LIBS) -lqrencode -lssl -lcrypto -ljansson \
	$(shell pkg-config --libs pangocairo 2>/dev/null)
SIM_CFLAGS = $(shell pkg-config --cflags pangocairo 2>/dev/null)
# tests/bench/*.c, tests/unit/*.c: what else one needs stands in a line `libs:
# -lfoo` of its own comment, for jansson and json-c may never meet in one
# program.
BENCH_LIBS = $(LIBS) -lcurl
extra_libs = $(shell sed -n '1,9s,^.*libs: \([-a-z0-9 ]*[a-z0-9]\).*,\1,p' $(1))

TOOLS = $(patsubst cmd/%.c,%,$(wildcard cmd/*.c))
LIB_OBJ = $(patsubst %.c,$(B)/%.o,$(wildcard lib/*/*.c))
UNITS = $(patsubst tests/unit/%.c,$(B)/tests/%,$(wildcard tests/unit/test_*.c))
SIMS = $(patsubst tests/sim/%.c,$(B)/tests/%,\
	$(filter-out tests/sim/lib%.c,$(wildcard tests/sim/*.c)))
SHARED = $(patsubst tests/sim/lib%.c,$(B)/tests/lib%.so,\
	$(wildcard tests/sim/lib*.c))
BENCHES = $(patsubst tests/bench/%.c,$(B)/tests/%,\
	$(wildcard tests/bench/*.c tests/bench/*/*.c))
SOAKS = $(patsubst tests/soak/%.c,$(B)/tests/%,$(wildcard tests/soak/*.c))
FUZZ = $(patsubst tests/fuzz/%.c,$(B)/tests/%,$(wildcard tests/fuzz/fuzz_*.c))
MO = $(patsubst po/%.po,$(B)/locale/%/LC_MESSAGES/cccd-tools.mo,\
	$(wildcard po/*.po))
GEN = $(B)/gen/prefixes.inc
# Not one after the other: the tests use both cores.
PROVE = prove --exec tests/bounded.sh -j$(shell nproc)
# The lints wait for nobody: one place more for them.
PROVE_LINT = prove --exec tests/bounded.sh -j$(shell echo $$(($$(nproc) + 1)))

# make V=1 shows the whole commands.
Q = $(if $(V),,@echo '  $@';)

all: $(TOOLS:%=$(B)/bin/%) $(MO)

compile = $(CC) -std=c11 $(CPPFLAGS) $(WARN) $(HARDEN) $(CFLAGS) -MMD -MP

$(B)/flags: FORCE
	@mkdir -p $(B)
	@echo '$(compile) $(LDFLAGS)' | cmp -s - $@ || \
	    echo '$(compile) $(LDFLAGS)' >$@

$(B)/gen/prefixes.inc: share/prefixes.tsv
	@mkdir -p $(@D)
	$(Q)awk -F'\t' '/^[0-9]/ { printf "{ \"%s\", \"%s\" },\n", $$1, $$2 }' \
	    $< >$@.tmp && mv $@.tmp $@

# The table of units as lib/identity has it once it is read: no tool waits for
# that. Made by the very code that reads it.
UNITS_INDEX = share/units_index.c lib/identity/units_table.c \
	lib/identity/units_fold.c lib/identity/units_index.c \
	$(wildcard lib/base/*.c lib/text/*.c)
$(B)/units_index: $(UNITS_INDEX:%.c=$(B)/%.o)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lutf8proc -lseccomp
$(B)/gen/units.bin: $(B)/units_index share/units.tsv
	@mkdir -p $(@D)
	$(Q)$< <share/units.tsv >$@.tmp && mv $@.tmp $@
$(B)/lib/identity/units_built.o: $(B)/gen/units.bin
$(B)/lib/identity/units_built.o: \
    CPPFLAGS += -DUNITS_BUILT=$(B)/gen/units.bin

$(B)/%.o: %.c $(B)/flags | $(GEN)
	@mkdir -p $(@D)
	$(Q)$(compile) -c -o $@ $<

$(B)/tests/sim/%.o $(B)/tests/bench/%.o: private CPPFLAGS += $(SIM_CFLAGS)
# Hundreds of pictures: loops over pixels.
$(B)/tests/sim/photo/%.o $(B)/tests/bench/luma.o: private CFLAGS += -O3

$(B)/libcccd.a: $(LIB_OBJ)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

$(B)/bin/%: $(B)/cmd/%.o $(B)/libcccd.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

# The card in software, also for tests that need one without a reader.
$(B)/libcard.a: $(patsubst %.c,$(B)/%.o,$(wildcard tests/sim/card/*.c))
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

$(UNITS): $(B)/tests/%: $(B)/tests/unit/%.o $(B)/libcard.a $(B)/libcccd.a
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) -ljansson -lqrencode \
	    $(call extra_libs,tests/unit/$*.c)

# A program with parts has them in a folder of its name.
.SECONDEXPANSION:
$(SIMS): $(B)/tests/%: $(B)/tests/sim/%.o \
    $$(addprefix $(B)/,$$(subst .c,.o,$$(wildcard tests/sim/$$*/*.c))) \
    $(B)/libcccd.a
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(SIM_LIBS)

# forge makes its files with those of the card in software.
$(B)/tests/forge: $(B)/libcard.a
$(B)/tests/flood: $(patsubst %.c,$(B)/%.o,$(wildcard tests/sim/forge/*.c)) \
    $(B)/libcard.a

# These go into other people's programs: no sanitizer of ours.
$(SHARED): $(B)/tests/lib%.so: tests/sim/lib%.c $(B)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 $(CPPFLAGS) $(WARN) -O2 -g -fPIC -shared -o $@ $< \
	    -Wl,--as-needed $(call extra_libs,$<)

$(BENCHES): $(B)/tests/%: $(B)/tests/bench/%.o $(B)/libcard.a $(B)/libcccd.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ \
	    $(call extra_libs,tests/bench/$*.c) $(BENCH_LIBS)
# tests use this one too
$(B)/tests/roster/gen: BENCH_LIBS = $(LIBS)

$(SOAKS): $(B)/tests/%: $(B)/tests/soak/%.o $(B)/libcccd.a
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(FUZZ): $(B)/tests/%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/replay.o \
    $(B)/libcard.a $(B)/libcccd.a
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/locale/%/LC_MESSAGES/cccd-tools.mo: po/%.po
	@mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<

# For tests/counts.t: the tools as they are, without the fences, which refuse
# what valgrind needs.
COUNTED = $(addprefix $(B)/counts/,rostercat rosterlint rosterdiff cccd-verify)
$(B)/counts/sandbox.o: lib/base/sandbox.c $(B)/flags
	@mkdir -p $(@D)
	$(Q)$(compile) -DSANDBOX_OFF -c -o $@ $<

$(COUNTED): $(B)/counts/%: $(B)/cmd/%.o $(B)/counts/sandbox.o $(B)/libcccd.a
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

test-programs: $(UNITS) $(SIMS) $(SHARED) $(FUZZ) $(COUNTED) \
    $(B)/tests/roster/gen

# Every test, without set-up and lint (dh runs this one).
test: all test-programs
	B=$(B) $(PROVE) tests/*.t tests/engine/*.t $(UNITS)

lint: all
	B=$(B) tests/lint/run.sh

check: deps
	+$(MAKE) --no-print-directory all test-programs
	B=$(B) $(PROVE_LINT) tests/lint/lint.t tests/*.t tests/engine/*.t $(UNITS)

demo: deps
	+$(MAKE) --no-print-directory all $(SIMS) $(SHARED)
	B=$(B) tests/demo.sh

# debian/control is the only list of needs; its profiles are explained there.
PROFILES =
check asan fuzz valgrind: PROFILES = pkg.cccd-tools.lint
deps:
	@tests/deps.sh $(PROFILES)

ASAN = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=undefined
asan: deps
	+$(MAKE) --no-print-directory B=build-asan CFLAGS='$(ASAN)' HARDEN=-fPIE test

# The tools' main paths; without the fences, which refuse what valgrind needs.
valgrind: deps
	+$(MAKE) --no-print-directory B=build-valgrind HARDEN=-fPIE \
	    CFLAGS='-O1 -g -DSANDBOX_OFF' all test-programs
	B=build-valgrind tests/valgrind.sh

# Instructions a row or record, counted anew (tests/counts.t compares).
counts: all test-programs
	B=$(B) RENEW=1 tests/counts.t

# make fuzz FUZZ_SECONDS=60: every target for so long, from its seeds.
# make fuzz FUZZ_RUNS=10000000: every target for so many runs.
FUZZ_SECONDS = 30
fuzz: deps
	tests/fuzz/run.sh $(FUZZ_SECONDS)

# What takes long, or a source archive over the network.
soak:
	@tests/deps.sh pkg.cccd-tools.soak
	+$(MAKE) --no-print-directory all test-programs $(SOAKS)
	B=$(B) prove tests/soak/*.sh

bench:
	@tests/deps.sh pkg.cccd-tools.bench
	+$(MAKE) --no-print-directory all $(SIMS) $(SHARED) $(BENCHES)
	B=$(B) tests/bench/run.sh $(BENCH)

# Completions and the template of messages anew from the sources.
completions: all
	B=$(B) completions/generate.sh
POT = $(B)/cccd-tools.pot
pot:
	xgettext --from-code=UTF-8 -k_ -kN_ -o $(POT) \
	    --package-name=cccd-tools --sort-by-file cmd/*.c lib/*/*.[ch]

# What goes where; tests/install.t holds the list.
SHARE = $(DESTDIR)$(PREFIX)/share
ZSHDIR = $(SHARE)/zsh/site-functions
put = install -m 644 -D
install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(TOOLS:%=$(B)/bin/%) $(DESTDIR)$(PREFIX)/bin
	set -e; for m in $(wildcard man/*.[157] man/vi/*.[157]); do \
		$(put) $$m $(SHARE)/$${m%/*}/man$${m##*.}/$${m##*/}; \
	done
	set -e; for t in $(TOOLS); do \
		$(put) completions/$$t.bash \
		    $(SHARE)/bash-completion/completions/$$t; \
		$(put) completions/_$$t $(ZSHDIR)/_$$t; \
		$(put) completions/$$t.fish \
		    $(SHARE)/fish/vendor_completions.d/$$t.fish; \
	done
	set -e; for l in $(MO:$(B)/locale/%=%); do \
		$(put) $(B)/locale/$$l $(SHARE)/locale/$$l; \
	done
	install -d $(SHARE)/cccd-tools
	install -m 644 $(filter-out %.c,$(wildcard share/*)) \
	    $(SHARE)/cccd-tools

deb:
	@tests/deps.sh
	dpkg-buildpackage -us -uc -b

clean:
	rm -rf build build-*

# For scripts that link by themselves.
print-LIBS:
	@echo '$(LIBS)'

.PHONY: all test-programs test lint check demo deps asan valgrind counts \
	fuzz bench \
	soak completions pot install deb clean print-LIBS FORCE
.SECONDARY:

-include $(LIB_OBJ:.o=.d) $(B)/share/units_index.d $(TOOLS:%=$(B)/cmd/%.d)
-include $(wildcard $(B)/tests/*/*.d $(B)/tests/*/*/*.d)
