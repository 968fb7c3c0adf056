/* SPDX-License-Identifier: ISC */
/* EF.SOD parsed, verified with the certificate in it, held against files. What
 * is not against the standard reads the same for the reader that is lax. */
#include "signed.h"
#include "trust/sod.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void
compare(struct slice file, const struct sod *s)
{
	struct lds_sod lax;
	int i;

	if (lds_sod_parse(file, &lax) != ERR_OK || lax.groups != s->groups ||
	    lax.hash_kind != s->hash)
		abort();
	for (i = 0; i < 16; i++)
		if (!slice_eq(lax.hash[i], s->digest[i]))
			abort();
	lds_sod_release(&lax);
}

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice file = { (const char *)p, n }, files[LDS_FILES] = {
		[LDS_COM] = SLICE("\x60\x02\x5c\0"), [LDS_DG2] = file };
	struct findings fs = { .n = 0 };
	struct crypto_hasher *h;
	struct sod s;

	if (sod_parse(file, &s, &fs) != ERR_OK)
		return 0;
	if (findings_worst(&fs) < FINDING_DEVIATES)
		compare(file, &s);
	verify_embedded(&s.cms, SOD_CONTENT_TYPE, &fs);
	h = crypto_hasher_new();
	if (sod_files(&s, files, 0, h, &fs))
		abort();	/* no file holds its own hash */
	crypto_hasher_free(h);
	sod_release(&s);
	return 0;
}
