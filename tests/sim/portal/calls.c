/* SPDX-License-Identifier: ISC */
/* Which call does what. */
#include <stdlib.h>
#include <string.h>

#include "portal.h"

/* Takes `data` over; NULL is null. */
void
reply_set(struct reply *r, int status, const char *code, const char *message,
    json_t *data)
{
	json_t *o = json_pack("{s:s, s:s, s:o}", "code", code, "message",
	    message, "data", data != NULL ? data : json_null());

	free(r->body);
	r->status = status;
	r->body = json_dumps(o, JSON_COMPACT);
	json_decref(o);
}

void
calls_handle(struct portal *p, const struct control *c, struct request *q,
    struct reply *r)
{
	const char *body;

	switch (q->call) {
	case CALL_TOKEN:
		auth_token(p, c, q, r);
		break;
	case CALL_REFRESH:
		auth_refresh(p, c, q, r);
		break;
	case CALL_REVOKE:
		auth_revoke(p, c, q, r);
		break;
	case CALL_FOREIGN:
	case CALL_VN:
	case CALL_CHANGE:
		filing_handle(p, c, q, r);
		break;
	case CALL_CATALOGUE:
		body = catalogue_body(q->path);
		if (body != NULL) {
			r->status = 200;
			r->body = strdup(body);
			break;
		}
		/* FALLTHROUGH */
	case CALL_NONE:
		reply_set(r, 404, "404", "Không tìm thấy", NULL);
		break;
	}
}
