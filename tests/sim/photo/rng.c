/* SPDX-License-Identifier: ISC */
/* SplitMix64 (Steele, Lea, Flood 2014). */
#include "rng.h"

void
rng_init(struct rng *r, const char *seed)
{
	r->s = 0xcbf29ce484222325u;	/* FNV-1a */
	for (; *seed != '\0'; seed++)
		r->s = (r->s ^ (unsigned char)*seed) * 0x100000001b3u;
}

uint64_t
rng_next(struct rng *r)
{
	uint64_t z = r->s += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

double
rng_unit(struct rng *r)
{
	return (double)(rng_next(r) >> 11) * 0x1p-53;
}

double
rng_between(struct rng *r, double lo, double hi)
{
	return lo + (hi - lo) * rng_unit(r);
}

int
rng_int(struct rng *r, int lo, int hi)
{
	uint64_t span = (uint64_t)(hi - lo) + 1;

	return lo + (int)((rng_next(r) >> 32) * span >> 32);
}

bool
rng_chance(struct rng *r, double p)
{
	return rng_unit(r) < p;
}

int
rng_sign(struct rng *r)
{
	return rng_next(r) >> 63 != 0 ? 1 : -1;
}

float
rng_normal(struct rng *r)
{
	uint64_t z = rng_next(r);
	int sum = (int)(z & 0xffff) + (int)(z >> 16 & 0xffff) +
	    (int)(z >> 32 & 0xffff) + (int)(z >> 48);

	/* four uniforms on 0..65535: mean 131070, deviation 37837 */
	return ((float)sum - 131070.0f) * (1.0f / 37837.2f);
}
