/* SPDX-License-Identifier: ISC */
/* The key file of a station: made once, by one, for one. */
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base64.h"
#include "chip/evidence.h"
#include "desk/entropy.h"
#include "desk/station.h"
#include "tap.h"

static char folder[256], file[300], shared[300];

static void
place(const char *name)
{
	const char *tmp = getenv("TMPDIR");
	static char root[200];

	if (root[0] == '\0') {
		snprintf(root, sizeof root, "%s/cccd-station.XXXXXX",
		    tmp != NULL ? tmp : "/tmp");
		if (mkdtemp(root) == NULL)
			exit(2);
	}
	snprintf(folder, sizeof folder, "%s/%s", root, name);
	snprintf(file, sizeof file, "%s/" STATION_FILE, folder);
	snprintf(shared, sizeof shared, "%s/" STATION_SHARED, folder);
}

static unsigned
mode(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_mode & 0777 : 0;
}

static void
put(const char *text)
{
	int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		exit(2);
	close(fd);
}

/* station.pub is the one line, 0644, and the folder has nothing else. */
static bool
is_shared(const struct station *s)
{
	char want[200], got[200] = "";
	char id[EVIDENCE_KEY_ID + 1];
	struct buf hex = { 0 };
	struct dirent *d;
	int fd = open(shared, O_RDONLY | O_NOFOLLOW), n = 0;
	DIR *dir = opendir(folder);

	evidence_key_id(s->public, id);
	hex_add(&hex, (struct slice){ (const char *)s->public, SIGN_PUBLIC });
	snprintf(want, sizeof want, "cccd-station %s %s\n", buf_cstr(&hex),
	    id);
	buf_release(&hex);
	if (fd < 0 || dir == NULL || read(fd, got, sizeof got - 1) < 0)
		got[0] = '\0';
	if (fd >= 0)
		close(fd);
	while (dir != NULL && (d = readdir(dir)) != NULL)
		n += d->d_name[0] != '.';
	if (dir != NULL)
		closedir(dir);
	return strcmp(got, want) == 0 && mode(shared) == 0644 && n == 2;
}

static void
test_first(void)
{
	struct station a, b = { 0 };

	place("deep/er");
	umask(0);
	OK(station_load(folder, &entropy, &a) == ERR_OK, "made");
	OK(mode(folder) == 0700 && mode(file) == 0600, "for nobody else");
	OK(station_load(folder, &entropy, &b) == ERR_OK &&
	    memcmp(a.seed, b.seed, SIGN_SEED) == 0, "the same again");
	place("another");
	OK(station_load(folder, &entropy, &b) == ERR_OK &&
	    memcmp(a.seed, b.seed, SIGN_SEED) != 0, "another station has another");
}

static void
test_race(void)
{
	struct station s[8], mine;
	int pair[8][2], i, same = 0, good = 0;

	place("race");
	for (i = 0; i < 8; i++) {
		if (pipe(pair[i]) != 0)
			exit(2);
		if (fork() == 0) {
			_exit(station_load(folder, &entropy, &mine) != ERR_OK ||
			    write(pair[i][1], &mine, sizeof mine) !=
			    (ssize_t)sizeof mine);
		}
		close(pair[i][1]);
	}
	for (i = 0; i < 8; i++) {
		good += read(pair[i][0], &s[i], sizeof s[i]) ==
		    (ssize_t)sizeof s[i];
		same += memcmp(s[i].seed, s[0].seed, SIGN_SEED) == 0;
		close(pair[i][0]);
	}
	while (wait(NULL) > 0)
		continue;
	OK(good == 8 && same == 8 && is_shared(&s[0]),
	    "eight at once get one key, and share it");
}

static void
test_refused(void)
{
	static const struct {
		const char *text;
		enum err e;
	} of[] = {
		{ "", ERR_DAMAGED },
		{ "00112233445566778899aabbccddeeff"
		    "00112233445566778899aabbccddeeff", ERR_DAMAGED },
		{ "00112233445566778899aabbccddeeff"
		    "00112233445566778899aabbccddeefg\n", ERR_DAMAGED },
		{ "00112233445566778899aabbccddeeff"
		    "00112233445566778899aabbccddeeff\n\n", ERR_DAMAGED },
		{ "00112233445566778899aabbccddeeff"
		    "00112233445566778899AABBCCDDEEFF\n", ERR_OK },
	};
	struct station s;
	size_t i;

	place("bad");
	OK(station_load(folder, &entropy, &s) == ERR_OK, "made");
	for (i = 0; i < sizeof of / sizeof *of; i++) {
		put(of[i].text);
		OK(station_load(folder, &entropy, &s) == of[i].e,
		    "file %zu", i);
	}
	OK(s.seed[31] == 0xFF, "the octets of the last");
	chmod(file, 0604);
	OK(station_load(folder, &entropy, &s) == ERR_ACCESS, "readable");
	chmod(file, 0600);
	chmod(folder, 0755);
	OK(station_load(folder, &entropy, &s) == ERR_ACCESS, "open folder");
	chmod(folder, 0700);
	unlink(file);
	OK(symlink("elsewhere", file) == 0 &&
	    station_load(folder, &entropy, &s) == ERR_ACCESS, "a link");
	unlink(file);
	OK(mkfifo(file, 0600) == 0 &&
	    station_load(folder, &entropy, &s) == ERR_ACCESS, "a pipe");
	unlink(file);
	OK(mkdir(file, 0700) == 0 &&
	    station_load(folder, &entropy, &s) == ERR_ACCESS, "a folder");
}

