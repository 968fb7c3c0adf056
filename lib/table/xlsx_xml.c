/* SPDX-License-Identifier: ISC */
/* expat behind bounds: no document type, so no entities; depth, and the size
 * of one tag. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "base/mem.h"
#include "table/xlsx_priv.h"

#define BLOCK (64u << 10)
#define NS_SEP '|'

static const char why_doctype[] =
    N_("the workbook declares a document type, which no spreadsheet program "
    "writes: it is made to harm, do not open it");
static const char why_xml[] =
    N_("a part of the workbook is no well-formed XML: open it in a spreadsheet "
    "program and save it anew");
static const char why_deep[] =
    N_("a part of the workbook is nested deeper than any spreadsheet program "
    "writes: it is made to harm, do not open it");
static const char why_token[] =
    N_("a part of the workbook has a tag longer than any spreadsheet program "
    "writes: it is made to harm, do not open it");
static const char why_root[] =
    N_("a part of the workbook is not what its place says: open it in a "
    "spreadsheet program and save it anew");

/* Both forms of ISO 29500, and what relates parts, which is one in both. */
static const char *const namespaces[] = {
	"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
	"http://purl.oclc.org/ooxml/spreadsheetml/main",
	"http://schemas.openxmlformats.org/package/2006/relationships",
};
static const char *const relations[] = {
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
	"http://purl.oclc.org/ooxml/officeDocument/relationships",
};

/* The functions of expat that are used, by their own names; it is loaded when
 * the first workbook comes. */
#define LIBRARY "libexpat.so.1"
#define EXPAT_TABLE(X)							\
	X(XML_ParserCreate_MM)						\
	X(XML_ParserFree)						\
	X(XML_SetUserData)						\
	X(XML_SetElementHandler)					\
	X(XML_SetCharacterDataHandler)					\
	X(XML_SetStartDoctypeDeclHandler)				\
	X(XML_GetBuffer)						\
	X(XML_ParseBuffer)						\
	X(XML_GetCurrentByteIndex)					\
	X(XML_StopParser)

struct expat {
#define EXPAT_POINTER(name) __typeof__(&name) name;
	EXPAT_TABLE(EXPAT_POINTER)
#undef EXPAT_POINTER
};

struct xlsx_xml {
	struct expat fn;
	XML_Parser p;
	const struct xlsx_events *ev;
	void *ctx;
	enum err e;
	const char *why;
	unsigned depth, skip;		/* skip: at this depth and below */
	bool want;
	unsigned long long fed;
	long long at;			/* where the last tag began */
};

