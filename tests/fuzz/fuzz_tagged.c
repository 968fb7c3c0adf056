/* SPDX-License-Identifier: ISC */
/* Tagged lines, scores and summaries, whatever stands in them. */
#include "roster/blocks.h"
#include "roster/tagged.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice rest = { (const char *)p, n }, line, of[COLUMNS];
	struct tagged *t = tagged_new("/nonexistent", 1u << 24);
	struct block_maker *m = block_maker_new(NULL);
	struct fuzzy_person person;
	struct fuzzy_scored score;
	struct diff_summary sum;
	const char *why;
	uint64_t number;
	unsigned side;

	if (diff_summary_read(rest, &sum) == ERR_OK)
		diff_summary_add(&sum, &sum);
	while (block_read(&rest, &score) == ERR_OK)
		continue;
	rest = (struct slice){ (const char *)p, n };
	while (n > 0 && slice_split(&rest, '\n', &line))
		if (tagged_add(t, line, &why) == ERR_OK &&
		    tagged_look(t, line, &side, &number, of, &why) == ERR_OK)
			(void)block_person(m, of, &person);
	block_maker_free(m);
	tagged_free(t);
	return 0;
}
