/* SPDX-License-Identifier: ISC */
/* PACE step by step as in a worked example, with answers that a test may
 * change. */
#ifndef PACE_RUN_H
#define PACE_RUN_H

#include "base/tlv.h"
#include "chip/group.h"
#include "chip/pace.h"
#include "given.h"
#include "pace_examples.h"

/* One run of an example: the card's answers, which a test may change. */
struct run {
	const struct example *x;
	struct pace *p;
	struct given given;
	struct random r;
	struct buf answer, out;
	bool more;
	struct sm *sm;
};

static inline void
run_start(struct run *run, const struct example *x)
{
	*run = (struct run){ .x = x };
	run->r = (struct random){ given_fill, &run->given };
	if (pace_new(&x->info, x->kind, slice_str(x->secret), &run->p) !=
	    ERR_OK)
		run->p = NULL;
}

static inline void
run_end(struct run *run)
{
	pace_free(run->p);
	sm_free(run->sm);
	buf_release(&run->given.octets);
	buf_release(&run->answer);
	buf_release(&run->out);
}

/* The answer 7C { tag value }, with another object behind it where `more`;
 * value NULL: 7C 00. */
static inline struct slice
answer(struct run *run, uint32_t tag, const char *value)
{
	struct buf in = { 0 }, v = { 0 };

	if (value != NULL)
		tlv_add(&in, tag, hex(&v, value));
	if (run->more)
		tlv_add(&in, 0x8b, SLICE("x"));
	buf_reset(&run->answer);
	tlv_add(&run->answer, 0x7c, buf_slice(&in));
	buf_release(&in);
	buf_release(&v);
	buf_reset(&run->out);
	return buf_slice(&run->answer);
}

static inline enum err
step_map(struct run *run, const char *z)
{
	struct buf draw = { 0 };

	given_set(&run->given, hex(&draw, run->x->draw));
	buf_release(&draw);
	return pace_map(run->p, answer(run, 0x80, z), &run->r, &run->out);
}

/* The private key as it is drawn: of the order's size. */
static inline enum err
step_agree(struct run *run, const char *map_ic)
{
	struct group *g;
	struct group_key *k;
	struct buf sk = { 0 };

	if (group_standard(run->x->info.param, &g) != ERR_OK)
		return ERR_MAX;
	if (group_key_from(g, hex(&sk, run->x->sk), &k) != ERR_OK)
		return ERR_MAX;
	given_set(&run->given, group_private(k));
	group_key_free(k);
	group_free(g);
	buf_release(&sk);
	return pace_agree(run->p, answer(run, 0x82, map_ic), &run->r,
	    &run->out);
}

static inline enum err
step_token(struct run *run, const char *key_ic)
{
	return pace_token(run->p, answer(run, 0x84, key_ic), &run->out);
}

static inline enum err
step_finish(struct run *run, const char *t_ic, const char *cam)
{
	struct buf in = { 0 }, v = { 0 };
	enum err e;

	tlv_add(&in, 0x86, hex(&v, t_ic));
	if (cam != NULL)
		tlv_add(&in, 0x8a, hex(&v, cam));
	buf_reset(&run->answer);
	tlv_add(&run->answer, 0x7c, buf_slice(&in));
	e = pace_finish(run->p, buf_slice(&run->answer), &run->sm);
	buf_release(&in);
	buf_release(&v);
	return e;
}

#endif
