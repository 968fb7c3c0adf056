/* SPDX-License-Identifier: ISC */
/* How much of files fits in memory. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "roster/far.h"

#define GROUPS "/sys/fs/cgroup"

/* The beginning of a small file of the system; empty: there is none. */
static struct slice
head_of(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, size);

	if (fd >= 0)
		close(fd);
	return (struct slice){ text, n > 0 ? (size_t)n : 0 };
}

/* False: there is no number ("max"). */
static bool
number(struct slice s, unsigned long long *out)
{
	size_t i = 0;

	while (i < s.n && s.p[i] == ' ')
		i++;
	if (i == s.n || s.p[i] < '0' || s.p[i] > '9')
		return false;
	for (*out = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' &&
	    *out < 1ull << 56; i++)
		*out = *out * 10 + (unsigned)(s.p[i] - '0');
	return true;
}

static unsigned long long
available(void)
{
	static const char name[] = "MemAvailable:";
	char text[1024];
	struct slice all = head_of("/proc/meminfo", text, sizeof text), line;
	unsigned long long kib;

	while (slice_split(&all, '\n', &line))
		if (slice_starts(line, name) && number((struct slice){
		    line.p + sizeof name - 1, line.n - sizeof name + 1 }, &kib))
			return kib << 10;
	return ~0ull;
}

/* The least limit of a group and those that it is in. */
static unsigned long long
limit(const char *root, struct slice group, const char *file)
{
	unsigned long long least = ~0ull, n;
	char path[4096], text[64];

	for (;;) {
		if (snprintf(path, sizeof path, "%s%.*s/%s", root,
		    (int)group.n, group.p, file) < (int)sizeof path &&
		    number(head_of(path, text, sizeof text), &n) && n < least)
			least = n;
		if (group.n == 0)
			return least;
		while (group.n > 0 && group.p[--group.n] != '/')
			;
	}
}

unsigned long long
far_room(void)
{
	unsigned long long room = available(), n = ~0ull;
	char text[4096];
	struct slice all = head_of("/proc/self/cgroup", text, sizeof text);
	struct slice line, id, kinds;

	/* 0::/group, or 4:memory:/group where groups are of the old kind */
	while (slice_split(&all, '\n', &line)) {
		if (!slice_split(&line, ':', &id) ||
		    !slice_split(&line, ':', &kinds) || line.p == NULL)
			continue;
		if (kinds.n == 0)
			n = limit(GROUPS, line, "memory.max");
		else if (slice_is(kinds, "memory"))
			n = limit(GROUPS "/memory", line,
			    "memory.limit_in_bytes");
		room = n < room ? n : room;
	}
	return room;
}
