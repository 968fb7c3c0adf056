/* SPDX-License-Identifier: ISC */
/* Who vouches for a signer, and by which path, in lines for people. */
#include "base/base64.h"
#include "trust/signer_priv.h"

static void
say_name(struct buf *out, const char *what, struct slice name)
{
	buf_add_str(out, what);
	algorithm_name_text(name, out);
	buf_add_char(out, '\n');
}

static void
say_octets(struct buf *out, const char *what, const void *p, size_t n)
{
	if (p == NULL)
		return;
	buf_add_str(out, what);
	hex_add(out, (struct slice){ p, n });
	buf_add_char(out, '\n');
}

static void
say_end(const struct search *w, bool found, struct buf *out)
{
	const struct store_cert *a;

	if (found) {
		a = w->path[w->steps - 1];
		buf_add_str(out, "anchored: ");
		algorithm_name_text(a->cert.subject, out);
		buf_printf(out, " [%s]", a->origin);
		if (w->steps > 1)
			buf_printf(out, ", over %zu link%s", w->steps - 1,
			    w->steps > 2 ? "s" : "");
		buf_add_char(out, '\n');
	} else if (w->gave_up)
		buf_add_str(out, "unknown: too many certificates have the "
		    "issuer's name to try them all\n");
	else if (w->unknown_algorithm)
		buf_add_str(out, "unknown: its signature is of a kind not "
		    "known here\n");
	else if (w->contradicted)
		buf_add_str(out, "bad: the anchor that it names did not sign "
		    "it\n");
	else
		buf_add_str(out, "unknown: no anchor here vouches for it\n");
}

static void
say_list(const struct revocation *r, struct buf *out)
{
	static const char *const words[] = {
		[CRL_NONE] = "none here",
		[CRL_KEY] = "there, by a key that is not known here",
		[CRL_WRONG] = "there, but not signed by the authority",
		[CRL_UNUSABLE] = "there, but of a kind not used here",
		[CRL_USED] = "there and signed"
	};

	buf_printf(out, "revocation list: %s%s\n", words[r->state],
	    r->state != CRL_USED ? "" : r->found ? "; it names the signer" :
	    "; the signer is not on it");
}

void
signer_explain(struct signer_cache *c, struct slice der, struct buf *out)
{
	struct search w = { .c = c, .say = out };
	struct revocation r = { .state = CRL_NONE };
	struct cert cert;
	bool found;

	if (cert_parse(der, &cert) != ERR_OK) {
		buf_add_str(out, "this is no certificate\n");
		return;
	}
	say_name(out, "signer: ", cert.subject);
	say_octets(out, "sha256: ", cert.sha256, sizeof cert.sha256);
	say_name(out, "issuer: ", cert.issuer);
	say_octets(out, "issuer's key identifier: ", cert.aki.p, cert.aki.n);
	if (store_distrusts(c->store, cert.sha256))
		buf_add_str(out, "distrusted by the operator\n");
	buf_add_str(out, "tried:\n");
	found = signer_search(&w, &cert);
	if (w.tries == 0)
		buf_add_str(out, "  nothing here has that key identifier or "
		    "name\n");
	say_end(&w, found, out);
	if (found) {
		signer_look_up(c, &cert, w.path[0], &r);
		say_list(&r, out);
	}
}
