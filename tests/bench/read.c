/* SPDX-License-Identifier: ISC */
/* What a whole read costs this side of the card: read [ROUNDS [PROFILE
 * [SETTINGS [ANSWER-LIMIT]]]] prints medians as NAME=VALUE. */
#include <stdio.h>
#include <time.h>

#include "../unit/simcard.h"
#include "base/mem.h"
#include "chip/evidence.h"

#define ROUNDS_MAX 10000

/* Processor time of this thread, so that the neighbours do not count. */
static long long
cpu_us(void *clock)
{
	struct timespec t;

	(void)clock;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static int
by_value(const void *a, const void *b)
{
	long long x = *(const long long *)a, y = *(const long long *)b;

	return (x > y) - (x < y);
}

static long long
median(long long *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_value);
	return v[n / 2];
}

/* What the files alone cost: SELECT EF and READ BINARY under the session. */
struct cost {
	long long read[ROUNDS_MAX], write[ROUNDS_MAX];
	struct session_result r;
	struct simcard card;
	unsigned apdus;
	size_t out, in;
};

static enum err
transmit(void *ctx, struct slice cmd, struct buf *answer)
{
	struct cost *c = ctx;
	size_t had = answer->n;
	enum err e = simcard_transmit(&c->card, cmd, answer);
	uint8_t ins = (uint8_t)cmd.p[1];

	if ((cmd.p[0] & 0x0C) != 0 && (ins == 0xB0 || ins == 0xB1 ||
	    (ins == 0xA4 && cmd.p[2] == 0x02))) {
		c->apdus++;
		c->out += cmd.n;
		c->in += answer->n - had;
	}
	return e;
}

static enum err
reset(void *ctx)
{
	return simcard_reset(&((struct cost *)ctx)->card);
}

static enum err
once(const struct sim_profile *p, const struct sim_issue *files, size_t limit,
    struct cost *c, size_t i)
{
	static uint8_t seed[SIGN_SEED] = { 1, 2, 3 };
	struct evidence_sealer sealer = { .seal = simcard_seal, .ctx = seed };
	struct card card = { transmit, reset, c };
	struct session_env env;
	struct password pw;
	struct buf json = { 0 };
	struct evidence ev = { &c->r, &env, "bench", false, &sealer };
	enum err e;

	simcard_init(&c->card, p, files);
	simcard_env(&c->card, &env);
	simcard_password(p, !p->can || p->pace_param < 0, &pw);
	env.now_us = cpu_us;
	env.answer_limit = limit;
	session_result_release(&c->r);
	c->apdus = 0;
	c->out = c->in = 0;
	e = session_read(&card, &pw, &env, &c->r);
	c->read[i] = c->r.us_total - c->r.us_card;
	c->write[i] = cpu_us(NULL);
	if (e == ERR_OK)
		e = evidence_write(&ev, &json);
	c->write[i] = cpu_us(NULL) - c->write[i];
	buf_wipe(&json);
	simcard_release(&c->card);
	return e;
}

static void
print(struct cost *c, size_t rounds)
{
	const struct session_result *r = &c->r;
	long long read = median(c->read, rounds),
	    write = median(c->write, rounds);
	int f;

	printf("cpu_us=%lld read_us=%lld evidence_us=%lld apdus=%u out=%zu "
	    "in=%zu files_apdus=%u files_out=%zu files_in=%zu aa=%d ca=%d "
	    "reconnects=%u files=", read + write, read, write, r->apdus,
	    r->octets_out, r->octets_in, c->apdus, c->out, c->in, r->aa,
	    r->ca, r->reconnects);
	for (f = 0; f < LDS_FILES; f++)
		if (r->file[f].n > 0)
			printf("%s:%zu,", lds_info(f)->name, r->file[f].n);
	printf("\n");
}

int
main(int argc, char **argv)
{
	size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 101, i;
	size_t limit = argc > 4 ? strtoul(argv[4], NULL, 10) : 0;
	const struct sim_profile *named = sim_profile_named(argc > 2 ? argv[2] :
	    "2021");
	struct sim_pki *pki = sim_pki_new(NULL, false);
	struct sim_issue files = { 0 };
	struct cost *c = xcalloc(1, sizeof(*c));
	struct sim_profile p;
	enum err e = ERR_OK;

	if (named == NULL || pki == NULL || rounds == 0 || rounds > ROUNDS_MAX)
		return 2;
	p = *named;
	if ((argc > 3 && !sim_profile_set(&p, argv[3])) ||
	    !sim_issue(&p, pki, &files))
		return 2;
	for (i = 0; e == ERR_OK && i < rounds; i++)
		e = once(&p, &files, limit, c, i);
	if (e == ERR_OK)
		print(c, rounds);
	else
		fprintf(stderr, "read: %s\n", err_str(e));
	session_result_release(&c->r);
	free(c);
	sim_issue_free(&files);
	sim_pki_free(pki);
	return e != ERR_OK;
}
