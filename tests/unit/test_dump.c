/* SPDX-License-Identifier: ISC */
/* Folders of other readers' files: which is which, and what is left out. */
#include <sys/stat.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/tlv.h"
#include "record/record.h"
#include "shelf/dump.h"
#include "shelf/dump_name.h"
#include "tap.h"

static char dir[] = "/tmp/cccd-dump.XXXXXX";

static void
test_names(void)
{
	static const struct {
		const char *name;
		enum lds_file file;
		enum dump_saying want;
	} table[] = {
		{ "EF_SOD.bin", LDS_SOD, DUMP_SAYS_THIS },
		{ "EF.SOD", LDS_SOD, DUMP_SAYS_THIS },
		{ "SOD.bin", LDS_SOD, DUMP_SAYS_THIS },
		{ "sod", LDS_SOD, DUMP_SAYS_THIS },
		{ "011D", LDS_SOD, DUMP_SAYS_THIS },
		{ "011D", LDS_CARD_SECURITY, DUMP_SAYS_THIS },
		{ "011d.bin", LDS_DG1, DUMP_SAYS_ANOTHER },
		{ "0101.bin", LDS_DG1, DUMP_SAYS_THIS },
		{ "010D.bin", LDS_DG13, DUMP_SAYS_THIS },
		{ "DG01", LDS_DG1, DUMP_SAYS_THIS },
		{ "DG1.bin", LDS_DG1, DUMP_SAYS_THIS },
		{ "EF_DG1.BIN", LDS_DG1, DUMP_SAYS_THIS },
		{ "Datagroup1.bin", LDS_DG1, DUMP_SAYS_THIS },
		{ "Datagroup15.bin", LDS_DG15, DUMP_SAYS_THIS },
		{ "DG11.bin", LDS_DG1, DUMP_SAYS_ANOTHER },
		{ "DG1.bin", LDS_DG11, DUMP_SAYS_ANOTHER },
		{ "EF_COM", LDS_COM, DUMP_SAYS_THIS },
		{ "EF.COM.bin", LDS_COM, DUMP_SAYS_THIS },
		{ "CardAccess.bin", LDS_CARD_ACCESS, DUMP_SAYS_THIS },
		{ "EF.CardSecurity", LDS_CARD_SECURITY, DUMP_SAYS_THIS },
		{ "DG14_pk.bin", LDS_DG14, DUMP_SAYS_NOTHING },
		{ "DG17.bin", LDS_DG1, DUMP_SAYS_NOTHING },
		{ "portrait.jpg", LDS_DG2, DUMP_SAYS_NOTHING },
		{ "", LDS_DG2, DUMP_SAYS_NOTHING },
		{ "a-name-that-is-longer-than-any-of-a-chip.DG1", LDS_DG1,
		    DUMP_SAYS_NOTHING },
	};
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++)
		OK(dump_by_name(table[i].name, table[i].file) ==
		    table[i].want, "name %s", table[i].name);
}

static void
test_content(void)
{
	static const struct {
		struct slice octets;
		int file;		/* -1: none */
		bool whole;
		const char *name;
	} table[] = {
		{ SLICE("\x61\x02\x5f\x1f"), LDS_DG1, true, "DG1" },
		{ SLICE("\x61\x02\x5f\x1f\0\0\0"), LDS_DG1, true, "padded" },
		{ SLICE("\x61\x02\x5f\x1f\0\xff"), LDS_DG1, false, "a tail" },
		{ SLICE("\x61\x05\x5f\x1f"), LDS_DG1, false, "cut" },
		{ SLICE("\x77\x03\x30\x01\x05"), LDS_SOD, true, "SOD" },
		{ SLICE("\x31\x05\x30\x03\x06\x01\x2a"), LDS_CARD_ACCESS, true,
		    "CardAccess" },
		{ SLICE("\x31\x03\x02\x01\x2a"), -1, false, "another set" },
		{ SLICE("\x30\x05\x30\x03\x06\x01\x2a"), -1, false, "a key" },
		{ SLICE("dates of birth\n"), LDS_DG3 + 1, false, "a text" },
		{ SLICE("\xff\xd8\xff\xe0"), -1, false, "a picture" },
		{ SLICE("\x61"), -1, false, "one octet" },
		{ SLICE(""), -1, false, "nothing" },
	};
	enum lds_file f;
	bool whole = false, is;
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++) {
		is = dump_by_content(table[i].octets, &f, &whole);
		if (strcmp(table[i].name, "a text") == 0)
			OK(!is || !whole, "a text is no whole file");
		else if (table[i].file < 0)
			OK(!is, "%s is no file of a chip", table[i].name);
		else
			OK(is && (int)f == table[i].file &&
			    whole == table[i].whole, "%s", table[i].name);
	}
}

static void
put(const char *folder, const char *name, struct slice octets)
{
	struct buf path = { 0 };
	int fd;

	buf_printf(&path, "%s/%s", dir, folder);
	(void)mkdir(buf_cstr(&path), 0700);
	buf_printf(&path, "/%s", name);
	fd = open(buf_cstr(&path), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, octets.p, octets.n) != (ssize_t)octets.n)
		exit(2);
	close(fd);
	buf_release(&path);
}

/* What was reported, without the folder of this run. */
static void
reported(void *ctx, const char *where, const char *why)
{
	buf_printf(ctx, "%s: %s\n", where + strlen(dir), why);
}

