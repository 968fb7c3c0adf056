/* SPDX-License-Identifier: ISC */
/* What has to pass: every algorithm that Doc 9303-12, 4.4 allows, and every
 * liberty that the standards leave. */
#include "forge.h"

#define GOOD(name, check, settings) { name, check, "good", settings, NULL, \
	name }
/* What another class is for besides: the rest passes. */
#define BUT(name, check, settings, also) { name, check, "good", settings, \
	also, name }

/* DG13 is read on cards of Vietnam alone. */
#define ABROAD "record.id=- record.doc_no=099000001 record.serial=- " \
	"record.name=NGUYEN_VAN_MAU"

const struct forge_case cases_good[] = {
	GOOD("good", "cms.signature", ""),
	{ "good-crl", "crl.present", "good", "csca.id=crl crl.by=csca", NULL,
	    "good-crl" },
	/* RSA of the signer, PKCS#1 and PSS with the size of the hash */
	GOOD("rsa2048-sha256", "cms.signature", "ds.key=rsa2048"),
	GOOD("rsa3072-sha256", "cms.signature", "ds.key=rsa3072"),
	GOOD("rsa4096-sha512", "cms.signature",
	    "ds.key=rsa4096 cms.sig=sha512"),
	GOOD("rsa2048-sha224", "cms.signature",
	    "ds.key=rsa2048 cms.sig=sha224"),
	GOOD("rsa2048-sha384", "cms.signature",
	    "ds.key=rsa2048 cms.sig=sha384"),
	GOOD("rsa2048-sha512", "cms.signature",
	    "ds.key=rsa2048 cms.sig=sha512"),
	GOOD("rsa-encryption", "cms.algorithms",
	    "ds.key=rsa2048 cms.sig=raw/sha256"),
	GOOD("rsa-encryption-sha512", "cms.algorithms",
	    "ds.key=rsa2048 cms.sig=raw/sha512"),
	GOOD("pss-sha256", "cms.pss", "ds.key=rsa2048 cms.sig=pss/sha256"),
	GOOD("pss-sha224", "cms.pss", "ds.key=rsa2048 cms.sig=pss/sha224"),
	GOOD("pss-sha384", "cms.pss", "ds.key=rsa2048 cms.sig=pss/sha384"),
	GOOD("pss-sha512", "cms.pss", "ds.key=rsa2048 cms.sig=pss/sha512"),
	GOOD("pss-3072", "cms.pss", "ds.key=rsa3072 cms.sig=pss/sha256"),
	GOOD("pss-key", "cms.pss",
	    "ds.key=rsa2048 ds.form=pss cms.sig=pss/sha256"),
	GOOD("pss-under-pkcs1", "cms.signature", "ds.key=rsa2048 "
	    "cms.sig=pss/sha256 csca.key=rsa3072 csca.pool=big "
	    "ds.sig=sha256"),
	GOOD("pkcs1-under-pss", "cms.signature", "ds.key=rsa2048 "
	    "csca.key=rsa3072 csca.pool=ds csca.sig=pss/sha256 "
	    "ds.sig=pss/sha256"),
	GOOD("rsa-under-4096", "chain.anchor", "ds.key=rsa2048 "
	    "csca.key=rsa4096 csca.pool=ds csca.sig=pss/sha512 "
	    "ds.sig=pss/sha512"),
	GOOD("rsa-under-ec", "chain.anchor", "ds.key=rsa2048 csca.key=p384 "
	    "csca.sig=sha384 ds.sig=sha384"),
	GOOD("ec-under-rsa", "chain.anchor", "ds.key=bp256 csca.key=rsa3072 "
	    "csca.pool=big csca.id=plain"),
	/* curves and hashes, also a hash longer or shorter than the order */
	GOOD("p384-sha384", "cms.signature", "ds.key=p384 cms.sig=sha384"),
	GOOD("p384-sha256", "cms.signature", "ds.key=p384 cms.sig=sha256"),
	GOOD("p521-sha512", "cms.signature", "ds.key=p521 cms.sig=sha512"),
	GOOD("p521-sha256", "cms.signature", "ds.key=p521"),
	GOOD("p256-sha512", "cms.signature", "cms.sig=sha512"),
	GOOD("p256-sha224", "cms.signature", "cms.sig=sha224"),
	GOOD("bp256-sha256", "cms.signature", "ds.key=bp256"),
	GOOD("bp320-sha384", "cms.signature", "ds.key=bp320 cms.sig=sha384"),
	GOOD("bp384-sha256", "cms.signature", "ds.key=bp384"),
	GOOD("bp384-sha384", "cms.signature", "ds.key=bp384 cms.sig=sha384"),
	GOOD("bp512-sha512", "cms.signature", "ds.key=bp512 cms.sig=sha512"),
	GOOD("the-card", "chain.anchor", "ds.key=bp384 csca.key=p384 "
	    "csca.sig=sha384 ds.sig=sha384"),
	GOOD("the-passport", "chain.anchor", "ds.key=bp384 csca.key=bp512 "
	    "csca.form=explicit csca.sig=sha512 ds.sig=sha512 "
	    "ds.form=explicit cms.sig=sha384"),
	GOOD("csca-p521", "chain.anchor", "csca.key=p521 csca.sig=sha512 "
	    "ds.sig=sha512"),
	GOOD("csca-bp320", "csca.key", "csca.key=bp320 csca.sig=sha384 "
	    "csca.form=explicit ds.sig=sha384"),
	/* parameters written out, equal to a named curve in every value */
	GOOD("explicit-p256", "dsc.key", "ds.form=explicit"),
	GOOD("explicit-p384", "dsc.key", "ds.key=p384 ds.form=explicit"),
	GOOD("explicit-p521", "dsc.key", "ds.key=p521 ds.form=explicit "
	    "cms.sig=sha512"),
	GOOD("explicit-bp256", "dsc.key", "ds.key=bp256 ds.form=explicit"),
	GOOD("explicit-bp384", "dsc.key", "ds.key=bp384 ds.form=explicit"),
	GOOD("explicit-bp512", "dsc.key", "ds.key=bp512 ds.form=explicit"),
	GOOD("explicit-no-cofactor", "dsc.key", "ds.form=no-cofactor"),
	GOOD("explicit-seed", "dsc.key", "ds.form=seed"),
	GOOD("csca-explicit", "csca.key", "csca.form=explicit"),
	GOOD("csca-explicit-bp256", "csca.key", "csca.key=bp256 "
	    "csca.form=explicit"),
	/* hashes of the groups, independent of the signature's */
	GOOD("groups-sha224", "sod.hash", "lds.hash=sha224"),
	GOOD("groups-sha384", "sod.hash", "lds.hash=sha384"),
	GOOD("groups-sha512", "sod.hash", "lds.hash=sha512"),
	GOOD("groups-no-null", "sod.hash", "lds.null=no"),
	GOOD("digest-no-null", "cms.algorithms", "cms.digest-null=no"),
	/* the wrapper */
	GOOD("version-1", "sod.version", "lds.version=1"),
	GOOD("sid-ski", "cms.version", "cms.sid=ski ds.pool=sid-ski"),
	GOOD("two-certificates", "cms.certificate", "cms.certs=two"),
	BUT("no-signing-time", "cms.attributes", "cms.attrs=no-time",
	    "dsc.valid-signing=not_done"),
	GOOD("unsigned-attributes", "cms.attributes", "cms.unsigned=yes"),
	GOOD("time-general-2050", "dsc.form", "ds.to=20510101"),
	/* the signer */
	GOOD("dsc-no-constraints", "dsc.constraints", "ds.ca=absent"),
	GOOD("dsc-constraints-not-critical", "dsc.constraints",
	    "ds.ca-critical=no"),
	GOOD("dsc-usage-more", "dsc.key-usage", "ds.usage=sign+encipher"),
	GOOD("dsc-extension-unknown", "dsc.critical", "ds.ext=unknown"),
	GOOD("dsc-types-two", "dsc.doc-types", "ds.doctypes=P+ID"),
	GOOD("dsc-no-ski", "dsc.form", "ds.ski=none"),
	GOOD("dsc-until-eve", "dsc.key-period", "ds.use-to=20250202"),
	GOOD("csca-path-none", "csca.path-length", "csca.path=none"),
	GOOD("csca-extension-unknown", "csca.critical", "csca.ext=unknown"),
	GOOD("csca-no-aki", "chain.anchor", "csca.aki=none"),
	GOOD("country-case", "chain.country", "ds.country=vn"),
	GOOD("country-case-both", "country.agrees", "csca.country=vn"),
	/* the zone's codes and the certificates': Doc 9303-3, 5 */
	BUT("country-d", "country.agrees", "csca.country=DE dg1.at=2 "
	    "dg1.to=D<< " ABROAD, "record.unsigned=odd,number.form=*"),
	BUT("country-eue", "country.agrees", "csca.country=EU dg1.at=2 "
	    "dg1.to=EUE " ABROAD, "record.unsigned=odd,number.form=*"),
	BUT("country-uno", "country.agrees", "csca.country=UN dg1.at=2 "
	    "dg1.to=UNO " ABROAD, "record.unsigned=odd,number.form=*"),
	/* how an issuer is found */
	GOOD("aki-none", "chain.anchor", "ds.aki=none csca.id=by-name"),
	GOOD("aki-issuer-serial", "chain.anchor",
	    "ds.aki=issuer csca.id=by-number"),
	GOOD("same-name-old", "chain.anchor", "csca.cn=CSCA_Same csca.id=old"),
	GOOD("same-name-new", "chain.anchor", "csca.cn=CSCA_Same csca.id=new"),
	GOOD("same-name-no-aki-old", "chain.anchor",
	    "csca.cn=CSCA_Same csca.id=old ds.aki=none"),
	GOOD("same-name-no-aki-new", "chain.anchor",
	    "csca.cn=CSCA_Same csca.id=new ds.aki=none"),
	GOOD("link", "chain.link", "chain.links=1 csca.id=link csca.cn=CSCA_L "
	    "link1.cn=CSCA_L"),
	GOOD("link-of-two", "chain.link", "chain.links=2 csca.id=link2 "
	    "csca.cn=CSCA_M link1.cn=CSCA_M link2.cn=CSCA_M"),
	GOOD("link-new-name", "chain.link", "chain.links=1 csca.id=link3 "
	    "csca.cn=CSCA_1 link1.cn=CSCA_2 csca.path=0"),
	GOOD("link-no-aki", "chain.link", "chain.links=1 csca.id=link4 "
	    "csca.cn=CSCA_N link1.cn=CSCA_N link1.aki=none"),
	/* the files */
	BUT("group-protected", "dg.missing", "", "crl.present=not_done"),
	GOOD("group-not-asked", "dg.missing",
	    "files.missing=DG2 absent.DG2=not-asked"),
	GOOD("face-jp2", "dg2.image", "dg2.picture=jp2"),
	GOOD("face-39794", "dg2.image", "dg2.picture=39794"),
	GOOD("group-given", "dg.hash", "files.give=DG3"),
	GOOD("crl-fresh", "crl.fresh", "csca.id=crl1 crl.by=csca"),
	GOOD("crl-not-listed", "crl.revoked", "csca.id=crl2 crl.by=csca "
	    "crl.others=20000"),
	GOOD("crl-empty", "crl.revoked", "csca.id=crl3 crl.by=csca "
	    "crl.others=0"),
	GOOD("crl-bp384", "crl.signature", "csca.id=crl4 csca.key=bp384 "
	    "csca.form=explicit csca.sig=sha384 ds.sig=sha384 crl.by=csca "
	    "crl.sig=sha384"),
	GOOD("crl-pss", "crl.signature", "csca.id=crl5 csca.key=rsa2048 "
	    "csca.sig=pss/sha256 ds.sig=pss/sha256 crl.by=csca "
	    "crl.sig=pss/sha256"),
	{ NULL, NULL, NULL, NULL, NULL, NULL }
};
