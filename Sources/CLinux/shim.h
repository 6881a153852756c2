// SPDX-License-Identifier: MIT
// What the Glibc overlay leaves out.
#pragma once
#include <malloc.h>
