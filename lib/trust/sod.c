/* SPDX-License-Identifier: ISC */
/* EF.SOD, strictly: the wrapper, and the list of hashes that is signed. */
#include <stddef.h>
#include <string.h>

#include "base/tlv.h"
#include "trust/sod.h"
#include "trust/weak.h"

enum {
	TAG_INTEGER = 0x02, TAG_OCTETS = 0x04, TAG_PRINTABLE = 0x13,
	TAG_SEQUENCE = 0x30, GROUPS_LEAST = 2
};

struct parse {
	struct sod *s;
	struct findings *fs;
	bool ber, trailing;
};

static enum err
take(struct parse *p, struct slice *in, uint32_t tag, struct slice *value)
{
	return tlv_take_any(in, tag, value, &p->ber);
}

static void
nothing_behind(struct parse *p, struct slice rest)
{
	if (rest.n > 0)
		p->trailing = true;
}

/* The ContentInfo, whole. *ber: of the wrapper. */
static enum err
unwrap(struct parse *p, struct slice file, struct slice *out, bool *ber)
{
	struct tlv t;
	enum err e = tlv_next_any(&file, &t, ber);

	if (e != ERR_OK)
		return e == ERR_EOF ? ERR_TRUNCATED : e;
	nothing_behind(p, file);
	*out = t.raw;
	if (t.tag != lds_info(LDS_SOD)->tag) {
		FIND(p->fs, "sod.form", DEVIATES,
		    N_("EF.SOD lacks its tag 77"));
		return ERR_OK;
	}
	file = t.value;
	if ((e = tlv_next_any(&file, &t, ber)) != ERR_OK)
		return e == ERR_EOF ? ERR_FORMAT : e;
	nothing_behind(p, file);
	*out = t.raw;
	return ERR_OK;
}

static void
list_group(struct parse *p, int n, struct slice digest)
{
	struct sod *s = p->s;

	if (n < 1 || n > 16) {
		FIND(p->fs, "sod.groups", FORBIDDEN,
		    N_("the signed list has a group that there is not"));
		return;
	}
	if (s->groups & 1u << (n - 1)) {
		FIND(p->fs, "sod.groups", FORBIDDEN,
		    N_("the signed list has a group twice"));
		return;
	}
	if (s->hash_known && digest.n != crypto_hash_size(s->hash))
		FIND(p->fs, "sod.groups", FORBIDDEN,
		    N_("the signed list has a hash of a wrong length"));
	s->groups |= 1u << (n - 1);
	s->digest[n - 1] = digest;
}

/* SEQUENCE OF DataGroupHash. */
static enum err
read_groups(struct parse *p, struct slice list)
{
	struct slice entry, number, digest;
	size_t count = 0;
	int n;
	enum err e = ERR_OK;

	for (; list.n > 0; count++) {
		if ((e = take(p, &list, TAG_SEQUENCE, &entry)) != ERR_OK ||
		    (e = take(p, &entry, TAG_INTEGER, &number)) != ERR_OK ||
		    (e = take(p, &entry, TAG_OCTETS, &digest)) != ERR_OK)
			return e;
		nothing_behind(p, entry);
		if (tlv_small(number, &n) != ERR_OK)
			n = 0;
		list_group(p, n, digest);
	}
	if (count < GROUPS_LEAST)
		FIND(p->fs, "sod.groups", DEVIATES,
		    N_("the signed list has fewer than two groups"));
	else
		FIND(p->fs, "sod.groups", GOOD,
		    N_("the signed list has each group once"));
	return ERR_OK;
}

/* LDSVersionInfo: two PrintableStrings of four and six digits. */
static bool
read_versions(struct parse *p, struct slice *in)
{
	struct slice info, lds, unicode;

	if (take(p, in, TAG_SEQUENCE, &info) != ERR_OK ||
	    take(p, &info, TAG_PRINTABLE, &lds) != ERR_OK ||
	    take(p, &info, TAG_PRINTABLE, &unicode) != ERR_OK)
		return false;
	nothing_behind(p, info);
	if (lds.n != 4 || !slice_digits(lds) || unicode.n != 6 ||
	    !slice_digits(unicode))
		return false;
	p->s->lds_version = lds;
	p->s->unicode_version = unicode;
	return true;
}

