/* SPDX-License-Identifier: ISC */
/* Any file as a roster, with all that is said of it. */
#include "lint/lint_run.h"
#include "table/table_read.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static const char *
same(const char *text)
{
	return text;
}

static enum err
row(void *ctx, const struct table_row *r)
{
	struct buf out = { 0 };

	lint_run_row(ctx, r, &out);
	lint_run_expect(ctx, r);
	lint_run_expected(ctx, r, &out);
	buf_release(&out);
	return ERR_OK;
}

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct lint_html html = { .text = same, .max = 5 };
	struct lint_run_options o = { .terms = { .today = { 2026, 11, 26 },
	    .need = LINT_NEED_DEFAULT }, .unit = "lop", .examples = 2,
	    .all = true, .duplicates = true, .html = &html };
	struct lint_run *run = lint_run_new(&o);
	struct table *t = table_new(NULL, row, run);
	struct buf out = { 0 };

	lint_run_file(run, SLICE("x.csv"));
	(void)!table_read_text(t, (struct slice){ (const char *)p, n });
	lint_run_end(run, &out, NULL, NULL);
	lint_html_page(&html, lint_run_sum(run), "x", &out);
	lint_table(lint_run_sum(run), same, &out);
	buf_release(&out);
	lint_html_release(&html);
	table_free(t);
	lint_run_free(run);
	return 0;
}
