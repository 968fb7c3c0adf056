/* SPDX-License-Identifier: ISC */
/* Every repair and the examination on any UTF-8; keys of what comes out. */
#include <assert.h>

#include "identity/doctor.h"
#include "identity/scanner.h"
#include "text/utf8.h"
#include "text/vi.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice in = { (const char *)p, n > 8192 ? 8192 : n };
	struct scanner_result r;
	struct diagnosis d;
	struct buf key = { 0 };
	struct card c;
	bool proof = false;
	enum vi_level l;

	doctor_diagnose(in, &d);
	assert(d.word != NULL && d.fault != NULL && d.setting != NULL);
	for (l = VI_K0; l < VI_NONE; l++)
		assert((vi_key(in, l, &key) == ERR_OK) == utf8_is_valid(in));
	assert(!utf8_is_valid(in) || vi_agree(in, in) == VI_K0);
	in.n = utf8_valid_bytes(in);
	scanner_read(in, &r);
	assert(utf8_is_valid(r.text) && r.prefix.n <= 16);
	card_cut(r.text, &c);
	if (r.repair != NULL)
		assert(card_is_sound(&c, r.t.doubtful, &proof));
	assert((r.t.doubtful != 0) == (r.t.candidates.n > 0));
	scanner_result_release(&r);
	buf_release(&key);
	return 0;
}
