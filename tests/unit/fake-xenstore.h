/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Xen's store as the kernel offers it, behind a terminal of the test's own: what is written to it
 * is read by a thread that answers. */
#pragma once

#include <glib.h>

typedef enum
{
  FAKE_XENSTORE_ANSWERS,
  FAKE_XENSTORE_CHOPS,      /* each answer comes in single bytes */
  FAKE_XENSTORE_TELLS_MORE, /* of things that happened, before each answer */
  FAKE_XENSTORE_SILENT,
  FAKE_XENSTORE_STOPS,      /* in the middle of an answer */
  FAKE_XENSTORE_MIXES_UP,   /* answers something else that was asked */
  FAKE_XENSTORE_BABBLES,    /* answers with a type that is none */
  FAKE_XENSTORE_TOO_LONG,
  FAKE_XENSTORE_FORBIDS,
} FakeXenstoreHabit;

typedef struct _FakeXenstore FakeXenstore;

FakeXenstore *fake_xenstore_new (const char *const *values, FakeXenstoreHabit habit);
void fake_xenstore_free (FakeXenstore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeXenstore, fake_xenstore_free)

const char *fake_xenstore_get_path (FakeXenstore *self);
