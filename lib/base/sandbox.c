/* SPDX-License-Identifier: ISC */
/* Resource limits, Landlock and seccomp. */
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <termios.h>
#include <unistd.h>

#include "base/sandbox.h"

#if defined(__SANITIZE_ADDRESS__) || defined(SANDBOX_OFF)
#define FENCED 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FENCED 0
#endif
#endif
#ifndef FENCED
#define FENCED 1
#endif

/* <linux/landlock.h> of the oldest system we build on lacks most of these, so
 * they stand here; the numbers are the kernel's interface. */
#define LL_CREATE 444
#define LL_RESTRICT 446
#define LL_VERSION 1u
#define LL_EXECUTE 0x1u
#define LL_READ (0x4u | 0x8u)
#define LL_CHANGE 0x1ff2u
#define LL_REFER 0x2000u	/* since version 2 */
#define LL_TRUNCATE 0x4000u	/* 3 */
#define LL_TCP 0x3u		/* 4: bind and connect */

struct ll_ruleset {
	uint64_t fs, net;
};

/* Allowed whatever else is asked for. */
static const int always[] = {
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev),
	SCMP_SYS(close), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk),
	SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(exit),
	SCMP_SYS(exit_group), SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres),
	SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(nanosleep),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(sched_yield),
	SCMP_SYS(sched_getaffinity), SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(getrandom),
	SCMP_SYS(restart_syscall), SCMP_SYS(getrusage), SCMP_SYS(getpid),
	SCMP_SYS(gettid), SCMP_SYS(set_robust_list), SCMP_SYS(rseq),
};

static const int stdio[] = {
	SCMP_SYS(lseek), SCMP_SYS(_llseek), SCMP_SYS(fstat), SCMP_SYS(fstat64),
	SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(pread64),
	SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(select), SCMP_SYS(pselect6),
	SCMP_SYS(fcntl), SCMP_SYS(fcntl64), SCMP_SYS(dup), SCMP_SYS(fadvise64),
	SCMP_SYS(signalfd4), SCMP_SYS(rt_sigpending), SCMP_SYS(sigaltstack),
	SCMP_SYS(fsync), SCMP_SYS(fdatasync), SCMP_SYS(ftruncate),
	SCMP_SYS(ftruncate64), SCMP_SYS(flock), SCMP_SYS(getuid),
	SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid),
	SCMP_SYS(uname), SCMP_SYS(sysinfo),
};

static const int sockets[] = {
	SCMP_SYS(sendto), SCMP_SYS(recvfrom), SCMP_SYS(sendmsg),
	SCMP_SYS(recvmsg), SCMP_SYS(shutdown), SCMP_SYS(setitimer),
	SCMP_SYS(getsockopt),
};

static const int forking[] = {
	SCMP_SYS(clone), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(wait4),
	SCMP_SYS(waitid), SCMP_SYS(kill), SCMP_SYS(tgkill), SCMP_SYS(pipe2),
	SCMP_SYS(close_range), SCMP_SYS(dup2), SCMP_SYS(dup3),
	SCMP_SYS(prctl), SCMP_SYS(prlimit64), SCMP_SYS(setrlimit),
	SCMP_SYS(getrlimit), SCMP_SYS(seccomp), SCMP_SYS(getppid),
	SCMP_SYS(landlock_create_ruleset), SCMP_SYS(landlock_restrict_self),
};

#define ALLOW(ctx, list) allow(ctx, list, sizeof(list) / sizeof((list)[0]))

static int
allow(scmp_filter_ctx ctx, const int *list, size_t n)
{
	int bad = 0;

	while (n-- > 0)
		bad |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, list[n], 0);
	return bad;
}

/* mmap and mprotect only without PROT_EXEC; with SANDBOX_FORK and _OPEN a
 * shared library may still be loaded. */
static int
allow_memory(scmp_filter_ctx ctx, bool exec)
{
	struct scmp_arg_cmp no_exec = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC,
	    0);
	const int list[] = { SCMP_SYS(mmap), SCMP_SYS(mmap2),
	    SCMP_SYS(mprotect) };
	size_t i;
	int bad = 0;

	if (exec)
		return ALLOW(ctx, list);
	for (i = 0; i < sizeof list / sizeof list[0]; i++)
		bad |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, list[i], 1,
		    no_exec);
	return bad;
}

static int
allow_open(scmp_filter_ctx ctx)
{
	const unsigned writing = O_ACCMODE | O_CREAT | O_TRUNC |
	    (O_TMPFILE & ~O_DIRECTORY);
	int bad = 0;

	bad |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
	bad |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
	    SCMP_A1(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
	bad |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(getdents64), 0);
	return bad;
}