static enum err
none(void *ctx, uint8_t *p, size_t n)
{
	(void)ctx;
	(void)p;
	(void)n;
	return ERR_IO;
}

static void
test_no_random(void)
{
	const struct random r = { .fill = none };
	struct station s;

	place("empty");
	OK(station_load(folder, &r, &s) == ERR_IO && mode(file) == 0,
	    "without random numbers there is no key");
	place("file/under");
	*strrchr(folder, '/') = '\0';
	close(open(folder, O_CREAT | O_WRONLY, 0600));
	OK(station_load(folder, &entropy, &s) == ERR_ACCESS, "no folder");
}

static void
put_shared(const char *text)
{
	int fd = open(shared, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		exit(2);
	close(fd);
}

static void
test_shared(void)
{
	static const char *const texts[] = { "", "cccd-station 00\n",
	    "cccd-station 00112233445566778899aabbccddeeff00112233445566778899"
	    "aabbccddeeff 0011223344556677\n" };
	struct station s = { 0 };
	struct stat was, is;
	size_t i;

	place("shared");
	umask(077);
	OK(station_load(folder, &entropy, &s) == ERR_OK && s.bad == NULL &&
	    is_shared(&s), "station.pub, readable to all");
	OK(stat(shared, &was) == 0 && station_load(folder, &entropy, &s) ==
	    ERR_OK && stat(shared, &is) == 0 && was.st_ino == is.st_ino,
	    "is not written again");
	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		put_shared(texts[i]);
		OK(station_load(folder, &entropy, &s) == ERR_OK &&
		    s.bad == NULL && is_shared(&s), "mended, %zu", i);
	}
	chmod(shared, 0600);
	OK(station_load(folder, &entropy, &s) == ERR_OK && is_shared(&s),
	    "nobody could read it");
	chmod(shared, 0666);
	OK(station_load(folder, &entropy, &s) == ERR_OK && is_shared(&s),
	    "everybody could write it");
	unlink(shared);
	OK(station_load(folder, &entropy, &s) == ERR_OK && is_shared(&s),
	    "made again");
	unlink(shared);
	OK(symlink(STATION_FILE, shared) == 0 && station_load(folder, &entropy,
	    &s) == ERR_OK && is_shared(&s), "a link gives way");
	unlink(shared);
	OK(mkfifo(shared, 0644) == 0 && station_load(folder, &entropy, &s) ==
	    ERR_OK && is_shared(&s), "and a pipe");
	umask(0);
}

/* A disk with room for so many octets. */
static bool
room(rlim_t octets)
{
	struct rlimit l;

	signal(SIGXFSZ, SIG_IGN);
	if (getrlimit(RLIMIT_FSIZE, &l) != 0)
		return false;
	l.rlim_cur = octets;
	return setrlimit(RLIMIT_FSIZE, &l) == 0;
}

/* What cannot be mended does not keep the station from sealing. */
static void
test_not_shared(void)
{
	const struct random r = { .fill = none };
	struct station s = { 0 }, t = { 0 };

	place("not-shared");
	OK(station_load(folder, &entropy, &s) == ERR_OK, "made");
	unlink(shared);
	OK(station_load(folder, &r, &t) == ERR_OK && t.bad != NULL &&
	    strcmp(t.bad, STATION_SHARED) == 0 && t.why == ERR_IO &&
	    memcmp(t.public, s.public, SIGN_PUBLIC) == 0,
	    "no random numbers for its name");
	OK(room(20) && station_load(folder, &entropy, &t) == ERR_OK &&
	    t.bad != NULL && strcmp(t.bad, STATION_SHARED) == 0 &&
	    t.why == ERR_FULL && mode(shared) == 0, "no room on the disk");
	OK(room(RLIM_INFINITY) && station_load(folder, &entropy, &t) ==
	    ERR_OK && t.bad == NULL && is_shared(&t), "then there is");
	unlink(shared);
	OK(mkdir(shared, 0755) == 0 && station_load(folder, &entropy, &t) ==
	    ERR_OK && t.bad != NULL && strcmp(t.bad, STATION_SHARED) == 0 &&
	    t.why != ERR_OK, "a folder stands there");
	OK(rmdir(shared) == 0 && station_load(folder, &entropy, &t) ==
	    ERR_OK && t.bad == NULL && is_shared(&t), "and nothing is left");
	unlink(file);
	put("short");
	OK(station_load(folder, &entropy, &t) == ERR_DAMAGED && t.bad != NULL &&
	    strcmp(t.bad, STATION_FILE) == 0 && t.why == ERR_DAMAGED,
	    "the other file is named");
}

static void
clean(void)
{
	char *argv[] = { NULL, NULL, NULL, NULL };
	static char rm[] = "rm", rf[] = "-rf";

	place("");
	argv[0] = rm;
	argv[1] = rf;
	argv[2] = folder;
	if (fork() == 0) {
		execvp("rm", argv);
		_exit(1);
	}
	wait(NULL);
}

int
main(void)
{
	test_first();
	test_race();
	test_refused();
	test_no_random();
	test_shared();
	test_not_shared();
	clean();
	return tap_done();
}
