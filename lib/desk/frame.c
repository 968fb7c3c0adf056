/* SPDX-License-Identifier: ISC */
/* A kind in one octet, a length in four, the octets. */
#include <sys/socket.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "desk/frame.h"

#define HEAD 5
#define BLOCK (64u << 10)

void
frame_release(struct frame_reader *r)
{
	buf_wipe(&r->b);
	r->at = 0;
}

static enum err
send_all(int fd, const char *p, size_t n)
{
	ssize_t put;

	for (; n > 0; p += put, n -= (size_t)put) {
		do
			put = send(fd, p, n, MSG_NOSIGNAL);
		while (put < 0 && errno == EINTR);
		if (put < 0)
			return errno == EPIPE || errno == ECONNRESET ? ERR_EOF :
			    ERR_IO;
	}
	return ERR_OK;
}

enum err
frame_send(int fd, uint8_t kind, const struct slice *parts, size_t n)
{
	struct buf b = { 0 };
	size_t i, total = 0;
	uint8_t head[HEAD];
	enum err e;

	for (i = 0; i < n; i++) {
		if (parts[i].n > FRAME_MAX - total)
			return ERR_TOO_LONG;
		total += parts[i].n;
	}
	head[0] = kind;
	head[1] = (uint8_t)(total >> 24);
	head[2] = (uint8_t)(total >> 16);
	head[3] = (uint8_t)(total >> 8);
	head[4] = (uint8_t)total;
	buf_grow(&b, HEAD + total);
	buf_add(&b, (char *)head, HEAD);
	for (i = 0; i < n; i++)
		buf_add_slice(&b, parts[i]);
	e = send_all(fd, b.p, b.n);
	buf_wipe(&b);
	return e;
}

enum err
frame_fill(struct frame_reader *r, int fd)
{
	ssize_t n;

	if (r->at > 0) {
		memmove(r->b.p, r->b.p + r->at, r->b.n - r->at);
		r->b.n -= r->at;
		mem_wipe(r->b.p + r->b.n, r->at);
		r->at = 0;
	}
	buf_grow(&r->b, BLOCK);
	do
		n = read(fd, r->b.p + r->b.n, BLOCK);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return n == 0 || errno == ECONNRESET ? ERR_EOF : ERR_IO;
	r->b.n += (size_t)n;
	return ERR_OK;
}

enum err
frame_next(struct frame_reader *r, uint8_t *kind, struct slice *payload)
{
	struct slice in, k;
	uint32_t n;

	if (r->at == r->b.n)
		return ERR_AGAIN;
	in = (struct slice){ r->b.p + r->at, r->b.n - r->at };
	if (buf_read(&in, 1, &k) != ERR_OK || buf_read_be32(&in, &n) != ERR_OK)
		return ERR_AGAIN;
	if (n > FRAME_MAX)
		return ERR_TOO_LONG;
	if (buf_read(&in, n, payload) != ERR_OK)
		return ERR_AGAIN;
	*kind = (uint8_t)*k.p;
	r->at = (size_t)(in.p - r->b.p);
	return ERR_OK;
}
