/* SPDX-License-Identifier: ISC */
/* Public keys of any octets: what is taken is a key of its group. */
#include <assert.h>

#include "chip/group.h"
#include "chip/sign.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice spki = { (const char *)p, n }, public;
	struct group *g = NULL;
	struct group_key *k = NULL;
	struct buf out = { 0 };
	enum sign_kind kind;

	if (sign_kind(spki, &kind) == ERR_OK && kind == SIGN_RSA)
		(void)!sign_rsa_recover(spki, SLICE("x"), &out);
	if (group_spki(spki, &g, &public) != ERR_OK)
		goto out;
	/* Fields cost too much here. */
	if (group_is_ec(g)) {
		assert(group_key_from(g, SLICE("\x07"), &k) == ERR_OK);
		assert(group_agree(k, public, &out) == ERR_OK);
		assert(out.n == group_field_size(g));
	}
out:
	group_key_free(k);
	group_free(g);
	buf_release(&out);
	return 0;
}
