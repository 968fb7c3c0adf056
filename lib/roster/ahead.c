/* SPDX-License-Identifier: ISC */
/* One thread that reads, and is told how far the others are. The pages are
 * mapped as they come: to copy them out would cost ten times as much. */
#include <sys/mman.h>

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "roster/ahead.h"
#include "roster/far.h"

#define PIECE (4u << 20)
#define LEAD (512ull << 20)		/* no more than so far ahead, */
#define LEAD_PART 16			/* nor than this part of the memory */
#define SMALL (32u << 20)		/* not worth a thread */
#define PROBES 64
#define PAGE 4096

struct ahead {
	pthread_mutex_t lock;
	pthread_cond_t moved;
	pthread_t thread;
	const struct side *side;
	bool cold[2];
	size_t read[2], seen[2], lead;
	bool stop;
};

/* More than an eighth of the pages that are looked at are on the disk only. */
static bool
is_cold(const struct side *s)
{
	size_t i, pages = s->mapped / PAGE, cold = 0;
	unsigned char in;

	if (s->file <= 0 || s->map == NULL || s->mapped < SMALL)
		return false;
	for (i = 0; i < PROBES; i++) {
		char *p = (char *)s->map + pages * i / PROBES * PAGE;

		if (mincore(p, PAGE, &in) != 0)
			return false;
		cold += (in & 1) == 0;
	}
	return cold > PROBES / 8;
}

/* Says how far it is and waits while that is far enough. False: it is over. */
static bool
go_on(struct ahead *a, unsigned side, size_t at)
{
	bool go;

	pthread_mutex_lock(&a->lock);
	a->read[side] = at;
	pthread_cond_broadcast(&a->moved);
	while (!a->stop && at > a->seen[side] + a->lead)
		pthread_cond_wait(&a->moved, &a->lock);
	go = !a->stop;
	pthread_mutex_unlock(&a->lock);
	return go;
}

/* Before Linux 5.14. */
static bool
copy(const struct side *s, size_t at, size_t n)
{
	char *buf = xmalloc(PIECE);
	ssize_t k = 1;

	while (n > 0 && k != 0) {
		k = pread(s->file, buf, n, (off_t)at);
		if (k < 0 && errno != EINTR)
			break;
		if (k > 0) {
			at += (size_t)k;
			n -= (size_t)k;
		}
	}
	mem_wipe(buf, PIECE);
	free(buf);
	return n == 0;
}

/* Brings a piece into memory. False: the kernel cannot do that, or the file;
 * what cannot be read is met where it is looked at. */
static bool
bring(const struct side *s, size_t at, size_t n)
{
#ifdef MADV_POPULATE_READ
	int k;

	do
		k = madvise((char *)s->map + at, n, MADV_POPULATE_READ);
	while (k != 0 && errno == EINTR);
	if (k == 0)
		return true;
	if (errno != EINVAL)
		return false;
#endif
	return copy(s, at, n);
}

static void *
read_all(void *arg)
{
	struct ahead *a = arg;
	unsigned i;

	for (i = 0; i < 2; i++) {
		const struct side *s = &a->side[i];
		size_t at = 0, n = 0;

		if (a->cold[i])
			(void)madvise(s->map, s->mapped, MADV_SEQUENTIAL);
		while (a->cold[i] && at < s->text.n && go_on(a, i, at)) {
			n = s->text.n - at < PIECE ? s->text.n - at : PIECE;
			if (!bring(s, at, n))
				break;
			at += n;
		}
		if (a->cold[i])
			(void)madvise(s->map, s->mapped, MADV_NORMAL);
		pthread_mutex_lock(&a->lock);
		a->read[i] = SIZE_MAX;
		pthread_cond_broadcast(&a->moved);
		pthread_mutex_unlock(&a->lock);
	}
	return NULL;
}

struct ahead *
ahead_new(const struct side side[2])
{
	bool cold[2] = { is_cold(&side[0]), is_cold(&side[1]) };
	struct ahead *a;

	if (!cold[0] && !cold[1])
		return NULL;
	a = xcalloc(1, sizeof *a);
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->moved, NULL);
	a->side = side;
	a->lead = far_room() / LEAD_PART < LEAD ? far_room() / LEAD_PART :
	    LEAD;
	a->cold[0] = cold[0];
	a->cold[1] = cold[1];
	if (pthread_create(&a->thread, NULL, read_all, a) == 0)
		return a;
	pthread_mutex_destroy(&a->lock);
	pthread_cond_destroy(&a->moved);
	free(a);
	return NULL;
}

void
ahead_wait(struct ahead *a, unsigned side, size_t end)
{
	if (a == NULL)
		return;
	pthread_mutex_lock(&a->lock);
	if (end > a->seen[side])
		a->seen[side] = end;
	pthread_cond_broadcast(&a->moved);
	while (a->read[side] < end)
		pthread_cond_wait(&a->moved, &a->lock);
	pthread_mutex_unlock(&a->lock);
}

void
ahead_free(struct ahead *a)
{
	if (a == NULL)
		return;
	pthread_mutex_lock(&a->lock);
	a->stop = true;
	pthread_cond_broadcast(&a->moved);
	pthread_mutex_unlock(&a->lock);
	pthread_join(a->thread, NULL);
	pthread_mutex_destroy(&a->lock);
	pthread_cond_destroy(&a->moved);
	free(a);
}
