/* SPDX-License-Identifier: ISC */
/* photo - draw cards of invented people and photograph them badly. */
#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "photo/people.h"
#include "photo/scene.h"
#include "photo/shot.h"

enum { OPT_PER = 0x101, OPT_OUT, OPT_PAYLOAD, OPT_FAMILY, OPT_LEVEL };

struct photo {
	const char *out, *payload, *family, *level;
	long seed, per;
};

static const struct cli_opt opts[] = {
	{ 's', "seed", "N", "the same N gives the same pictures (1)" },
	{ OPT_PER, "per", "K", "set: pictures a level (8)" },
	{ OPT_OUT, "out", "FILE", "one, sheet: .jpg, .png, .ppm or .pgm" },
	{ OPT_PAYLOAD, "payload", "TEXT", "one: the text in the code" },
	{ OPT_FAMILY, "family", "NAME", "the kind of damage (one: phone; "
	    "set: every kind)" },
	{ OPT_LEVEL, "level", "NAME", "one: how bad (the mildest)" },
	{ 0 }
};

enum { BEST_QUALITY = 90 };

static void
save(const struct pic *p, const char *path, int quality)
{
	if (!pic_can_write(path))
		cli_warn("%s: want .jpg, .png, .ppm or .pgm", path);
	else if (!pic_write(p, path, quality))
		cli_warn("%s: %s", path, strerror(errno));
	else
		return;
	exit(CLI_TROUBLE);
}

static void
take(struct shot *s, const struct photo *o, const struct family *f, int level,
    int number)
{
	char seed[128];
	struct rng r;

	snprintf(seed, sizeof seed, "%ld/%s/%s/%d", o->seed, f->name,
	    f->level[level].name, number);
	rng_init(&r, seed);
	shot_take(s, f, level, &r);
}

/* One picture of a set and its line in the index. */
static void
set_one(const struct photo *o, const char *dir, const struct family *f,
    int level, int number, FILE *index)
{
	struct shot s = { 0 };
	char name[64];
	struct buf path = { 0 };

	take(&s, o, f, level, number);
	snprintf(name, sizeof name, "%s-%d-%02d.%s", f->name, level + 1, number,
	    s.quality > 0 ? "jpg" : "png");
	buf_printf(&path, "%s/%s", dir, name);
	save(&s.pic, buf_cstr(&path), s.quality);
	fprintf(index, "%s\t%s\t%s\t%.2f\t%d\t%c\t%s\t%zu\t%.*s\n", name,
	    f->name, f->level[level].name, s.module_px, s.version, s.ecc,
	    s.segments, s.payload.n, (int)s.payload.n,
	    s.payload.n > 0 ? s.payload.p : "");
	buf_release(&path);
	shot_release(&s);
}

static const struct family *
the_family(struct cli *c, const char *name)
{
	const struct family *f = shot_find_family(name);

	if (f == NULL)
		cli_usage(c, "--family: no such family: %s", name);
	return f;
}

static FILE *
open_index(const char *dir)
{
	struct buf path = { 0 };
	FILE *f = NULL;

	buf_printf(&path, "%s/INDEX.tsv", dir);
	if (mkdir(dir, 0777) == 0 || errno == EEXIST)
		f = fopen(buf_cstr(&path), "w");
	if (f == NULL) {
		cli_warn("%s: %s", buf_cstr(&path), strerror(errno));
		exit(CLI_TROUBLE);
	}
	buf_release(&path);
	fputs("file\tfamily\tlevel\tmodule_px\tqr_version\tecc\tsegmode\t"
	    "payload_bytes\tpayload\n", f);
	return f;
}

static enum cli_status
set(struct cli *c, const struct photo *o, const char *dir)
{
	const struct family *f, *only = NULL;
	long k, n, total = 0;
	FILE *index;
	int level;

	if (dir == NULL)
		cli_usage(c, "set: name the folder");
	if (o->family != NULL)
		only = the_family(c, o->family);
	index = open_index(dir);
	for (f = shot_family; f < shot_family + shot_families; f++) {
		if (only != NULL && f != only)
			continue;
		n = (f->per_eight * o->per + 7) / 8;
		for (level = 0; level < SHOT_LEVELS &&
		    f->level[level].name != NULL; level++)
			for (k = 0; k < n; k++, total++)
				set_one(o, dir, f, level, (int)k, index);
	}
	buf_printf(cli_out(), "%ld pictures\n", total);
	return fclose(index) == 0 ? CLI_OK : CLI_TROUBLE;
}

