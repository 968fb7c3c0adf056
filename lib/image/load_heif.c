/* SPDX-License-Identifier: ISC */
/* HEIC through libheif, which is loaded when the first such picture comes. */
#include <dlfcn.h>
#include <string.h>

#include <libheif/heif.h>

#include "image/load.h"

#define LIBRARY "libheif.so.1"

/* The few functions of libheif that are used, by their own names. */
#define HEIF_TABLE(X)							\
	X(heif_context_alloc)						\
	X(heif_context_free)						\
	X(heif_context_set_maximum_image_size_limit)			\
	X(heif_context_set_max_decoding_threads)			\
	X(heif_context_read_from_memory_without_copy)			\
	X(heif_context_get_primary_image_handle)			\
	X(heif_image_handle_release)					\
	X(heif_image_handle_get_width)					\
	X(heif_image_handle_get_height)					\
	X(heif_decoding_options_alloc)					\
	X(heif_decoding_options_free)					\
	X(heif_decode_image)						\
	X(heif_image_release)						\
	X(heif_image_get_width)						\
	X(heif_image_get_height)					\
	X(heif_image_get_bits_per_pixel_range)				\
	X(heif_image_get_plane_readonly)

struct heif {
#define HEIF_POINTER(name) __typeof__(&name) name;
	HEIF_TABLE(HEIF_POINTER)
#undef HEIF_POINTER
};

static bool
bring_in(struct heif *h)
{
	void *lib = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	bool all = lib != NULL;

#define HEIF_LOOK_UP(name)						\
	if (all) {							\
		void *p = dlsym(lib, #name);				\
		memcpy(&h->name, &p, sizeof p);				\
		all = p != NULL;					\
	}
	HEIF_TABLE(HEIF_LOOK_UP)
#undef HEIF_LOOK_UP
	return all;
}

bool
load_heif_ready(void)
{
	struct heif h;

	return bring_in(&h);
}

/* Luma, or green of a picture stored as RGB. */
static enum err
copy_plane(const struct heif *h, const struct heif_image *img, struct gray *g)
{
	enum heif_channel c = heif_channel_Y;
	int stride = 0, bits, x, y, w;
	const uint8_t *p;
	enum err e;

	if (h->heif_image_get_width(img, c) < 1)
		c = heif_channel_G;
	w = h->heif_image_get_width(img, c);
	bits = h->heif_image_get_bits_per_pixel_range(img, c);
	p = h->heif_image_get_plane_readonly(img, c, &stride);
	if (p == NULL || bits < 8 || bits > 16 ||
	    stride < (bits > 8 ? 2 : 1) * w)
		return ERR_UNSUPPORTED;
	e = gray_init(g, w, h->heif_image_get_height(img, c));
	if (e != ERR_OK)
		return e;
	for (y = 0; y < g->h; y++, p += stride) {
		uint8_t *out = g->px + (size_t)y * (size_t)g->w;
		uint16_t v;

		if (bits == 8)
			memcpy(out, p, (size_t)w);
		for (x = 0; bits > 8 && x < w; x++) {
			memcpy(&v, p + 2 * x, sizeof v);
			out[x] = (uint8_t)(v >> (bits - 8));
		}
	}
	return ERR_OK;
}

static enum err
heif_err(struct heif_error he)
{
	switch (he.code) {
	case heif_error_Ok:
		return ERR_OK;
	case heif_error_Unsupported_filetype:
	case heif_error_Unsupported_feature:
		return ERR_UNSUPPORTED;
	case heif_error_Memory_allocation_error:
		return ERR_PIXELS;
	default:
		return ERR_IMAGE;
	}
}

/* Threads are left to the codec: libheif starts none of its own. */
static enum err
decode(const struct heif *h, struct heif_context *ctx, struct slice file,
    struct gray *g, struct load_info *info)
{
	struct heif_decoding_options *o = h->heif_decoding_options_alloc();
	struct heif_image_handle *handle = NULL;
	struct heif_image *img = NULL;
	enum err e;

	h->heif_context_set_maximum_image_size_limit(ctx, GRAY_MAX_SIDE);
	h->heif_context_set_max_decoding_threads(ctx, 0);
	o->ignore_transformations = 1;
	e = heif_err(h->heif_context_read_from_memory_without_copy(ctx,
	    file.p, file.n, NULL));
	if (e == ERR_OK)
		e = heif_err(h->heif_context_get_primary_image_handle(ctx,
		    &handle));
	if (e != ERR_OK)
		goto out;
	info->w = h->heif_image_handle_get_width(handle);
	info->h = h->heif_image_handle_get_height(handle);
	if (info->w < 1 || info->h < 1)
		e = ERR_IMAGE;
	else if (info->w > GRAY_MAX_SIDE || info->h > GRAY_MAX_SIDE ||
	    (size_t)info->w * (size_t)info->h > GRAY_MAX_PIXELS)
		e = ERR_PIXELS;
	else
		e = heif_err(h->heif_decode_image(handle, &img,
		    heif_colorspace_undefined, heif_chroma_undefined, o));
	if (e == ERR_OK)
		e = copy_plane(h, img, g);
	if (e == ERR_OK) {		/* unturned, unlike the handle's */
		info->w = g->w;
		info->h = g->h;
	}
out:
	h->heif_image_release(img);
	if (handle != NULL)
		h->heif_image_handle_release(handle);
	h->heif_decoding_options_free(o);
	return e;
}

enum err
load_heif(struct slice file, struct gray *g, struct load_info *info)
{
	struct heif h;
	struct heif_context *ctx;
	enum err e;

	if (!bring_in(&h))
		return ERR_UNSUPPORTED;
	ctx = h.heif_context_alloc();
	e = decode(&h, ctx, file, g, info);
	h.heif_context_free(ctx);
	if (e != ERR_OK)
		gray_release(g);
	return e;
}
