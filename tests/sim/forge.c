/* SPDX-License-Identifier: ISC */
/* forge - a PKI of good and bad: a trust store, and records of cards of which
 * each is wrong in one way, or in none. Shares nothing with lib/. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "forge/forge.h"

static const struct option opts[] = {
	{ "out", required_argument, NULL, 'o' },
	{ "only", required_argument, NULL, 'n' },
	{ "draw", required_argument, NULL, 'd' },
	{ "from", required_argument, NULL, 'f' },
	{ "mutate", no_argument, NULL, 'm' },
	{ "parts", no_argument, NULL, 'p' },
	{ NULL, 0, NULL, 0 }
};

/* mutate: drawn ones are good but for one octet that was changed afterwards.
 * parts: beside the records each case's octets, for other verifiers. */
struct work {
	struct forge_dir dir;
	bool parts, mutate;
	unsigned number;
};

static void
put_parts(struct work *w, const struct forge_chain *chain,
    const struct forge_card *card)
{
	char name[64];

	snprintf(name, sizeof name, "%05u.sod", w->number);
	forge_file(&w->dir, name, &card->file[SIM_SOD]);
	snprintf(name, sizeof name, "%05u.ds", w->number);
	forge_file(&w->dir, name, &chain->ds.der);
	snprintf(name, sizeof name, "%05u.csca", w->number);
	forge_file(&w->dir, name, &chain->csca->der);
}

/* sod.flip=N a bit, sod.drop=N an octet away, sod.twice=N one more of it: the
 * N-th, counted round. */
static void
mutate(struct spec *s, struct sim_bytes *sod)
{
	const char *flip = spec_get(s, "sod", "flip", "");
	const char *drop = spec_get(s, "sod", "drop", "");
	const char *twice = spec_get(s, "sod", "twice", "");
	size_t at = strtoul(*flip != '\0' ? flip : *drop != '\0' ? drop :
	    twice, NULL, 10);

	if (*flip != '\0') {
		sod->p[at / 8 % sod->n] ^= (uint8_t)(1 << at % 8);
	} else if (*drop != '\0') {
		at %= sod->n;
		memmove(sod->p + at, sod->p + at + 1, sod->n - at - 1);
		sod->n--;
	} else if (*twice != '\0') {
		at %= sod->n;
		sim_add(sod, "", 1);
		memmove(sod->p + at + 1, sod->p + at, sod->n - at - 1);
	}
}

/* sod.form: broken (cut), tag (that alone), long (a length of four octets), endless, deep
 * (only headers, one in the other). */
static void
damage(const char *form, struct sim_bytes *sod)
{
	size_t i;

	if (strcmp(form, "broken") == 0)
		sod->n -= 40;
	if (strcmp(form, "tag") == 0)
		sod->n = 1;
	if (strcmp(form, "long") == 0 && sod->p[1] == 0x82) {
		sim_add(sod, "\0\0", 2);
		memmove(sod->p + 6, sod->p + 4, sod->n - 6);
		memcpy(sod->p + 4, sod->p + 2, 2);
		memcpy(sod->p + 1, "\x84\0\0", 3);
	}
	for (i = 0; strcmp(form, "deep") == 0 && i + 1 < sod->n; i += 2)
		memcpy(sod->p + i, i == 0 ? "\x77\x80" : "\x30\x80", 2);
}

static void
sign_card(struct spec *s, const struct forge_chain *chain,
    struct forge_card *card)
{
	struct cms_signers by = { .ds = &chain->ds, .other = chain->other };
	struct sim_bytes object = { 0 }, *sod = &card->file[SIM_SOD];
	bool bare = spec_is(s, "sod", "bare", "yes");
	size_t at = bare ? 0 : der_open(sod, 0x77);

	forge_object(s, card, &object);
	forge_cms(s, "cms", "2.23.136.1.1.1", &object, &by, sod);
	if (spec_is(s, "sod", "trailing", "inside"))
		sim_add(sod, "\x05\0", 2);
	if (!bare)
		der_close(sod, at);
	if (spec_is(s, "sod", "trailing", "behind"))
		sim_add(sod, "\0\0\0\0", 4);
	damage(spec_get(s, "sod", "form", ""), sod);
	mutate(s, sod);
	sim_clear(&object);
}

static void
one(struct work *w, const struct forge_case *what)
{
	struct spec s = { .n = 0 };
	struct forge_chain chain;
	struct forge_card card = { .file = { { 0 } } };
	struct sim_bytes crl = { 0 };

	spec_add(&s, what->settings);
	forge_chain(&s, &w->dir, &chain);
	forge_files(&s, &card);
	sign_card(&s, &chain, &card);
	forge_damage(&s, &card);
	if (!spec_is(&s, "crl", "by", "")) {
		forge_crl(&s, chain.issuer, chain.other, &chain.ds, &crl);
		forge_put(&w->dir, "crls", "X509 CRL", &crl);
	}
	forge_record(&s, &card, what, w->dir.cases);
	if (*what->check != '\0')	/* one that was drawn may hide itself */
		spec_all_used(&s, what->name);
	if (w->parts)
		put_parts(w, &chain, &card);
	w->number++;
	sim_clear(&crl);
	forge_card_clear(&card);
	forge_chain_clear(&chain);
}

static void
drawn(struct work *w, unsigned number)
{
	struct sim_bytes settings = { 0 }, expect = { 0 };
	struct forge_case what = { .check = "", .class = "" };
	char name[16];

	snprintf(name, sizeof name, "%05u", number);
	if (w->mutate)
		forge_mutate(number, &settings);
	else
		forge_draw(number, &settings, &expect);
	what.name = name;
	what.settings = (const char *)settings.p;
	what.also = expect.n > 0 ? (const char *)expect.p : "";
	one(w, &what);
	sim_clear(&settings);
	sim_clear(&expect);
}

static int
usage(void)
{
	fputs("usage: forge --out DIR [--only NAME | --draw N [--from N] "
	    "[--mutate]] [--parts]\n", stderr);
	return 2;
}

int
main(int argc, char **argv)
{
	const char *out = NULL, *only = NULL;
	unsigned draw = 0, from = 0, i;
	const struct forge_case *what;
	struct work w = { .number = 0 };
	int ch;

	while ((ch = getopt_long(argc, argv, "", opts, NULL)) != -1)
		switch (ch) {
		case 'o':
			out = optarg;
			break;
		case 'n':
			only = optarg;
			break;
		case 'd':
			draw = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 'f':
			from = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 'm':
			w.mutate = true;
			break;
		case 'p':
			w.parts = true;
			break;
		default:
			return usage();
		}
	if (out == NULL || optind < argc)
		return usage();
	forge_dir_open(&w.dir, out);
	for (i = 0; i < draw; i++) {
		w.number = from + i;
		drawn(&w, from + i);
	}
	for (i = 0; draw == 0 && (what = forge_case_at(i)) != NULL; i++)
		if (only == NULL || strcmp(only, what->name) == 0)
			one(&w, what);
	if (draw == 0 && only == NULL)
		forge_lists(out);
	forge_dir_close(&w.dir);
	return 0;
}
