/* SPDX-License-Identifier: ISC */
/* The card in software in a virtual reader: this test is the driver of vpcd,
 * the card a process. What the real pcscd does with it is in tests/ of the
 * readers. */
#include <sys/socket.h>
#include <sys/wait.h>

#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "simcard_help.h"

#define SOON 20000	/* ms; the machine may be busy */

static const struct sim_profile card = { .person.id = "001099123456",
	.pace_param = 13, .pace_cipher = SIM_AES128, .can = true, .bac = true,
	.card_access = true, .ca_param = -1,
	.atr = "3B8980014D4B6A434F532D333712" };
static struct sim_issue files;
static volatile sig_atomic_t stop;

struct driver {
	int listener, fd;
	int port;
	pid_t card;
	uint8_t got[65540];
	size_t n;
};

static void
on_term(int sig)
{
	stop = sig;
}

static void
driver_listen(struct driver *d)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;

	d->listener = socket(AF_INET, SOCK_STREAM, 0);
	d->fd = -1;
	if (bind(d->listener, (struct sockaddr *)&a, n) != 0 ||
	    listen(d->listener, 4) != 0 ||
	    getsockname(d->listener, (struct sockaddr *)&a, &n) != 0)
		abort();
	d->port = ntohs(a.sin_port);
}

/* The card as a process, whose status is how sim_vpcd ended. */
static void
driver_insert(struct driver *d, const char *fault, bool once, int linger_ms)
{
	struct sim_vpcd how = { .port = d->port, .once = once,
		.linger_ms = linger_ms, .stop = &stop };
	struct sigaction act = { .sa_handler = on_term };
	struct sim_fault f;
	struct sim_card *c;

	fflush(stdout);
	d->card = fork();
	if (d->card == 0) {
		close(d->listener);
		sigaction(SIGTERM, &act, NULL);
		c = sim_card_new(&card, &files);
		sim_card_passwords(c, "L898902C<369080619406236", NULL);
		lay(c, "4608F91988702212 0B4F80323EB3191CB04970CB4052790B");
		if (fault != NULL && sim_fault_parse(fault, &f))
			sim_card_fault(c, &f);
		_exit((int)sim_vpcd(c, &how));
	}
	d->fd = accept(d->listener, NULL, NULL);
}

static void
driver_say(struct driver *d, const char *hex)
{
	struct sim_bytes b = { 0 }, frame = { 0 };
	uint8_t head[2];

	unhex(hex, &b);
	head[0] = (uint8_t)(b.n >> 8);
	head[1] = (uint8_t)b.n;
	sim_add(&frame, head, 2);
	sim_add(&frame, b.p, b.n);
	if (send(d->fd, frame.p, frame.n, MSG_NOSIGNAL) < 0)
		abort();
	sim_clear(&b);
	sim_clear(&frame);
}

/* What one recv gives within `ms`. */
static ssize_t
driver_hear(struct driver *d, int ms)
{
	struct pollfd p = { .fd = d->fd, .events = POLLIN };
	ssize_t n;

	d->n = 0;
	if (poll(&p, 1, ms) != 1)
		return -1;
	n = recv(d->fd, d->got, sizeof d->got, 0);
	if (n > 0)
		d->n = (size_t)n;
	return n;
}

/* Frames that are sent apart may come apart. */
static bool
heard(struct driver *d, int ms, const char *hex)
{
	struct sim_bytes want = { 0 }, got = { 0 };
	bool good;

	unhex(hex, &want);
	good = driver_hear(d, ms) >= 0;
	sim_add(&got, d->got, d->n);
	while (good && got.n < want.n && driver_hear(d, ms) > 0)
		sim_add(&got, d->got, d->n);
	good = good && got.n == want.n &&
	    (want.n == 0 || memcmp(got.p, want.p, want.n) == 0);
	sim_clear(&got);
	sim_clear(&want);
	return good;
}

/* How the card's process ended; -1: it did not. */
static int
driver_end(struct driver *d)
{
	int status = 0, i;

	for (i = 0; i < SOON / 10; i++) {
		if (waitpid(d->card, &status, WNOHANG) == d->card) {
			close(d->fd);
			return WEXITSTATUS(status);
		}
		usleep(10000);
	}
	kill(d->card, SIGKILL);
	waitpid(d->card, &status, 0);
	close(d->fd);
	return -1;
}

