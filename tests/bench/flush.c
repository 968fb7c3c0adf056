/* SPDX-License-Identifier: ISC */
/* flush - the least that filing can cost: libcurl alone, one kept connection,
 * for each request one line appended and one fdatasync.
 * usage: flush URL CA USER LOG <bodies, one a line */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <curl/curl.h>

static char answer[8192];
static size_t answer_n;

static size_t
take(char *p, size_t size, size_t n, void *ctx)
{
	(void)ctx;
	if (size * n < sizeof(answer) - answer_n) {
		memcpy(answer + answer_n, p, size * n);
		answer_n += size * n;
	}
	return size * n;
}

static int
perform(CURL *c, const char *url, struct curl_slist *headers,
    const char *body)
{
	curl_easy_setopt(c, CURLOPT_URL, url);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, body);
	answer_n = 0;
	if (curl_easy_perform(c) != CURLE_OK)
		return 2;
	answer[answer_n] = '\0';
	return strstr(answer, "\"200\"") == NULL;
}

static int
log_in(CURL *c, const char *base, const char *user, char *bearer, size_t n)
{
	char url[300], form[300], *p;
	int bad;

	snprintf(url, sizeof(url), "%s/authorization-service/oauth/token",
	    base);
	snprintf(form, sizeof(form), "username=%s&password=mat-khau-thu"
	    "&grant-type=api_cslt", user);
	curl_easy_setopt(c, CURLOPT_USERPWD, "khach-1:bi-mat-1");
	bad = perform(c, url, NULL, form);
	curl_easy_setopt(c, CURLOPT_USERPWD, NULL);
	p = strstr(answer, "\"AccessToken\":\"");
	if (bad || p == NULL)
		return 2;
	p += strlen("\"AccessToken\":\"");
	snprintf(bearer, n, "Authorization: Bearer %.*s",
	    (int)strcspn(p, "\""), p);
	return 0;
}

int
main(int argc, char **argv)
{
	struct curl_slist *headers = NULL;
	char url[300], bearer[300];
	char *line = NULL;
	size_t cap = 0;
	CURL *c;
	int fd, bad;

	if (argc != 5 || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return 2;
	c = curl_easy_init();
	fd = open(argv[4], O_WRONLY | O_CREAT | O_APPEND, 0600);
	curl_easy_setopt(c, CURLOPT_CAINFO, argv[2]);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
	bad = log_in(c, argv[1], argv[3], bearer, sizeof(bearer));
	headers = curl_slist_append(headers, "Content-Type: application/json");
	headers = curl_slist_append(headers, bearer);
	snprintf(url, sizeof(url), "%s/client-service/kbtt-vn/kbtt-3th",
	    argv[1]);
	while (!bad && getline(&line, &cap, stdin) > 0) {
		bad = perform(c, url, headers, line);
		if (write(fd, answer, answer_n) != (ssize_t)answer_n ||
		    fdatasync(fd) != 0)
			bad = 2;
	}
	curl_easy_cleanup(c);
	curl_slist_free_all(headers);
	free(line);
	return bad;
}
