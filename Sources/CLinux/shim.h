// SPDX-License-Identifier: MIT
// What the Glibc overlay leaves out: headers that it does not have, and calls that are variadic in C.
#pragma once
#include <malloc.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#ifndef PR_SET_IO_FLUSHER
#define PR_SET_IO_FLUSHER 57
#endif

static inline int clinux_prctl(int operation, unsigned long a, unsigned long b, unsigned long c, unsigned long d)
{
    return prctl(operation, a, b, c, d);
}

static inline int clinux_ioctl(int descriptor, unsigned long request, void *argument)
{
    return ioctl(descriptor, request, argument);
}

static inline long clinux_syscall(long number, long a, long b, long c)
{
    return syscall(number, a, b, c);
}
