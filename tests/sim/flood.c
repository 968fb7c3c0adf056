/* SPDX-License-Identifier: ISC */
/* flood - many good reads by a few signers, for measuring: forge's parts.
 * DIR/cases.ndjson and DIR/trust, as forge has them. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "forge/forge.h"

static const struct option opts[] = {
	{ "out", required_argument, NULL, 'o' },
	{ "set", required_argument, NULL, 's' },
	{ "signers", required_argument, NULL, 'k' },
	{ "records", required_argument, NULL, 'n' },
	{ "portrait", required_argument, NULL, 'p' },
	{ "anchors", required_argument, NULL, 'a' },
	{ NULL, 0, NULL, 0 }
};

/* set: of all (forge/spec.c); portrait: octets of DG2, 0 for a read without;
 * anchors: further ones, that vouch for nobody here. */
struct flood {
	const char *set;
	unsigned signers, records, portrait, anchors;
	struct forge_dir dir;
};

static void
add_number(struct spec *s, const char *word, unsigned i)
{
	char text[64];

	snprintf(text, sizeof text, "%s%06u", word, i);
	spec_add(s, text);
}

static void
one_card(struct flood *f, struct spec *s, const struct forge_chain *chain)
{
	static const struct forge_case what = { .name = "flood",
	    .check = "chain.anchor", .class = "good" };
	struct cms_signers by = { .ds = &chain->ds, .other = chain->other };
	struct forge_card card = { .file = { { 0 } } };
	struct sim_bytes object = { 0 }, *sod = &card.file[SIM_SOD];
	size_t at;

	forge_files(s, &card);
	sim_clear(&card.file[SIM_DG3]);
	sim_clear(&card.file[SIM_DG2]);
	if (f->portrait > 0) {
		card.profile.face_size = f->portrait;
		make_dg2(&card.profile, &card.file[SIM_DG2]);
	}
	make_dg15(forge_key("rsa2048", "named", "aa")->key,
	    &card.file[SIM_DG15]);
	sim_clear(&card.file[SIM_COM]);
	make_com(&card.profile, (f->portrait > 0 ? 2u : 0u) | 1u << 0 |
	    1u << 12 | 1u << 13 | 1u << 14, &card.file[SIM_COM]);
	at = der_open(sod, 0x77);
	forge_object(s, &card, &object);
	forge_cms(s, "cms", "2.23.136.1.1.1", &object, &by, sod);
	der_close(sod, at);
	forge_record(s, &card, &what, f->dir.cases);
	sim_clear(&object);
	forge_card_clear(&card);
}

/* In turns, as cards come in. */
static void
cards(struct flood *f)
{
	struct forge_chain *chain = calloc(f->signers, sizeof *chain);
	unsigned i;

	if (chain == NULL)
		abort();
	for (i = 0; i < f->signers; i++) {
		struct spec s = { .n = 0 };

		spec_add(&s, f->set);
		add_number(&s, "ds.pool=ds", i);
		forge_chain(&s, &f->dir, &chain[i]);
	}
	for (i = 0; i < f->records; i++) {
		struct spec s = { .n = 0 };

		spec_add(&s, f->set);
		add_number(&s, "who.id=001099", i);
		spec_add(&s, "absent.DG3=protected");
		one_card(f, &s, &chain[i % f->signers]);
	}
	for (i = 0; i < f->signers; i++)
		forge_chain_clear(&chain[i]);
	free(chain);
}

static void
more_anchors(struct flood *f)
{
	unsigned i;

	for (i = 0; i < f->anchors; i++) {
		struct forge_cert c = { .key = NULL };
		struct spec s = { .n = 0 };

		add_number(&s, "csca.id=more", i);
		spec_get(&s, "csca", "id", "");
		forge_cert(&s, "csca", forge_key(i % 2 ? "p256" : "bp384",
		    i % 2 ? "named" : "explicit", "more"), NULL, NULL, &c);
		forge_put(&f->dir, "anchors", "CERTIFICATE", &c.der);
		forge_cert_clear(&c);
	}
}

static bool
set_option(struct flood *f, int ch)
{
	unsigned n = ch == 's' ? 0 : (unsigned)strtoul(optarg, NULL, 10);

	switch (ch) {
	case 's':
		f->set = optarg;
		break;
	case 'k':
		f->signers = n;
		break;
	case 'n':
		f->records = n;
		break;
	case 'p':
		f->portrait = n;
		break;
	case 'a':
		f->anchors = n;
		break;
	default:
		return false;
	}
	return true;
}

int
main(int argc, char **argv)
{
	struct flood f = { .set = "", .signers = 1, .records = 1 };
	const char *out = NULL;
	bool good = true;
	int ch;

	while ((ch = getopt_long(argc, argv, "", opts, NULL)) != -1)
		if (ch == 'o')
			out = optarg;
		else
			good = good && set_option(&f, ch);
	if (!good || out == NULL || f.signers == 0 || optind < argc) {
		fputs("usage: flood --out DIR [--signers K] [--records N] "
		    "[--portrait OCTETS]\n    [--anchors N] "
		    "[--set \"KEY=VALUE ...\"]\n", stderr);
		return 2;
	}
	forge_dir_open(&f.dir, out);
	cards(&f);
	more_anchors(&f);
	forge_dir_close(&f.dir);
	return 0;
}
