/* SPDX-License-Identifier: ISC */
/* The one table of what can go wrong: code, word for records, sentence. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* Marks a text for xgettext; it is translated where it is printed. */
#define N_(s) s

#define MUST_CHECK __attribute__((__warn_unused_result__))

/* The words stand in man/cccd-record.5; a test compares the two. */
#define ERR_TABLE(X)							\
	X(ERR_OK, "ok", N_("all well"))					\
	X(ERR_EOF, "end", N_("the input ends here"))			\
	X(ERR_AGAIN, "again", N_("nothing to read yet"))		\
	X(ERR_IO, "io", N_("reading or writing failed"))		\
	X(ERR_TOO_LONG, "too-long", N_("longer than the limit"))	\
	X(ERR_TRUNCATED, "truncated", N_("ends too early"))		\
	X(ERR_UTF8, "not-utf8", N_("is not valid UTF-8"))		\
	X(ERR_JSON, "bad-json", N_("is not valid JSON"))		\
	X(ERR_NOT_OBJECT, "not-object", N_("is not a JSON object"))	\
	X(ERR_DEPTH, "too-deep", N_("is nested too deeply"))		\
	X(ERR_DUPLICATE, "duplicate-member",				\
	    N_("names the same member twice"))				\
	X(ERR_FORMAT, "bad-format", N_("has the wrong form"))		\
	X(ERR_RANGE, "out-of-range", N_("is out of range"))		\
	X(ERR_UNSUPPORTED, "unsupported", N_("is of a kind not known here"))\
	X(ERR_IMAGE, "bad-image", N_("is a damaged picture"))		\
	X(ERR_PIXELS, "too-large", N_("is a picture beyond the size limit"))\
	X(ERR_TIMEOUT, "time-out", N_("took longer than allowed"))	\
	X(ERR_CHILD, "child-died", N_("the decoder stopped on this input"))\
	X(ERR_NOT_FOUND, "not-found", N_("is not there"))		\
	X(ERR_ACCESS, "no-access",					\
	    N_("may not be used: check its owner and mode"))		\
	X(ERR_BUSY, "busy", N_("is in use by another program"))		\
	X(ERR_DAMAGED, "damaged", N_("is damaged"))			\
	X(ERR_FULL, "disk-full", N_("the disk is full"))		\
	X(ERR_CONFIG, "bad-setting",					\
	    N_("the settings are incomplete or wrong"))			\
	X(ERR_NETWORK, "network", N_("the other side could not be reached"))\
	X(ERR_TLS, "tls",						\
	    N_("the other side's certificate is not accepted"))		\
	X(ERR_CLOCK, "clock", N_("the clock of this machine is wrong"))	\
	X(ERR_NO_SERVICE, "no-service",					\
	    N_("the card service pcscd does not answer: start it "	\
	    "(systemctl enable --now pcscd.socket)"))			\
	X(ERR_NO_READER, "no-reader",					\
	    N_("no card reader is there: plug one in and look at "	\
	    "cccd-read --list"))					\
	X(ERR_READER_LOST, "reader-lost",				\
	    N_("the reader went away: plug it in again"))		\
	X(ERR_READER_DENIED, "reader-denied",				\
	    N_("this user may not use the reader: see ACCESS in "	\
	    "cccd-read(1)"))						\
	X(ERR_NO_CARD, "no-card",					\
	    N_("no card was laid on the reader: lay it there, or take "	\
	    "it away and lay it again"))			\
	X(ERR_CARD_LOST, "card-lost",					\
	    N_("the card was taken away too early: lay it again and wait"))\
	X(ERR_CARD_RESET, "card-reset",					\
	    N_("another program reset the card: close it and lay the "	\
	    "card again"))						\
	X(ERR_NO_CHIP, "no-chip",					\
	    N_("the card has no identity chip that can be read: lay "	\
	    "the citizen card, or go on without its chip"))		\
	X(ERR_LINK, "link-broken",					\
	    N_("the answer of the card came damaged: lay it flat and "	\
	    "still, again"))						\
	X(ERR_WRONG_KEY, "wrong-key",					\
	    N_("the number does not open this card: scan or type that "	\
	    "of this card"))						\
	X(ERR_NEEDS_MRZ, "needs-mrz",					\
	    N_("the card does not open by its number alone: scan its "	\
	    "code, or give --birth or --mrz"))				\
	X(ERR_OTHER_CARD, "other-card",					\
	    N_("the chip is of another person than the number: lay the " \
	    "right card"))						\
	X(ERR_HOSTILE, "chip-hostile",					\
	    N_("the chip does not know the keys that it should: do not " \
	    "trust this card"))						\
	X(ERR_SESSION, "session-ended",					\
	    N_("the card ended the protected session: lay it again"))	\
	X(ERR_REFUSED, "refused",					\
	    N_("the card refused a command that it should know: lay "	\
	    "it again"))

enum err {
#define ERR_CODE(code, word, text) code,
	ERR_TABLE(ERR_CODE)
#undef ERR_CODE
	ERR_MAX
};

/* The word of man/cccd-record.5 for `e`; static storage. */
const char *err_word(enum err e);

/* The English sentence for `e`, untranslated (see cli_err); static storage. */
const char *err_str(enum err e);

#endif
