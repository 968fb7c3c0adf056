/* SPDX-License-Identifier: ISC */
/* What the JSON benches share: the same records for every library, and the
 * time of the calling thread for one pass. One library a program, for jansson
 * and json-c export the same names. */
#ifndef JSON_BENCH_H
#define JSON_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"

#define JSON_BENCH_RECORDS 40000
#define JSON_BENCH_PASSES 9

/* Invented people, flat records of 300 bytes or so, a third of the letters
 * beyond ASCII, no blanks, as the tools write them. */
static inline void
json_bench_records(struct buf *b)
{
	static const char *const family[] = { "Nguyễn", "Trần", "Lê", "Phạm",
	    "Hoàng", "Đặng", "Bùi", "Đỗ" };
	static const char *const middle[] = { "Văn", "Thị", "Hữu", "Đức",
	    "Ngọc", "Thanh", "Quốc" };
	static const char *const given[] = { "Mẫu", "Bình", "Châu", "Dũng",
	    "Hạnh", "Khánh", "Ngân", "Phúc", "Quỳnh", "Thảo", "Yến" };
	unsigned i;

	for (i = 0; i < JSON_BENCH_RECORDS; i++)
		buf_printf(b, "{\"id\":\"001%u%02u%06u\",\"name\":\"%s %s %s\","
		    "\"dob\":\"%u-%02u-%02u\",\"sex\":\"%c\",\"residence\":"
		    "\"Số %u, Đường Trần Hưng Đạo, Phường Mẫu, Quận Hoàn "
		    "Kiếm, Hà Nội\",\"issued\":\"2023-%02u-%02u\",\"source\":"
		    "\"roster\",\"from\":\"danh-sach.csv:%u\",\"stay\":{"
		    "\"room\":\"%u\",\"nights\":%u}}\n",
		    i % 2, i * 7 % 100, i, family[i % 8], middle[i % 7],
		    given[i % 11], 1900 + i * 7 % 100, i % 12 + 1, i % 28 + 1,
		    i % 2 ? 'F' : 'M', i % 300, i % 12 + 1, i % 28 + 1, i + 1,
		    100 + i % 900, i % 5 + 1);
}

static inline double
json_bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static inline int
json_bench_by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* `one` reads a record and answers how many members it has, 0 when it
 * refuses it. Prints the library, MB/s (median) and the members in all. */
static inline int
json_bench(const char *library, size_t (*one)(struct slice record))
{
	double took[JSON_BENCH_PASSES];
	struct slice rest, line;
	struct buf b = { 0 };
	size_t members = 0, n;
	int i;

	json_bench_records(&b);
	for (i = 0; i < JSON_BENCH_PASSES; i++) {
		took[i] = json_bench_now();
		members = 0;
		rest = buf_slice(&b);
		while (slice_split(&rest, '\n', &line) && rest.p != NULL) {
			n = one(line);
			if (n == 0)
				return 1;
			members += n;
		}
		took[i] = json_bench_now() - took[i];
	}
	qsort(took, JSON_BENCH_PASSES, sizeof *took, json_bench_by_time);
	printf("%s %.0f %zu %zu\n", library,
	    (double)b.n / took[JSON_BENCH_PASSES / 2] / 1e6, members,
	    b.n / JSON_BENCH_RECORDS);
	buf_release(&b);
	return 0;
}

#endif