#define APPLET "00A4040C07A0000002471001"
#define ATR "000E 3B8980014D4B6A434F532D333712"
#define SELECT_ACCESS "00A4020C02011C"
#define READ_6 "00B0000006"
#define SIX "0008 3134300D0608 9000"

static void
test_messages(struct driver *d)
{
	driver_insert(d, NULL, false, 0);
	driver_say(d, "04");
	OK(heard(d, SOON, ATR), "the ATR, in one piece with its length");
	driver_say(d, "01");
	OK(driver_hear(d, 60) < 0, "no answer to power on");
	driver_say(d, SELECT_ACCESS);
	OK(heard(d, SOON, "0002 9000"), "a command");
	driver_say(d, "04");
	OK(heard(d, SOON, ATR), "the ATR in the middle of a session");
	driver_say(d, READ_6);
	OK(heard(d, SOON, SIX), "and nothing was forgotten");
	driver_say(d, "02");
	OK(driver_hear(d, 60) < 0, "no answer to a reset");
	driver_say(d, READ_6);
	OK(heard(d, SOON, "0002 6986"), "everything is forgotten");
	driver_say(d, "00");
	driver_say(d, "04");
	OK(heard(d, SOON, ATR), "the ATR without power");
	driver_say(d, "00A4");
	OK(heard(d, SOON, "0002 6700"), "two octets are a bad command");
	driver_say(d, "");
	driver_say(d, "7F");
	driver_say(d, "04");
	OK(heard(d, SOON, ATR), "what is unknown is passed over");
	kill(d->card, SIGTERM);
	OK(driver_end(d) == SIM_VPCD_STOPPED, "told to stop");
	driver_insert(d, NULL, false, 0);
	close(d->fd);
	OK(driver_end(d) == SIM_VPCD_CLOSED, "the reader closes");
}

/* A message that comes by single octets, and the longest there is. */
static void
test_sizes(struct driver *d)
{
	static const uint8_t select[] = { 0x00, 0x07, 0x00, 0xA4, 0x02, 0x0C,
		0x02, 0x01, 0x1C };
	static uint8_t longest[65537];
	size_t i;

	driver_insert(d, NULL, false, 0);
	for (i = 0; i < sizeof select; i++) {
		send(d->fd, select + i, 1, MSG_NOSIGNAL);
		usleep(1000);
	}
	OK(heard(d, SOON, "0002 9000"), "a message octet by octet");
	longest[0] = longest[1] = 0xFF;
	longest[3] = 0xA4;
	send(d->fd, longest, sizeof longest, MSG_NOSIGNAL);
	OK(heard(d, SOON, "0002 6700"), "a message of 65,535 octets");
	close(d->fd);
	OK(driver_end(d) == SIM_VPCD_CLOSED, "and the card goes on");
}

static void
test_once(struct driver *d)
{
	driver_insert(d, NULL, true, 0);
	driver_say(d, "01");
	driver_say(d, "00");
	driver_say(d, "01");
	driver_say(d, APPLET);
	OK(heard(d, SOON, "0002 9000"), "once: power without commands is none");
	driver_say(d, "02");
	driver_say(d, APPLET);
	OK(heard(d, SOON, "0002 9000"), "once: a reader that starts anew");
	driver_say(d, "0084000008");
	OK(heard(d, SOON, "000A 4608F91988702212 9000"), "once: BAC");
	driver_say(d, "0082000028 72C29C2371CC9BDB65B779B8E8D37B29"
	    "ECC154AA56A8799FAE2F498F76ED92F2 5F1448EEA8AD90A7 28");
	OK(driver_hear(d, SOON) == 44, "once: its session is open");
	driver_say(d, "02");
	OK(driver_hear(d, SOON) == 0 && driver_end(d) == SIM_VPCD_DONE,
	    "once: taken away at the reset");

	driver_insert(d, NULL, true, 0);
	driver_say(d, SELECT_ACCESS);
	driver_hear(d, SOON);
	driver_say(d, "00");
	OK(driver_hear(d, 1500) < 0, "given up: it lies there for a while");
	OK(driver_hear(d, SOON) == 0 && driver_end(d) == SIM_VPCD_DONE,
	    "given up: taken away");

	driver_insert(d, NULL, true, 1500);
	driver_say(d, SELECT_ACCESS);
	driver_hear(d, SOON);
	driver_say(d, "02");
	driver_say(d, SELECT_ACCESS);
	OK(heard(d, SOON, "0002 9000"), "linger: a reader that starts anew");
	OK(driver_hear(d, 300) < 0, "linger: it lies there with power");
	driver_say(d, "00");
	driver_say(d, "04");
	OK(heard(d, SOON, ATR), "linger: the ATR is no command");
	OK(driver_hear(d, SOON) == 0 && driver_end(d) == SIM_VPCD_DONE,
	    "linger: taken away later");
}

