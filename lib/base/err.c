/* SPDX-License-Identifier: ISC */
/* The table of errors in two arrays of text. */
#include "base/err.h"

static const char *const words[] = {
#define ERR_WORD(code, word, text) word,
	ERR_TABLE(ERR_WORD)
#undef ERR_WORD
};

static const char *const texts[] = {
#define ERR_TEXT(code, word, text) (text),	/* texts in several pieces */
	ERR_TABLE(ERR_TEXT)
#undef ERR_TEXT
};

const char *
err_word(enum err e)
{
	return (unsigned)e < ERR_MAX ? words[e] : "?";
}

const char *
err_str(enum err e)
{
	return (unsigned)e < ERR_MAX ? texts[e] : "?";
}
