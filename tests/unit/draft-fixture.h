/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One VM, "work", of a small computer behind the mock backend, and a draft of it. */
#pragma once

#include "mock-wait.h"
#include "mock-world.h"
#include "scene.h"
#include "session/berth-draft.h"
#include "session/berth-session.h"

#define URI "demo:///a"
#define UUID_WORK "11111111-1111-1111-1111-111111111111"
#define UUID_PLAY "22222222-2222-2222-2222-222222222222"

typedef struct
{
  MockWorld *world;
  BerthSession *session;
  BerthConnection *connection;
  BerthDraft *draft;
  guint n_changed;
  GString *conflicts;
} DraftFixture;

void fixture_fill_facts (MockWorld *world);
void fixture_open (DraftFixture *f, const char *uri);
void fixture_close (DraftFixture *f);
void fixture_set_up (DraftFixture *f, gconstpointer data);
void fixture_tear_down (DraftFixture *f, gconstpointer data);
void fixture_change_elsewhere (DraftFixture *f, const char *addresses, guint options);
const BerthDraftEntry *fixture_get_entry (DraftFixture *f, const char *text);
void fixture_assert_state (DraftFixture *f, const char *text, BerthDraftState state);
void fixture_assign (DraftFixture *f, const char *text);
void fixture_take_back (DraftFixture *f, const char *text);
void fixture_assert_refused (DraftFixture *f, const char *text, int code, const char *part);
gboolean fixture_apply (DraftFixture *f, GError **error);
