/* SPDX-License-Identifier: ISC */
/* Before the first option: language, settings, files of the user. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/priv.h"

#define DOMAIN "cccd-tools"

#ifndef LOCALEDIR
#define LOCALEDIR "/usr/share/locale"
#endif

static enum err
open_error(void)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		return ERR_NOT_FOUND;
	case EACCES:
	case EPERM:
		return ERR_ACCESS;
	default:
		return ERR_IO;
	}
}

/* `closed` are the permission bits that must be off; with any of them the file
 * must also belong to this user or to root. */
static enum err
read_file(const char *path, size_t max, mode_t closed, struct buf *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat st;
	enum err e = ERR_OK;
	ssize_t n = 1;

	if (fd < 0)
		return open_error();
	if (fstat(fd, &st) != 0)
		e = ERR_IO;
	else if (S_ISDIR(st.st_mode))
		e = ERR_UNSUPPORTED;
	else if (closed != 0 && ((st.st_uid != geteuid() && st.st_uid != 0) ||
	    (st.st_mode & closed) != 0))
		e = ERR_ACCESS;
	while (e == ERR_OK && n > 0) {
		buf_grow(out, 4096);
		n = read(fd, out->p + out->n, out->cap - out->n);
		if (n > 0)
			out->n += (size_t)n;
		else if (n < 0)
			e = ERR_IO;
		if (out->n > max)
			e = ERR_TOO_LONG;
	}
	close(fd);
	return e;
}

enum err
cli_read_file(const char *path, size_t max, bool secret, struct buf *out)
{
	return read_file(path, max, secret ? 077 : 0, out);
}

bool
cli_path(struct buf *out, const char *xdg, const char *fallback,
    const char *name)
{
	const char *base = getenv(xdg), *home = getenv("HOME");

	if (base != NULL && base[0] == '/')
		buf_add_str(out, base);
	else if (home != NULL && home[0] == '/')
		buf_printf(out, "%s/%s", home, fallback);
	else
		return false;
	buf_printf(out, "/%s/%s", DOMAIN, name);
	buf_cstr(out);
	return true;
}

bool
cli_state(struct buf *out, const char *given)
{
	const char *env = getenv("CCCD_STATE");

	if (given == NULL && env != NULL && env[0] != '\0')
		given = env;
	if (given != NULL)
		buf_add_str(out, given);
	else if (!cli_path(out, "XDG_STATE_HOME", ".local/state", ""))
		return false;
	while (out->n > 1 && out->p[out->n - 1] == '/')
		out->n--;
	buf_cstr(out);
	return true;
}

/* The locale of messages that the environment names; NULL: the plain one, of
 * which there is no catalogue, whatever its charset. */
static const char *
message_locale(void)
{
	static const char *const from[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *v = NULL;
	size_t i;

	for (i = 0; i < sizeof from / sizeof *from && v == NULL; i++) {
		v = getenv(from[i]);
		if (v != NULL && v[0] == '\0')
			v = NULL;
	}
	return v == NULL || strcmp(v, "POSIX") == 0 ||
	    (v[0] == 'C' && (v[1] == '\0' || v[1] == '.')) ? NULL : v;
}

/* Of the locale nothing but the messages is used here, and a start of a few
 * hundred microseconds feels each file that is opened for the rest. The
 * catalogue is found also where no `vi` locale was generated: LANGUAGE works
 * under any locale but plain C. */
static void
set_language(const char *wish)
{
	const char *dir = getenv("CCCD_LOCALEDIR");
	const char *locale = message_locale(), *now = "C", *language;

	if (wish != NULL)
		setenv("LANGUAGE", wish, 1);
	language = getenv("LANGUAGE");
	if (language != NULL && language[0] == '\0')
		language = NULL;
	if (locale == NULL && language == NULL)
		return;
	if (locale != NULL && setlocale(LC_MESSAGES, locale) != NULL)
		now = setlocale(LC_MESSAGES, NULL);
	if (language != NULL && (strcmp(now, "C") == 0 ||
	    strcmp(now, "POSIX") == 0))
		setlocale(LC_MESSAGES, "C.UTF-8");
	bindtextdomain(DOMAIN, dir != NULL ? dir : LOCALEDIR);
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	bind_textdomain_codeset("libc", "UTF-8");
	textdomain(DOMAIN);
}

/* The argument of --config, which must be known before any other option. */
static const char *
config_argument(const struct cli *c)
{
	int i;

	for (i = 1; i < c->argc && strcmp(c->argv[i], "--") != 0; i++) {
		if (strncmp(c->argv[i], "--config=", 9) == 0)
			return c->argv[i] + 9;
		if (strcmp(c->argv[i], "--config") == 0)
			return c->argv[i + 1];
	}
	return NULL;
}

enum err
cli_settings(const char *given, const char *name, bool secret,
    struct settings *out)
{
	struct buf path = { 0 };
	unsigned line = 0;
	enum err e = ERR_NOT_FOUND;

	if (given != NULL)
		buf_add_str(&path, given);
	else if (!cli_path(&path, "XDG_CONFIG_HOME", ".config", name))
		goto out;
	e = read_file(buf_cstr(&path), SETTINGS_MAX_BYTES, secret ? 077 : 022,
	    &out->text);
	if (e == ERR_OK)
		e = settings_parse(out, &line);
	if (e == ERR_FORMAT)
		cli_bad_line(path.p, line, _("setting"),
		    _("write it as: key = value"));
	else if (e != ERR_OK && (e != ERR_NOT_FOUND || given != NULL))
		cli_err(path.p, e);
out:
	buf_release(&path);
	return e;
}

static void
load_settings(struct cli *c)
{
	const char *given = config_argument(c);
	enum err e = cli_settings(given, "settings", false, &c->settings);

	if (e != ERR_OK && (e != ERR_NOT_FOUND || given != NULL))
		exit(CLI_TROUBLE);
}

void
cli_start(struct cli *c)
{
	const char *wish;

	cli_set_prog(c->prog);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);	/* a file too large is a full disk */
	set_language(NULL);
	load_settings(c);
	wish = settings_get(&c->settings, "language");
	if (wish != NULL && getenv("LANGUAGE") == NULL)
		set_language(wish);
	/* Catalogues are read at the first message, and that may come when
	 * the tool has shut the doors behind itself. */
	(void)gettext(c->purpose);
	(void)strerror(EIO);
}
