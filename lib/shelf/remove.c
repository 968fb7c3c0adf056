/* SPDX-License-Identifier: ISC */
/* First distrusted, then deleted: whoever is killed between has not left it
 * believed. */
#include "shelf/remove.h"

struct removal {
	struct shelf_change *c;
	const struct show *show;
	const struct shelf_terms *t;
	const char **where;
	struct show_thing thing;
	bool only_files;		/* nothing that could be distrusted */
	enum err e;
};

static bool
remove_file(void *ctx, const char *path, bool sole)
{
	struct removal *r = ctx;
	enum err e = sole ? shelf_change_delete(r->c, path) : ERR_NOT_FOUND;

	if (e == ERR_OK)
		show_done(r->show, SHOW_REMOVED, &r->thing, path);
	else if (e != ERR_NOT_FOUND || r->only_files) {
		*r->where = path;
		r->e = e == ERR_NOT_FOUND ? ERR_BUSY : e;
	} else if (r->t->report != NULL)
		r->t->report(r->t->ctx, path, N_("has it still, with other "
		    "things or in another store: it counts no more"));
	return r->e == ERR_OK;
}

enum err
shelf_remove(struct shelf_change *c, const struct shelf *sh,
    const struct shelf_match *m, const struct show *show,
    const struct shelf_terms *t, const char **where)
{
	struct removal r = { .c = c, .show = show, .t = t,
	    .where = where, .thing = { m->kind == CONTAINER_CERT ?
	    "certificate" : show_kind(m->kind, false), buf_slice(&m->title),
	    m->sha256 }, .e = ERR_OK };
	bool there = false;

	r.only_files = m->kind != CONTAINER_CERT &&
	    m->kind != CONTAINER_STATION;
	if (!r.only_files)
		r.e = shelf_change_distrust(c, m->sha256, buf_slice(&m->title),
		    &there);
	if (r.e != ERR_OK)
		return r.e;
	if (!r.only_files && !there)
		show_done(show, SHOW_DISTRUSTED, &r.thing, NULL);
	shelf_files_with(sh, m->sha256, remove_file, &r);
	return r.e;
}

const char *
shelf_remove_means(enum container_kind kind)
{
	switch (kind) {
	case CONTAINER_CERT:
		return N_("cards that it signed are refused from now on; "
		    "those whose signer only it vouched for are undecided");
	case CONTAINER_STATION:
		return N_("its seals count no more: such cards are signed at "
		    "most, unless their chip answered by itself");
	case CONTAINER_CRL:
		return N_("signers that it revokes count again until another "
		    "list is added");
	default:
		return N_("the authorities that only this list named are no "
		    "anchors any more");
	}
}