/* Version 1 is the one that has LDSVersionInfo. */
static void
judge_version(struct parse *p, struct slice *in)
{
	bool more = in->n > 0 && in->p[0] == TAG_SEQUENCE;

	if (p->s->version != 0 && p->s->version != 1)
		FIND(p->fs, "sod.version", DEVIATES,
		    N_("the signed list is of another version than 0 and 1"));
	else if (more != (p->s->version == 1))
		FIND(p->fs, "sod.version", DEVIATES,
		    N_("the signed list has not the parts of its version"));
	if (more && !read_versions(p, in))
		FIND(p->fs, "sod.version", DEVIATES,
		    N_("the versions of the LDS have a wrong form"));
	FIND(p->fs, "sod.version", GOOD,
	    N_("the signed list has the parts of its version"));
}

static enum err
read_hash(struct parse *p, struct slice algorithm)
{
	struct sod *s = p->s;
	bool odd = false;
	enum err e = algorithm_digest(algorithm, &s->hash_naming, &s->hash,
	    &odd);

	if (e != ERR_OK)
		return e;
	s->hash_known = s->hash_naming == HASH_KNOWN;
	weak_hash(s->hash_naming, s->hash, p->fs);
	if (!s->hash_known)
		FIND(p->fs, "sod.hash", BROKEN,
		    N_("the files' hashes are of a kind that is not computed "
		    "here"));
	else if (odd)
		FIND(p->fs, "sod.hash", DEVIATES,
		    N_("the hash of the groups has parameters that it must not "
		    "have"));
	else
		FIND(p->fs, "sod.hash", GOOD,
		    N_("the files' hashes are of a known kind"));
	return ERR_OK;
}

/* LDSSecurityObject (Doc 9303-10, 4.6.2.3). */
static enum err
read_object(struct parse *p, struct slice in)
{
	struct slice object, version, algorithm, list;
	enum err e = take(p, &in, TAG_SEQUENCE, &object);

	if (e != ERR_OK)
		return e;
	nothing_behind(p, in);
	if ((e = take(p, &object, TAG_INTEGER, &version)) != ERR_OK ||
	    (e = take(p, &object, TAG_SEQUENCE, &algorithm)) != ERR_OK ||
	    (e = take(p, &object, TAG_SEQUENCE, &list)) != ERR_OK)
		return e;
	if (tlv_small(version, &p->s->version) != ERR_OK)
		p->s->version = -1;
	if ((e = read_hash(p, algorithm)) != ERR_OK ||
	    (e = read_groups(p, list)) != ERR_OK)
		return e;
	judge_version(p, &object);
	nothing_behind(p, object);
	return ERR_OK;
}

static void
report(const struct parse *p, bool wrapper_ber)
{
	if (p->ber || !tlv_is_der(p->s->cms.content))
		FIND(p->fs, "cms.encoding", FORBIDDEN,
		    N_("the signed list is not DER"));
	else if (wrapper_ber)
		FIND(p->fs, "cms.encoding", ODD,
		    N_("the wrapper is BER; what was signed is DER"));
	if (p->trailing)
		FIND(p->fs, "sod.trailing", FORBIDDEN,
		    N_("something stands behind the end of EF.SOD or of its "
		    "signed list"));
	else
		FIND(p->fs, "sod.trailing", GOOD,
		    N_("nothing stands behind the end of EF.SOD"));
	FIND(p->fs, "sod.form", GOOD, N_("EF.SOD can be read"));
}

static void
sod_none(struct sod *s)
{
	memset(s, 0, offsetof(struct sod, cms));
	cms_none(&s->cms);
}

enum err
sod_parse(struct slice file, struct sod *out, struct findings *fs)
{
	struct parse p = { .s = out, .fs = fs };
	struct slice info;
	bool ber = false;
	enum err e;

	sod_none(out);
	e = unwrap(&p, file, &info, &ber);
	if (e == ERR_OK)
		e = cms_parse(info, &out->cms, fs);
	if (e == ERR_OK)
		e = out->cms.detached ? ERR_FORMAT :
		    read_object(&p, out->cms.content);
	if (e != ERR_OK) {
		FIND(fs, "sod.form", BROKEN,
		    N_("EF.SOD cannot be read: damaged or made up"));
		cms_release(&out->cms);
		return e;
	}
	report(&p, ber);
	return ERR_OK;
}

void
sod_release(struct sod *s)
{
	cms_release(&s->cms);
	sod_none(s);
}
