/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HostileString:
 * @what: why somebody would choose it
 * @text: any bytes, as C sees them: a null byte is the end
 */
typedef struct
{
  char *what;
  char *text;
} HostileString;

GPtrArray *hostile_strings_read (void);

G_END_DECLS
