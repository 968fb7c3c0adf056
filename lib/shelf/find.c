/* SPDX-License-Identifier: ISC */
/* Looks for a fingerprint through files in memory and what came of them. */
#include <string.h>

#include "base/base64.h"
#include "base/sha256.h"
#include "shelf/find.h"
#include "shelf/shelf_priv.h"

struct search {
	struct buf digits;		/* what is looked for, lower case */
	struct shelf_match *out;
	size_t max, n;
};

static enum err
read_digits(struct slice name, struct buf *out)
{
	size_t i;
	char c;

	for (i = 0; i < name.n; i++) {
		c = name.p[i];
		if (c == ':')
			continue;
		if (c >= 'A' && c <= 'F')
			c = (char)(c - 'A' + 'a');
		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return ERR_FORMAT;
		buf_add_char(out, c);
	}
	return out->n >= FIND_MIN_DIGITS && out->n <= 64 ? ERR_OK : ERR_FORMAT;
}

static bool
has_digits(struct slice octets, struct slice digits, bool whole)
{
	struct buf hex = { 0 };
	bool yes;

	hex_add(&hex, octets);
	yes = hex.n >= digits.n && (!whole || hex.n == digits.n) &&
	    memcmp(hex.p, digits.p, digits.n) == 0;
	buf_release(&hex);
	return yes;
}

static bool
is_looked_for(const struct search *f, const struct container_item *it,
    const uint8_t digest[32])
{
	struct cert c;

	if (has_digits((struct slice){ (const char *)digest, 32 },
	    buf_slice(&f->digits), false))
		return true;
	return it->kind == CONTAINER_CERT &&
	    cert_parse(it->der, &c) == ERR_OK && c.ski.n > 0 &&
	    has_digits(c.ski, buf_slice(&f->digits), true);
}

static void
add_match(struct search *f, const struct container_item *it)
{
	struct shelf_item item;
	uint8_t digest[32];
	size_t i;

	sha256(it->der, digest);
	for (i = 0; i < f->n && i < f->max; i++)
		if (memcmp(f->out[i].sha256, digest, sizeof digest) == 0)
			return;
	if (!is_looked_for(f, it, digest) ||
	    shelf_item_read(it, &item) != ERR_OK)
		return;
	if (f->n < f->max) {
		f->out[f->n] = (struct shelf_match){ .kind = it->kind,
		    .title = item.title };
		memcpy(f->out[f->n].sha256, digest, sizeof digest);
		item.title = (struct buf){ 0 };		/* the match's now */
	}
	f->n++;
	shelf_item_release(&item);
}

enum err
shelf_find(const struct shelf *sh, const struct store *s, struct slice name,
    struct shelf_match *out, size_t max, size_t *n)
{
	struct search f = { .out = out, .max = max };
	struct container_item it;
	struct container c;
	enum err e = read_digits(name, &f.digits);
	size_t i;

	*n = 0;
	for (i = 0; e == ERR_OK && i < sh->n; i++) {
		if (sh->file[i].place == SHELF_DISTRUSTED)
			continue;
		container_open(&c, buf_slice(&sh->file[i].text));
		while ((e = container_next(&c, &it)) != ERR_EOF)
			if (e == ERR_OK)
				add_match(&f, &it);
		container_close(&c);
		e = ERR_OK;
	}
	for (i = 0; e == ERR_OK && i < store_certs(s); i++) {
		it = (struct container_item){ .kind = CONTAINER_CERT,
		    .der = store_cert(s, i)->cert.der };
		add_match(&f, &it);
	}
	buf_release(&f.digits);
	*n = f.n;
	return e;
}

void
shelf_match_release(struct shelf_match *m)
{
	buf_release(&m->title);
}

/* How many things are in it, and whether the one looked for is. */
static size_t
look_into(const struct shelf_file *f, const uint8_t sha[32], bool *found)
{
	struct container c;
	struct container_item it;
	uint8_t digest[32];
	size_t n = 0;
	enum err e;

	*found = false;
	container_open(&c, buf_slice(&f->text));
	while ((e = container_next(&c, &it)) != ERR_EOF) {
		n++;
		if (e != ERR_OK)
			continue;
		sha256(it.der, digest);
		*found = *found || memcmp(digest, sha, sizeof digest) == 0;
	}
	container_close(&c);
	return n;
}

void
shelf_files_with(const struct shelf *sh, const uint8_t sha[32],
    shelf_file_fn *fn, void *ctx)
{
	bool found, more = true;
	size_t i, n;

	for (i = 0; more && i < sh->n; i++) {
		if (sh->file[i].place == SHELF_DISTRUSTED)
			continue;
		n = look_into(&sh->file[i], sha, &found);
		if (found)
			more = fn(ctx, sh->file[i].path, n == 1);
	}
}

void
shelf_each_distrusted(const struct shelf *sh, shelf_distrust_fn *fn, void *ctx)
{
	struct slice rest, line, word;
	uint8_t sha[32];
	bool given, more = true;
	size_t i;

	for (i = 0; more && i < sh->n; i++) {
		if (sh->file[i].place != SHELF_DISTRUSTED)
			continue;
		rest = buf_slice(&sh->file[i].text);
		while (more && slice_split(&rest, '\n', &line)) {
			if (shelf_distrusted(line, &given, sha) != ERR_OK ||
			    !given)
				continue;
			line = slice_trim(line);
			(void)slice_split(&line, ' ', &word);
			more = fn(ctx, sh->file[i].path, sha,
			    slice_trim(line));
		}
	}
}
