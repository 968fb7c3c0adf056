/* SPDX-License-Identifier: ISC */
/* A profile's settings as text: "mapping=im pace=16 short=yes". */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "sim.h"

static const char *const yes_no[] = { "no", "yes", NULL };
static const char *const mappings[] = { "gm", "im", "cam", NULL };
static const char *const ciphers[] = { "3des", "aes128", "aes192", "aes256",
	NULL };
static const char *const aas[] = { "none", "rsa", "ecdsa", NULL };
static const char *const faces[] = { "jpeg", "jp2", "39794", "none", "no-file",
	NULL };
static const char *const eofs[] = { "6282", "9000", "6cxx", "6b00", NULL };
static const char *const parents[] = { "two", "one", NULL };
static const char *const hashes[] = { "SHA1", "SHA224", "SHA256", "SHA384",
	"SHA512", NULL };

enum kind { BOOL, WORD, NUMBER, SIZE, STATUS, HASH };

static const struct setting {
	const char *key;
	enum kind kind;
	size_t at;
	const char *const *words;	/* BOOL, WORD, HASH */
} settings[] = {
#define AT(member) offsetof(struct sim_profile, member)
	{ "pace", NUMBER, AT(pace_param), NULL },
	{ "mapping", WORD, AT(mapping), mappings },
	{ "cipher", WORD, AT(pace_cipher), ciphers },
	{ "can", BOOL, AT(can), yes_no },
	{ "mrz", BOOL, AT(mrz), yes_no },
	{ "bac", BOOL, AT(bac), yes_no },
	{ "card-access", BOOL, AT(card_access), yes_no },
	{ "select-mf", STATUS, AT(select_mf), NULL },
	{ "wrong-token", STATUS, AT(wrong_token), NULL },
	{ "ca", NUMBER, AT(ca_param), NULL },
	{ "ca-cipher", WORD, AT(ca_cipher), ciphers },
	{ "ca-explicit", BOOL, AT(ca_explicit), yes_no },
	{ "ca-standard", BOOL, AT(ca_standard), yes_no },
	{ "ca-key-id", NUMBER, AT(ca_key_id), NULL },
	{ "aa", WORD, AT(aa), aas },
	{ "aa-hash", HASH, AT(aa_hash), hashes },
	{ "short", BOOL, AT(short_only), yes_no },
	{ "eof", WORD, AT(eof), eofs },
	{ "td3", BOOL, AT(td3), yes_no },
	{ "dg11", BOOL, AT(dg11), yes_no },
	{ "dg12", BOOL, AT(dg12), yes_no },
	{ "dg16", BOOL, AT(dg16), yes_no },
	{ "com-differs", BOOL, AT(com_differs), yes_no },
	{ "face", WORD, AT(face), faces },
	{ "face-size", SIZE, AT(face_size), NULL },
	{ "parents", WORD, AT(parents), parents },
	{ "utf8-only", BOOL, AT(dg13_utf8_only), yes_no },
	{ "shuffled", BOOL, AT(dg13_shuffled), yes_no },
#undef AT
};

/* The index of the word, or what the number is; -1 for "none", -2: neither. */
static long
value_of(const struct setting *s, const char *text)
{
	long n;
	char *end;

	if (s->words != NULL) {
		for (n = 0; s->words[n] != NULL; n++)
			if (strcmp(s->words[n], text) == 0)
				return n;
		return -2;
	}
	if (s->kind == NUMBER && strcmp(text, "none") == 0)
		return -1;
	n = strtol(text, &end, s->kind == STATUS ? 16 : 10);
	return *text == '\0' || *end != '\0' || n < 0 ? -2 : n;
}

static void
put(struct sim_profile *p, const struct setting *s, long n)
{
	char *to = (char *)p + s->at;

	switch (s->kind) {
	case BOOL:
		*(bool *)to = n != 0;
		break;
	case WORD:
		memcpy(to, &(unsigned){ (unsigned)n }, sizeof(unsigned));
		break;
	case NUMBER:
		memcpy(to, &(int){ (int)n }, sizeof(int));
		break;
	case SIZE:
		memcpy(to, &(size_t){ (size_t)n }, sizeof(size_t));
		break;
	case STATUS:
		memcpy(to, &(uint16_t){ (uint16_t)n }, sizeof(uint16_t));
		break;
	case HASH:
		*(const char **)(void *)to = s->words[n];
		break;
	}
}

static bool
set_one(struct sim_profile *p, char *text)
{
	char *value = strchr(text, '=');
	size_t i;
	long n;

	if (value == NULL)
		return false;
	*value++ = '\0';
	if (strcmp(text, "atr") == 0 && strcmp(value, "javelin") == 0) {
		p->atr = "3B9F96C00A31FE45754A6176656C696E2D4F5320312E3051";
		return true;
	}
	for (i = 0; i < sizeof settings / sizeof *settings; i++) {
		if (strcmp(settings[i].key, text) != 0)
			continue;
		n = value_of(&settings[i], value);
		if (n == -2)
			return false;
		put(p, &settings[i], n);
		return true;
	}
	return false;
}

bool
sim_profile_set(struct sim_profile *p, const char *text)
{
	char copy[256], *word, *rest = copy;

	if (strlen(text) >= sizeof copy)
		return false;
	memcpy(copy, text, strlen(text) + 1);
	while ((word = strsep(&rest, " ")) != NULL)
		if (*word != '\0' && !set_one(p, word))
			return false;
	p->pace_dh = p->pace_param >= 0 && p->pace_param <= 2;
	p->ca_dh = p->ca_param >= 0 && p->ca_param <= 2;
	return true;
}
