/* SPDX-License-Identifier: ISC */
/* Two pipes: records, and at the end one octet when all went well. */
#include <sys/stat.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/mem.h"
#include "base/sandbox.h"
#include "shelf/dump_feed.h"

/* False where there is no card, one is no record, or nobody reads any more. */
static bool
walk(const char *folder, const struct dump_terms *t, int records)
{
	struct buf line = { 0 };
	struct dump *d = NULL;
	const char *where;
	bool well = true, any = false;
	enum err e = dump_open(folder, t, &d);

	if (e != ERR_OK) {
		t->report(t->ctx, folder, err_str(e));
		return false;
	}
	while ((e = dump_next(d, &line, &where)) != ERR_EOF) {
		well = well && e == ERR_OK;
		any = true;
		if (!fd_write_all(records, buf_slice(&line))) {
			well = false;
			break;
		}
		buf_reset(&line);
	}
	if (!any)
		t->report(t->ctx, folder, N_("no card in it"));
	dump_close(d);
	buf_wipe(&line);
	return well && any;
}

static void
child(const char *folder, const struct dump_terms *t, int records, int word)
{
	const struct sandbox_limits none = { 0 };
	bool well;

	/* without seccomp the filter itself has said so */
	(void)!sandbox_enter(SANDBOX_STDIO | SANDBOX_OPEN, &none, NULL);
	well = walk(folder, t, records);
	if (well)
		(void)!fd_write_all(word, SLICE("w"));
	_exit(well ? 0 : 1);
}

/* Both ends for reading stay here; that of the word does not wait. */
static enum err
start(const char *folder, const struct dump_terms *t, int records[2],
    int word[2])
{
	pid_t pid = fcntl(word[0], F_SETFL, O_NONBLOCK) == 0 ? fork() : -1;

	if (pid == 0) {
		close(records[0]);
		close(word[0]);
		/* whoever reads our output sees its end without us */
		if (records[1] != STDOUT_FILENO && word[1] != STDOUT_FILENO)
			close(STDOUT_FILENO);
		child(folder, t, records[1], word[1]);
	}
	close(records[1]);
	close(word[1]);
	if (pid > 0)
		return ERR_OK;
	close(records[0]);
	close(word[0]);
	return ERR_BUSY;
}

enum err
dump_feeds_add(struct dump_feeds *f, const char *folder,
    const struct dump_terms *t, int *records)
{
	int pipe[2], word[2];
	struct stat st;
	enum err e;

	if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode))
		return ERR_NOT_FOUND;
	if (pipe2(pipe, O_CLOEXEC) != 0)
		return ERR_BUSY;
	if (pipe2(word, O_CLOEXEC) != 0) {
		close(pipe[0]);
		close(pipe[1]);
		return ERR_BUSY;
	}
	if ((e = start(folder, t, pipe, word)) != ERR_OK)
		return e;
	f->word = xreallocarray(f->word, f->n + 1, sizeof *f->word);
	f->word[f->n++] = word[0];
	*records = pipe[0];
	return ERR_OK;
}

/* The word comes before the end of the records, or not at all. */
bool
dump_feeds_end(struct dump_feeds *f)
{
	bool well = true;
	char c;
	size_t i;

	for (i = 0; i < f->n; i++) {
		well = read(f->word[i], &c, 1) == 1 && well;
		close(f->word[i]);
	}
	free(f->word);
	*f = (struct dump_feeds){ .n = 0 };
	return well;
}
