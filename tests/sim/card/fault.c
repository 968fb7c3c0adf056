/* SPDX-License-Identifier: ISC */
/* The card that misbehaves: names of faults, and what they do to an answer. */
#include <stdlib.h>
#include <string.h>

#include "priv.h"

static const char *const names[SIM_FAULT_KINDS] = {
	[SIM_F_NONE] = "none", [SIM_F_GONE] = "gone", [SIM_F_TORN] = "torn",
	[SIM_F_CUT] = "cut", [SIM_F_ONE] = "one", [SIM_F_SILENT] = "silent",
	[SIM_F_SLOW] = "slow", [SIM_F_SPLIT] = "split",
	[SIM_F_EXTRA] = "extra", [SIM_F_SW] = "sw",
	[SIM_F_SW_MACED] = "sw-maced", [SIM_F_WARN] = "warn",
	[SIM_F_FLIP] = "flip", [SIM_F_MAC] = "mac", [SIM_F_TOKEN] = "token",
	[SIM_F_CLONE] = "clone", [SIM_F_REFLECT] = "reflect",
	[SIM_F_INFINITY] = "infinity", [SIM_F_REPLAY] = "replay",
	[SIM_F_LONG] = "long", [SIM_F_RESET] = "reset",
};

const char *
sim_fault_name(enum sim_fault_kind k)
{
	return (size_t)k < SIM_FAULT_KINDS ? names[k] : NULL;
}

/* Digits up to the end or to `stop`. */
static bool
number(const char **s, int base, unsigned long max, unsigned *out)
{
	char *end;
	unsigned long n;

	if (strspn(*s, base == 16 ? "0123456789ABCDEFabcdef" :
	    "0123456789") == 0)
		return false;
	n = strtoul(*s, &end, base);
	if (n > max)
		return false;
	*out = (unsigned)n;
	*s = end;
	return true;
}

/* kind[:value]@at[xtimes]; a status word in hex, other values in decimal. */
bool
sim_fault_parse(const char *text, struct sim_fault *out)
{
	struct sim_fault f = { .times = 1 };
	size_t n = strcspn(text, ":@"), k;
	const char *s = text + n;

	for (k = 1; k < SIM_FAULT_KINDS; k++)
		if (strlen(names[k]) == n && memcmp(names[k], text, n) == 0)
			break;
	if (k == SIM_FAULT_KINDS)
		return false;
	f.kind = (enum sim_fault_kind)k;
	if (*s == ':') {
		s++;
		if (!number(&s, f.kind == SIM_F_SW || f.kind == SIM_F_SW_MACED ?
		    16 : 10, 0xFFFFFF, &f.value))
			return false;
	} else if (f.kind == SIM_F_SW || f.kind == SIM_F_SW_MACED) {
		return false;
	}
	if (*s++ != '@' || !number(&s, 10, 1000000, &f.at) || f.at == 0)
		return false;
	if (*s == 'x') {
		s++;
		if (!number(&s, 10, 1000000, &f.times) || f.times == 0)
			return false;
	}
	if (*s != '\0')
		return false;
	*out = f;
	return true;
}

void
sim_card_fault(struct sim_card *c, const struct sim_fault *f)
{
	c->fault = *f;
	c->fault_left = f->times > 1 ? f->times : 1;
}

bool
sim_faulty(const struct sim_card *c, enum sim_fault_kind k)
{
	return c->faulty && c->fault.kind == k;
}

/* The last octet of the MAC, or of plain data: what stands before the status
 * word. */
static void
spoil_mac(struct sim_bytes *out)
{
	if (out->n > 2)
		out->p[out->n - 3] ^= 1;
}

static void
replay(const struct sim_card *c, struct sim_bytes *out)
{
	if (c->last.n == 0)
		return;
	out->n = 0;
	sim_add(out, c->last.p, c->last.n);
}

enum sim_event
sim_fault_answer(struct sim_card *c, struct sim_bytes *out)
{
	switch (c->faulty ? c->fault.kind : SIM_F_NONE) {
	case SIM_F_TORN:
		out->n = out->n / 2;
		return SIM_TORN_NOW;
	case SIM_F_CUT:
		out->n = out->n > 2 ? out->n / 2 : 1;
		return SIM_ANSWER;
	case SIM_F_ONE:
		out->n = 1;
		return SIM_ANSWER;
	case SIM_F_SLOW:
		return SIM_SLOW_NOW;
	case SIM_F_SPLIT:
		return SIM_SPLIT_NOW;
	case SIM_F_EXTRA:
		return SIM_EXTRA_NOW;
	case SIM_F_FLIP:
		out->p[c->fault.value / 8 % out->n] ^=
		    (uint8_t)(1u << c->fault.value % 8);
		return SIM_ANSWER;
	case SIM_F_MAC:
		spoil_mac(out);
		return SIM_ANSWER;
	case SIM_F_REPLAY:
		replay(c, out);
		return SIM_ANSWER;
	default:
		return SIM_ANSWER;
	}
}