static enum cli_status
one(struct cli *c, const struct photo *o)
{
	const struct family *f = the_family(c, o->family != NULL ? o->family :
	    "phone");
	int level = 0;
	struct shot s = { 0 };

	if (o->out == NULL)
		cli_usage(c, "one: --out is required");
	if (o->level != NULL)
		level = shot_find_level(f, o->level);
	if (level < 0)
		cli_usage(c, "--level: %s has no level %s", f->name, o->level);
	if (o->payload != NULL)
		buf_add_str(&s.payload, o->payload);
	take(&s, o, f, level, 0);
	save(&s.pic, o->out, s.quality > 0 ? s.quality : BEST_QUALITY);
	buf_add_slice(cli_out(), buf_slice(&s.payload));
	buf_add_char(cli_out(), '\n');
	shot_release(&s);
	return CLI_OK;
}

static enum cli_status
sheet(struct cli *c, const struct photo *o, const char *count)
{
	struct pic page;
	struct buf payloads = { 0 };
	struct rng r;
	char seed[64];

	if (o->out == NULL || count == NULL)
		cli_usage(c, "sheet: --out and the number of cards are "
		    "required");
	snprintf(seed, sizeof seed, "%ld/sheet", o->seed);
	rng_init(&r, seed);
	shot_sheet(&page, (int)cli_number(c, "sheet", count, 1, SHEET_MAX),
	    &r, &payloads);
	save(&page, o->out, BEST_QUALITY);
	buf_add_slice(cli_out(), buf_slice(&payloads));
	buf_release(&payloads);
	pic_release(&page);
	return CLI_OK;
}

static enum cli_status
payloads(struct cli *c, const struct photo *o, const char *count)
{
	struct rng r;
	char seed[64];
	long i, n;

	if (count == NULL)
		cli_usage(c, "payloads: say how many");
	n = cli_number(c, "payloads", count, 1, 100000000);
	snprintf(seed, sizeof seed, "%ld/payloads", o->seed);
	rng_init(&r, seed);
	for (i = 0; i < n; i++) {
		people_payload(&r, rng_chance(&r, 0.3), i, cli_out());
		buf_add_char(cli_out(), '\n');
		cli_out_done();
	}
	return CLI_OK;
}

static enum cli_status
run(struct cli *c, const struct photo *o)
{
	const char *what = c->files[0];

	if (what == NULL)
		cli_usage(c, "say what to draw");
	if (strcmp(what, "set") == 0)
		return set(c, o, c->files[1]);
	if (strcmp(what, "one") == 0)
		return one(c, o);
	if (strcmp(what, "sheet") == 0)
		return sheet(c, o, c->files[1]);
	if (strcmp(what, "payloads") == 0)
		return payloads(c, o, c->files[1]);
	cli_usage(c, "%s: cannot draw that", what);
}

int
main(int argc, char **argv)
{
	struct cli c = { .prog = "photo",
	    .operands = "set DIR | one | sheet N | payloads N",
	    .purpose = "Draw cards of invented people and photograph them "
	    "badly.", .opts = opts, .argc = argc, .argv = argv };
	struct photo o = { .seed = 1, .per = 8 };
	int ch;

	while ((ch = cli_next(&c)) != -1)
		switch (ch) {
		case 's':
			o.seed = cli_number(&c, "seed", c.arg, 0, 1L << 40);
			break;
		case OPT_PER:
			o.per = cli_number(&c, "per", c.arg, 1, 1000);
			break;
		case OPT_OUT:
			o.out = c.arg;
			break;
		case OPT_PAYLOAD:
			o.payload = c.arg;
			break;
		case OPT_FAMILY:
			o.family = c.arg;
			break;
		case OPT_LEVEL:
			o.level = c.arg;
			break;
		}
	return cli_finish(&c, run(&c, &o));
}