static bool
bring_in(struct expat *fn)
{
	void *lib = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	bool all = lib != NULL;

#define EXPAT_LOOK_UP(name)						\
	if (all) {							\
		void *p = dlsym(lib, #name);				\
		memcpy(&fn->name, &p, sizeof p);			\
		all = p != NULL;					\
	}
	EXPAT_TABLE(EXPAT_LOOK_UP)
#undef EXPAT_LOOK_UP
	return all;
}

bool
xlsx_xml_ready(void)
{
	struct expat fn;

	return bring_in(&fn);
}

static void
stop(struct xlsx_xml *x, enum err e, const char *why)
{
	if (x->e != ERR_OK)
		return;
	x->e = e;
	if (why != NULL)
		x->why = why;
	(void)x->fn.XML_StopParser(x->p, XML_FALSE);
}

void
xlsx_xml_want(struct xlsx_xml *x, bool text)
{
	x->want = text;
}

void
xlsx_xml_skip(struct xlsx_xml *x)
{
	x->skip = x->depth;
}

void
xlsx_xml_why(struct xlsx_xml *x, const char *why)
{
	x->why = why;
}

/* The name inside one of the namespaces, or NULL. */
static const char *
inside(const char *name, const char *const *ns, size_t n)
{
	size_t i, len;

	for (i = 0; i < n; i++) {
		len = strlen(ns[i]);
		if (strncmp(name, ns[i], len) == 0 && name[len] == NS_SEP)
			return name + len + 1;
	}
	return NULL;
}

static const char *
local(const char *name)
{
	return inside(name, namespaces,
	    sizeof namespaces / sizeof namespaces[0]);
}

static void
on_start(void *ctx, const char *name, const char **att)
{
	struct xlsx_xml *x = ctx;
	const char *l;
	enum err e;

	if (x->e != ERR_OK)
		return;
	if (++x->depth > XLSX_MAX_DEPTH) {
		stop(x, ERR_DAMAGED, why_deep);
		return;
	}
	if (x->skip != 0)
		return;
	l = local(name);
	if (x->depth == 1 && (l == NULL || strcmp(l, x->ev->root) != 0)) {
		stop(x, ERR_FORMAT, why_root);
		return;
	}
	x->want = false;
	if (l == NULL) {
		x->skip = x->depth;
		return;
	}
	e = x->ev->start(x->ctx, x, l, att);
	if (e != ERR_OK)
		stop(x, e, NULL);
}

static void
on_end(void *ctx, const char *name)
{
	struct xlsx_xml *x = ctx;
	enum err e;

	if (x->e != ERR_OK)
		return;
	x->want = false;
	if (x->skip == 0) {
		e = x->ev->end(x->ctx, x, local(name));
		if (e != ERR_OK)
			stop(x, e, NULL);
	} else if (x->skip == x->depth)
		x->skip = 0;
	x->depth--;
}

static void
on_text(void *ctx, const char *p, int n)
{
	struct xlsx_xml *x = ctx;
	enum err e;

	if (!x->want || x->skip != 0 || x->e != ERR_OK)
		return;
	e = x->ev->text(x->ctx, x, (struct slice){ p, (size_t)n });
	if (e != ERR_OK)
		stop(x, e, NULL);
}

static void
on_doctype(void *ctx, const char *name, const char *system,
    const char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	stop(ctx, ERR_DAMAGED, why_doctype);
}

static bool
xml_init(struct xlsx_xml *x, const struct xlsx_events *ev, void *ctx)
{
	static const XML_Memory_Handling_Suite memory =
	    { xmalloc, xrealloc, free };
	static const char sep[] = { NS_SEP, '\0' };

	*x = (struct xlsx_xml){ .ev = ev, .ctx = ctx };
	if (!bring_in(&x->fn))
		return false;
	x->p = x->fn.XML_ParserCreate_MM(NULL, &memory, sep);
	if (x->p == NULL)
		abort();
	x->fn.XML_SetUserData(x->p, x);
	x->fn.XML_SetElementHandler(x->p, on_start, on_end);
	x->fn.XML_SetCharacterDataHandler(x->p, on_text);
	x->fn.XML_SetStartDoctypeDeclHandler(x->p, on_doctype);
	return true;
}

/* `n` bytes lie in the parser's buffer. A tag that has not ended yet is looked
 * at anew with each block, so its size is bounded. */
static enum err
parse(struct xlsx_xml *x, size_t n, bool last)
{
	long long at;

	x->fed += n;
	if (x->fn.XML_ParseBuffer(x->p, (int)n, last) != XML_STATUS_OK) {
		if (x->e == ERR_OK) {
			x->e = ERR_DAMAGED;
			x->why = why_xml;
		}
		return x->e;
	}
	/* Not known (-1) while expat puts off looking at it again. */
	at = x->fn.XML_GetCurrentByteIndex(x->p);
	if (at > x->at)
		x->at = at;
	if (x->fed > XLSX_MAX_TOKEN + (unsigned long long)x->at)
		stop(x, ERR_TOO_LONG, why_token);
	return x->e;
}

enum err
xlsx_xml_part(struct xlsx_zip *z, struct slice name,
    const struct xlsx_events *ev, void *ctx, const char **why)
{
	struct xlsx_xml x;
	enum err e, done;
	const char *unused;
	size_t got;
	void *p;

	if (!xml_init(&x, ev, ctx)) {
		*why = xlsx_why_library;
		return ERR_UNSUPPORTED;
	}
	e = xlsx_zip_start(z, name, why);
	if (e != ERR_OK) {
		x.fn.XML_ParserFree(x.p);
		return e;
	}
	do {
		p = x.fn.XML_GetBuffer(x.p, BLOCK);
		if (p == NULL) {
			stop(&x, ERR_TOO_LONG, why_token);
			e = x.e;
			break;
		}
		e = xlsx_zip_read(z, p, BLOCK, &got, why);
		if (e == ERR_OK)
			e = parse(&x, got, got == 0);
	} while (e == ERR_OK && got > 0);
	x.fn.XML_ParserFree(x.p);
	if (x.why != NULL)
		*why = x.why;
	done = xlsx_zip_finish(z, e == ERR_OK ? why : &unused);
	return e != ERR_OK ? e : done;
}

static struct slice
find_att(const char **att, const char *name, bool rel)
{
	const char *l;

	for (; *att != NULL; att += 2) {
		l = !rel ? *att : inside(*att, relations,
		    sizeof relations / sizeof relations[0]);
		if (l != NULL && strcmp(l, name) == 0)
			return slice_str(att[1]);
	}
	return (struct slice){ NULL, 0 };
}

struct slice
xlsx_att(const char **att, const char *name)
{
	return find_att(att, name, false);
}

struct slice
xlsx_att_rel(const char **att, const char *name)
{
	return find_att(att, name, true);
}

bool
xlsx_att_true(const char **att, const char *name)
{
	struct slice s = xlsx_att(att, name);

	return slice_is(s, "1") || slice_is(s, "true") || slice_is(s, "on");
}

bool
xlsx_att_number(const char **att, const char *name, unsigned long max,
    unsigned long *out)
{
	struct slice s = xlsx_att(att, name);
	unsigned long v = 0;
	size_t i;

	if (s.p == NULL || !slice_digits(s))
		return false;
	for (i = 0; i < s.n; i++) {
		v = v * 10 + (unsigned long)(s.p[i] - '0');
		if (v > max)
			return false;
	}
	*out = v;
	return true;
}