static void
test_faults(struct driver *d)
{
	static const struct {
		const char *fault, *answer;
		int end;
	} rows[] = {
		{ "gone@2", "", SIM_VPCD_GONE },
		{ "cut@2", "0004 3134300D", -2 },
		{ "one@2", "0001 31", -2 },
		{ "extra@2", ATR SIX, -2 },
		{ "sw:6F00@2", "0002 6F00", -2 },
		{ "reset@2", "0002 6986", -2 },
		{ "reset@1x2", SIX, -2 },
	};
	size_t i;
	bool good;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		driver_insert(d, rows[i].fault, false, 0);
		driver_say(d, SELECT_ACCESS);
		driver_hear(d, SOON);
		driver_say(d, READ_6);
		good = heard(d, SOON, rows[i].answer);
		if (rows[i].end == -2) {
			driver_say(d, "04");
			good = good && heard(d, SOON, ATR);
			close(d->fd);
			OK(good && driver_end(d) == SIM_VPCD_CLOSED, "%s",
			    rows[i].fault);
		} else {
			OK(good && driver_end(d) == rows[i].end, "%s",
			    rows[i].fault);
		}
	}
	driver_insert(d, "torn@2", false, 0);
	driver_say(d, SELECT_ACCESS);
	driver_hear(d, SOON);
	driver_say(d, READ_6);
	driver_hear(d, SOON);
	OK(d->n == 2 + 4 && (d->got[0] << 8 | d->got[1]) > 4 &&
	    memcmp(d->got + 2, "\x31\x34\x30\x0D", 4) == 0,
	    "torn: a part of what was promised");
	OK(driver_end(d) == SIM_VPCD_GONE, "torn: and away");
}

static long
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Side by side, for they take their time. */
static void
test_times(void)
{
	static struct driver slow, split, silent;
	long start;

	driver_listen(&slow);
	driver_listen(&split);
	driver_listen(&silent);
	driver_insert(&slow, "slow@1", false, 0);
	driver_insert(&split, "split@1", false, 0);
	driver_insert(&silent, "silent@1", false, 0);
	start = now_ms();
	driver_say(&slow, SELECT_ACCESS);
	driver_say(&split, SELECT_ACCESS);
	driver_say(&silent, SELECT_ACCESS);
	OK(heard(&split, SOON, "0002 90"), "split: a piece at once");
	OK(heard(&slow, SOON, "0002 9000") && now_ms() - start >= 1400,
	    "slow: an answer after a while");
	OK(heard(&split, SOON, "00") && now_ms() - start >= 2900,
	    "split: the rest");
	OK(driver_hear(&silent, 0) < 0, "silent: nothing");
	kill(silent.card, SIGTERM);
	OK(driver_end(&silent) == SIM_VPCD_STOPPED, "silent: can be stopped");
	close(slow.fd);
	close(split.fd);
	OK(driver_end(&slow) == SIM_VPCD_CLOSED &&
	    driver_end(&split) == SIM_VPCD_CLOSED, "and the others go on");
	close(slow.listener);
	close(split.listener);
	close(silent.listener);
}

static void
test_no_reader(struct driver *d)
{
	struct sim_vpcd how = { .port = d->port, .wait_ms = 30 };
	struct sim_card *c = sim_card_new(&card, &files);

	close(d->listener);
	OK(sim_vpcd(c, &how) == SIM_VPCD_NO_READER, "nobody listens");
	sim_card_free(c);
}

int
main(void)
{
	static struct driver d;

	alarm(300);
	unhex("3134300D06080400", &files.file[SIM_CARD_ACCESS]);
	driver_listen(&d);
	test_messages(&d);
	test_sizes(&d);
	test_once(&d);
	test_faults(&d);
	test_times();
	test_no_reader(&d);
	sim_clear(&files.file[SIM_CARD_ACCESS]);
	return tap_done();
}
