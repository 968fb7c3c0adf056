/* SPDX-License-Identifier: ISC */
/* A picture in the making: floats, so that nothing is rounded on the way. */
#ifndef PHOTO_PIC_H
#define PHOTO_PIC_H

#include <stdbool.h>
#include <stddef.h>

/* Owns px: red, green, blue (0..255) of w * h pixels, row after row. */
struct pic {
	int w, h;
	float *px;
};

/* Where something lies: top left, top right, bottom right, bottom left. */
struct quad {
	float x[4], y[4];
};

static inline float *
pic_at(const struct pic *p, int x, int y)
{
	return p->px + ((size_t)y * (size_t)p->w + (size_t)x) * 3;
}

void pic_init(struct pic *p, int w, int h);	/* black */
void pic_release(struct pic *p);
void pic_swap(struct pic *a, struct pic *b);
void pic_fill(struct pic *p, const float rgb[3]);
void pic_clip(struct pic *p);			/* to 0..255 */
void pic_gray(struct pic *p);			/* the three colours alike */

/* Area mean down to w * h, which are not above the picture's own. */
void pic_shrink(struct pic *p, int w, int h);

/* Blends a colour in where `cover` (0..1) says, at one pixel. */
void pic_blend(struct pic *p, int x, int y, const float rgb[3], float cover);
void pic_disc(struct pic *p, float cx, float cy, float r, const float rgb[3]);
void pic_line(struct pic *p, const float from[2], const float to[2],
    float width, const float rgb[3]);
void pic_polygon(struct pic *p, const struct quad *q, const float rgb[3]);

/* Writes by the ending of `path`: .jpg, .png, .ppm, .pgm. False with errno
 * when it failed. */
bool pic_can_write(const char *path);
bool pic_write(const struct pic *p, const char *path, int quality);

#endif
