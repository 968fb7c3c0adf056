/* SPDX-License-Identifier: ISC */
/* Lines become waiting keys. */
#include <errno.h>
#include <unistd.h>

#include "desk/key_input.h"
#include "desk/keys.h"

void
key_input_release(struct key_input *k)
{
	line_release(&k->in);
	record_release(&k->r);
	buf_wipe(&k->text);
}

/* True: read on. */
static bool
take_line(struct key_input *k, struct slice line, long long now)
{
	struct password key;
	struct slice from = { NULL, 0 };
	size_t at;
	enum err e;

	if (line.n == 0)
		return true;
	e = keys_record(line, &k->text, &k->r, &at);
	if (e != ERR_OK)
		return k->calls.bad(k->calls.ctx, k->in.number, e, at,
		    slice_digits(line));
	k->any = true;
	e = password_from_record(&k->r, &key);
	if (e != ERR_OK) {
		k->calls.keyless(k->calls.ctx, k->in.number, &k->r, e);
		return true;
	}
	if (record_text(&k->r, "from", &from) != ERR_OK)
		from = (struct slice){ NULL, 0 };
	keydesk_add(k->keys, now, &key, k->r.line, from, k->in.number);
	password_wipe(&key);
	return true;
}

enum err
key_input_read(struct key_input *k, int fd, long long now)
{
	struct slice line;
	size_t room;
	char *to = line_space(&k->in, &room);
	ssize_t n;
	bool on = true;
	enum err e = ERR_OK;

	do
		n = read(fd, to, room);
	while (n < 0 && errno == EINTR);
	line_filled(&k->in, n > 0 ? (size_t)n : 0);
	while (on && (e = line_next(&k->in, &line)) != ERR_AGAIN &&
	    e != ERR_EOF)
		on = e == ERR_OK ? take_line(k, slice_trim(line), now) :
		    k->calls.bad(k->calls.ctx, k->in.number, e, 0, false);
	k->eof = n <= 0 || !on;
	return n < 0 ? ERR_IO : ERR_OK;
}
