/* SPDX-License-Identifier: ISC */
/* The portal's answers and catalogues. First byte: the HTTP status. */
#include <stdlib.h>

#include "stay/catalogue.h"
#include "stay/kbtt_answer.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	static const long status[] = { 200, 400, 401, 503, 302 };
	struct slice body = { (const char *)p + 1, n - 1 };
	struct kbtt_token token = { 0 };
	struct catalogue list = { 0 };
	struct buf words = { 0 };
	long http;

	if (n == 0)
		return 0;
	http = status[p[0] % 5];
	if (kbtt_answer(http, body, &words) == OUTCOME_OK && http != 200)
		abort();
	buf_reset(&words);
	if (kbtt_token_answer(http, body, &token, &words) == OUTCOME_OK &&
	    !token.may_file)
		abort();
	if (catalogue_parse(body, &list) == ERR_OK &&
	    catalogue_label(&list, catalogue_code_at(&list, 0)).p == NULL)
		abort();
	catalogue_release(&list);
	kbtt_token_release(&token);
	buf_release(&words);
	return 0;
}
