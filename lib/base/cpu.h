/* SPDX-License-Identifier: ISC */
/* What the processor can do, as the C library found out when the program
 * started. To ask the processor itself, as __builtin_cpu_supports does once
 * more before main, takes 40 us of each start where a hypervisor answers. */
#ifndef BASE_CPU_H
#define BASE_CPU_H

#include <stdbool.h>

#if defined(__x86_64__) || defined(__i386__)

#if defined(__has_include)
#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#endif
#endif

#ifdef CPU_FEATURE_ACTIVE		/* glibc 2.34 */
#define CPU_HAS(libc_name, name) CPU_FEATURE_ACTIVE(libc_name)
#else
#define CPU_HAS(libc_name, name) __builtin_cpu_supports(name)
#endif

static inline bool
cpu_has_ssse3(void)
{
	return CPU_HAS(SSSE3, "ssse3");
}

static inline bool
cpu_has_avx2(void)
{
	return CPU_HAS(AVX2, "avx2");
}

static inline bool
cpu_has_pclmul(void)
{
	return CPU_HAS(PCLMULQDQ, "pclmul");
}

/* Bits counted, found and multiplied without carries. */
static inline bool
cpu_has_bits(void)
{
	return CPU_HAS(BMI1, "bmi") && cpu_has_pclmul() &&
	    CPU_HAS(POPCNT, "popcnt");
}

/* Products without carries in 64 bytes. */
static inline bool
cpu_has_vpclmul(void)
{
	return CPU_HAS(AVX512F, "avx512f") && CPU_HAS(VPCLMULQDQ, "vpclmulqdq");
}

static inline bool
cpu_has_avx512bw(void)
{
	return CPU_HAS(AVX512BW, "avx512bw");
}

static inline bool
cpu_has_avx512vbmi(void)
{
	return CPU_HAS(AVX512_VBMI, "avx512vbmi");
}

#endif

#endif