/* Each card as its error's word, or the names of its files. */
static void
walk(const char *folder, struct buf *out, struct buf *said)
{
	struct dump_terms t = { .today = { 2026, 6, 15 }, .report = reported,
	    .ctx = said };
	struct record r = { .line = { NULL, 0 } };
	struct buf path = { 0 }, line = { 0 };
	struct json_value files;
	struct json_member m;
	struct slice rest;
	struct dump *d;
	const char *where;
	size_t at;
	enum err e;

	buf_reset(out);
	buf_reset(said);
	buf_printf(&path, "%s%s", dir, folder);
	if (!OK(dump_open(buf_cstr(&path), &t, &d) == ERR_OK, "opened"))
		exit(1);
	while ((e = dump_next(d, &line, &where)) != ERR_EOF) {
		buf_printf(out, "%s:", where + strlen(dir));
		if (e != ERR_OK)
			buf_printf(out, " %s", err_word(e));
		else if (record_parse(&r, (struct slice){ line.p, line.n - 1 },
		    &at) == ERR_OK && record_nested(&r, "chip", "files",
		    &files))
			for (rest = files.raw; json_next_member(&rest, &m);)
				buf_printf(out, " %.*s", (int)m.key.n,
				    m.key.p);
		buf_add_char(out, '\n');
		buf_reset(&line);
	}
	dump_close(d);
	record_release(&r);
	buf_release(&path);
	buf_release(&line);
}

#define DG1 SLICE("\x61\x02\x5f\x1f")
#define SOD SLICE("\x77\x03\x30\x01\x05")
#define COM SLICE("\x60\x03\x5c\x01\x61")

static void
test_folders(void)
{
	struct buf out = { 0 }, said = { 0 };
	char big[] = "\x75\x83\x10\x00\x00";

	walk("", &out, &said);
	tap_same(buf_slice(&out), "", "an empty folder has no cards");
	put("1", "EF_SOD.bin", SOD);
	put("1", "0101", DG1);
	put("1", ".hidden", DG1);
	put("2", "DG1.bin", SOD);
	put("2", "EF_COM.bin", COM);
	put("2", "notes.txt", SLICE("a note\n"));
	put("3", "SOD", SOD);
	put("3", "EF.SOD", SOD);
	put("4", "notes.txt", SLICE("a note\n"));
	put("5", "DG2", (struct slice){ big, 5 });
	walk("", &out, &said);
	tap_same(buf_slice(&out), "/1: SOD DG1\n/2: COM SOD\n"
	    "/3: duplicate-member\n/4: not-found\n/5: DG2\n", "five cards");
	tap_same(buf_slice(&said),
	    "/2/DG1.bin: its name says another file than its first octet, "
	    "which counts\n"
	    "/2/notes.txt: none of a chip's files: passed over\n"
	    "/3/SOD: a second one of the same file: the card is left out\n"
	    "/4/notes.txt: none of a chip's files: passed over\n"
	    "/4: no file of a chip in it\n", "what is said");
	walk("/2", &out, &said);
	tap_same(buf_slice(&out), "/2: COM SOD\n", "one card");
	buf_release(&out);
	buf_release(&said);
}

/* A file beyond any of a chip, and several that are too much together. */
static void
test_size(void)
{
	struct buf out = { 0 }, said = { 0 }, large = { 0 }, value = { 0 };

	buf_grow(&value, LDS_MAX_FILE);
	memset(value.p, 0, LDS_MAX_FILE);
	value.n = LDS_MAX_FILE - 16;
	tlv_add(&large, 0x75, buf_slice(&value));
	put("6", "DG2", buf_slice(&large));
	large.p[0] = 0x63;
	put("6", "DG3", buf_slice(&large));
	walk("/6", &out, &said);
	tap_same(buf_slice(&out), "/6: DG2 DG3\n", "large ones");
	put("6", "SOD", SOD);
	put("6", "COM", COM);
	buf_add(&large, value.p, 32);
	put("6", "DG3", buf_slice(&large));
	walk("/6", &out, &said);
	tap_same(buf_slice(&out), "/6: too-long\n", "a larger one");
	tap_same(buf_slice(&said), "/6/DG3: larger than any file of a chip: "
	    "the card is left out\n", "a larger one: said");
	large.n = LDS_MAX_FILE;
	put("6", "DG3", buf_slice(&large));
	large.p[0] = 0x76;
	put("6", "DG4", buf_slice(&large));
	walk("/6", &out, &said);
	tap_same(buf_slice(&out), "/6: too-long\n", "too much together");
	tap_same(buf_slice(&said), "/6/DG4: more octets than a chip has: the "
	    "card is left out\n", "too much together: said");
	buf_release(&out);
	buf_release(&said);
	buf_release(&large);
	buf_release(&value);
}

int
main(void)
{
	struct dump_terms t = { .report = NULL };
	struct dump *d = NULL;
	char *const rm[] = { (char[]){ "rm" }, (char[]){ "-rf" }, dir, NULL };

	if (mkdtemp(dir) == NULL)
		return 2;
	test_names();
	test_content();
	test_folders();
	test_size();
	OK(dump_open("/nowhere/at/all", &t, &d) == ERR_NOT_FOUND, "no folder");
	(void)tap_done();
	fflush(stdout);
	if (tap_bad > 0)
		return 1;
	execvp("rm", rm);
	return 2;
}