/* Terminals keep their size and modes; TIOCSTI and its like are not there. */
static int
allow_ioctl(scmp_filter_ctx ctx)
{
	static const unsigned list[] = { TCGETS, TCSETS, TCSETSW, TCSETSF,
	    TIOCGWINSZ, FIONREAD };
	size_t i;
	int bad = 0;

	for (i = 0; i < sizeof list / sizeof list[0]; i++)
		bad |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(ioctl),
		    1, SCMP_A1(SCMP_CMP_EQ, list[i], 0));
	return bad;
}

/* The C library turns to clone, whose flags can be seen, when clone3 is not
 * there. */
static int
allow_threads(scmp_filter_ctx ctx)
{
	return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
	    SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
}

static bool
enter_seccomp(unsigned what)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int bad = 0;

	if (ctx == NULL)
		return false;
	bad |= ALLOW(ctx, always);
	bad |= allow_memory(ctx, (what & SANDBOX_FORK) &&
	    (what & SANDBOX_OPEN));
	bad |= seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3),
	    0);
	if (what & SANDBOX_STDIO)
		bad |= ALLOW(ctx, stdio) | allow_ioctl(ctx) |
		    seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
		    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0));
	if (what & SANDBOX_SOCKET)
		bad |= ALLOW(ctx, sockets);
	if (what & SANDBOX_OPEN)
		bad |= allow_open(ctx);
	if (what & SANDBOX_FORK)
		bad |= ALLOW(ctx, forking);
	else if (what & SANDBOX_THREADS)
		bad |= allow_threads(ctx);
	if (bad == 0)
		bad = seccomp_load(ctx);
	seccomp_release(ctx);
	return bad == 0;
}

static long
landlock_version(void)
{
	return syscall(LL_CREATE, NULL, 0, LL_VERSION);
}

/* A set of rights that are watched over, and no rule that gives one. */
static bool
enter_landlock(unsigned what)
{
	long version = landlock_version();
	struct ll_ruleset r = { .fs = LL_CHANGE | LL_EXECUTE };
	long fd;
	bool done;

	if (version < 1)
		return false;
	if (!(what & SANDBOX_OPEN))
		r.fs |= LL_READ;
	if (version >= 2)
		r.fs |= LL_REFER;
	if (version >= 3)
		r.fs |= LL_TRUNCATE;
	if (version >= 4)
		r.net = LL_TCP;
	fd = syscall(LL_CREATE, &r, version >= 4 ? sizeof r : sizeof r.fs, 0);
	if (fd < 0)
		return false;
	done = syscall(LL_RESTRICT, (int)fd, 0) == 0;
	close((int)fd);
	return done;
}

static void
limit(int what, rlim_t value)
{
	struct rlimit now, r = { value, value };

	/* a lower limit that stands already is kept */
	if (getrlimit(what, &now) == 0 && now.rlim_max < value)
		r.rlim_cur = r.rlim_max = now.rlim_max;
	(void)setrlimit(what, &r);
}

static void
enter_limits(unsigned what, const struct sandbox_limits *l)
{
	limit(RLIMIT_CORE, 0);
	if (l->memory > 0)
		limit(RLIMIT_AS, l->memory);
	if (l->cpu_s > 0)
		limit(RLIMIT_CPU, l->cpu_s);
	if (what != 0 && what != SANDBOX_THREADS)
		return;
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_NOFILE, 0);
}

void
sandbox_probe(struct sandbox_state *s)
{
	uint32_t action = SCMP_ACT_ERRNO(EPERM) & 0xffff0000u;

	*s = (struct sandbox_state){ 0 };
	if (!FENCED)
		return;
	/* 2: SECCOMP_GET_ACTION_AVAIL */
	s->seccomp = syscall(SYS_seccomp, 2, 0, &action) == 0;
	s->landlock = landlock_version() >= 1;
}

enum err
sandbox_enter(unsigned what, const struct sandbox_limits *l,
    struct sandbox_state *got)
{
	struct sandbox_state s = { 0 };

	if (FENCED) {
		(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
		s.landlock = enter_landlock(what);
		enter_limits(what, l);
		s.seccomp = enter_seccomp(what);
	}
	if (got != NULL)
		*got = s;
	return s.seccomp || !FENCED ? ERR_OK : ERR_UNSUPPORTED;
}

const char *
sandbox_word(const struct sandbox_state *s)
{
	if (!FENCED)
		return "no sandbox (built for AddressSanitizer or valgrind)";
	if (s->seccomp)
		return s->landlock ? "seccomp yes, landlock yes" :
		    "seccomp yes, landlock no";
	return s->landlock ? "seccomp no, landlock yes" :
	    "seccomp no, landlock no";
}
