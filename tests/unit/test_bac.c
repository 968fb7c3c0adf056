/* SPDX-License-Identifier: ISC */
/* Basic Access Control: Doc 9303-11, D.2 and D.3, and answers that lie.
 * libs: -lmrtd */
#include <mrtd/bachelper.h>

#include "chip/bac.h"
#include "hex.h"

#define MRZ_INFO "L898902C<369080619406236"
#define RND_IC "4608F91988702212"
#define RND_IFD "781723860C06C226"
#define K_IFD "0B795240CB7049B01C19B33E32804F0B"
#define REQUEST "72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2" \
	"5F1448EEA8AD90A7"
#define ANSWER "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F" \
	"2F2D235D074D7449"

/* Gives out the octets of a text, and none when they are used up. */
struct given {
	struct buf octets;
	size_t at;
};

static enum err
fill(void *ctx, uint8_t *p, size_t n)
{
	struct given *g = ctx;

	if (g->octets.n - g->at < n)
		return ERR_IO;
	memcpy(p, g->octets.p + g->at, n);
	g->at += n;
	return ERR_OK;
}

/* A terminal that has sent its request, D.3's where the challenges are. */
static struct bac *
started(const char *rnd_ic, const char *rnd_ifd)
{
	struct given g = { .at = 0 };
	const struct random r = { fill, &g };
	struct bac *b = bac_new(SLICE(MRZ_INFO));
	struct buf ic = { 0 }, out = { 0 };

	hex_add(&g.octets, rnd_ifd);
	hex_add(&g.octets, K_IFD);
	OK(bac_request(b, hex(&ic, rnd_ic), &r, &out) == ERR_OK,
	    "a request is made");
	if (strcmp(rnd_ic, RND_IC) == 0 && strcmp(rnd_ifd, RND_IFD) == 0)
		hex_same(buf_slice(&out), REQUEST, "D.3: E.IFD and M.IFD");
	buf_release(&g.octets);
	buf_release(&ic);
	buf_release(&out);
	return b;
}

static void
test_session(void)
{
	static const struct apdu select = { 0, 0xa4, 2, 0x0c,
	    SLICE("\x01\x1e"), 0, false };
	struct bac *b = started(RND_IC, RND_IFD);
	struct buf answer = { 0 }, out = { 0 };
	struct sm *s = NULL;

	OK(bac_session(b, hex(&answer, ANSWER), &s) == ERR_OK && s != NULL,
	    "D.3: the answer opens a session");
	/* Only the keys and the counter of D.3 make these octets. */
	sm_wrap(s, &select, &out);
	hex_same(buf_slice(&out), "0CA4020C158709016375432908C044F6"
	    "8E08BF8B92D635FF24F800", "D.4: its first command");
	sm_free(s);
	bac_free(b);
	bac_free(NULL);
	buf_release(&answer);
	buf_release(&out);
}

/* What a card that does not know the keys can send. */
static void
test_hostile(void)
{
	struct bac *b = started(RND_IC, RND_IFD);
	struct buf answer = { 0 };
	struct sm *s = NULL;
	size_t i, refused = 0, bits = 0;

	hex(&answer, ANSWER);
	for (i = 0; i < answer.n * 8; i++, bits++) {
		answer.p[i / 8] ^= (char)(1 << i % 8);
		refused += bac_session(b, buf_slice(&answer), &s) ==
		    ERR_HOSTILE && s == NULL;
		answer.p[i / 8] ^= (char)(1 << i % 8);
	}
	OK(refused == bits, "every single bit wrong is refused");
	answer.n--;
	OK(bac_session(b, buf_slice(&answer), &s) == ERR_LINK && s == NULL,
	    "39 octets are a broken link");
	OK(bac_session(b, hex(&answer, REQUEST), &s) == ERR_HOSTILE &&
	    s == NULL, "our own request back, with its right MAC");
	bac_free(b);
	buf_release(&answer);
}

/* What somebody can send who listened to the card once: the MAC is right. */
static void
test_replayed(void)
{
	static const char *const now[][2] = {
		{ "4608F91988702213", RND_IFD }, { RND_IC, "781723860C06C227" }
	};
	struct buf answer = { 0 };
	struct sm *s = NULL;
	struct bac *b;
	size_t i;

	hex(&answer, ANSWER);
	for (i = 0; i < 2; i++) {
		b = started(now[i][0], now[i][1]);
		OK(bac_session(b, buf_slice(&answer), &s) == ERR_HOSTILE &&
		    s == NULL, "an answer to %s challenge", i == 0 ?
		    "the card's former" : "our former");
		bac_free(b);
	}
	buf_release(&answer);
}

static void
test_refused(void)
{
	struct given g = { .at = 0 };
	const struct random r = { fill, &g };
	struct bac *b = bac_new(SLICE(MRZ_INFO));
	struct buf ic = { 0 }, out = { 0 };

	OK(bac_request(b, hex(&ic, RND_IC "00"), &r, &out) == ERR_FORMAT &&
	    out.n == 0, "a challenge of nine octets");
	OK(bac_request(b, SLICE(""), &r, &out) == ERR_FORMAT, "and of none");
	hex_add(&g.octets, RND_IFD);
	OK(bac_request(b, hex(&ic, RND_IC), &r, &out) == ERR_IO &&
	    out.n == 0, "no random numbers");
	bac_free(b);
	buf_release(&g.octets);
	buf_release(&ic);
	buf_release(&out);
}

/* libmrtd's terminal makes the same request out of the same numbers. */
static void
test_witness(void)
{
	static const char *infos[] = { MRZ_INFO, "090000123390010223001020",
	    "160000456460031519912315" };
	struct given g = { .at = 0 };
	const struct random r = { fill, &g };
	struct buf ic = { 0 }, out = { 0 };
	uint8_t enc[16], mac[16], theirs[40];
	struct bac *b;
	size_t i;

	hex_add(&g.octets, RND_IFD K_IFD);
	hex(&ic, RND_IC);
	for (i = 0; i < sizeof infos / sizeof *infos; i++) {
		mrtd_bac_kmrz_to_kenc_kmac((const uint8_t *)infos[i], enc, mac);
		mrtd_bac_cmd_data((const uint8_t *)g.octets.p,
		    (const uint8_t *)g.octets.p + 8, (const uint8_t *)ic.p,
		    enc, mac, theirs);
		g.at = 0;
		buf_reset(&out);
		b = bac_new(slice_str(infos[i]));
		OK(bac_request(b, buf_slice(&ic), &r, &out) == ERR_OK &&
		    out.n == 40 && memcmp(out.p, theirs, 40) == 0,
		    "libmrtd asks the same with key %zu", i);
		bac_free(b);
	}
	buf_release(&g.octets);
	buf_release(&ic);
	buf_release(&out);
}

int
main(void)
{
	test_session();
	test_hostile();
	test_replayed();
	test_refused();
	test_witness();
	return tap_done();
}
