// SPDX-License-Identifier: MIT
#pragma once
// At least 312 selects the current API of libfuse 3.
#ifndef FUSE_USE_VERSION
#define FUSE_USE_VERSION 314
#endif
#include <fuse_lowlevel.h>
