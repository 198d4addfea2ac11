/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/demo/berth-demo-place.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/demo/berth-demo-resources.h"
#include "base/berth-error.h"
#include "base/berth-names.h"
#include "base/berth-text.h"

#define FOLDER_PREFIX "folder://"
#define RESOURCE_FOLDER "resource://" BERTH_RESOURCE_PREFIX "/demo/"
/* Of the 256 bits of a checksum: enough that two folders never share a file of changes. */
#define FOLDER_DIGITS 16

typedef struct
{
  const char *uri;
  const char *name;
  const char *title;
} Embedded;

static const Embedded embedded[] = {
  { BERTH_URI_DEMO_KVM, "kvm-laptop", N_ ("KVM laptop (demo)") },
  { BERTH_URI_DEMO_QUBES, "qubes-laptop", N_ ("Qubes laptop (demo)") },
};

/* By hand: a constructor in a static library runs only in programs that refer to its object. */
static void
register_resources (void)
{
  static gsize registered;

  if (g_once_init_enter (&registered))
    {
      berth_demo_register_resource ();
      g_once_init_leave (&registered, 1);
    }
}

static BerthDemoPlace *
place_new (const char *uri, GFile *folder, char *title, const char *name)
{
  BerthDemoPlace *self = g_atomic_rc_box_new0 (BerthDemoPlace);
  g_autofree char *stem
      = g_build_filename (g_get_user_state_dir (), "berth", "demo", name, NULL);

  self->uri = g_strdup (uri);
  self->title = title;
  self->folder = g_object_ref (folder);
  self->state_path = g_strconcat (stem, ".ini", NULL);
  self->lock_path = g_strconcat (stem, ".lock", NULL);
  return self;
}

static BerthDemoPlace *
new_embedded (const Embedded *computer)
{
  g_autofree char *folder_uri = g_strconcat (RESOURCE_FOLDER, computer->name, NULL);
  g_autoptr (GFile) folder = NULL;

  register_resources ();
  folder = g_file_new_for_uri (folder_uri);
  return place_new (computer->uri, folder, g_strdup (_ (computer->title)), computer->name);
}

/* The changes of a folder are kept under a name made from its path, so that two folders with one
 * name do not share them. */
static BerthDemoPlace *
new_folder (const char *uri, const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autofree char *clean = g_file_get_path (folder);
  g_autofree char *digits = g_compute_checksum_for_string (G_CHECKSUM_SHA256, clean, -1);
  g_autofree char *name = g_strdup_printf ("folder-%.*s", FOLDER_DIGITS, digits);
  g_autofree char *base_name = g_file_get_basename (folder);
  g_autofree char *shown = berth_text_dup_name (base_name);

  return place_new (uri, folder,
                    /* Translators: %s is the name of a folder that describes a computer. */
                    g_strdup_printf (_ ("%s (recorded)"), shown), name);
}

/**
 * berth_demo_place_new:
 * @uri: `demo:///kvm-laptop`, `demo:///qubes-laptop`, or `folder:///ABSOLUTE/PATH` with what is not
 *   plain in a URI escaped as `%20`
 *
 * Nothing is looked at yet: a folder that is not there shows when it is read.
 *
 * Returns: (transfer full): or %NULL with %BERTH_ERROR_INVALID when @uri names no recorded computer
 */
BerthDemoPlace *
berth_demo_place_new (const char *uri, GError **error)
{
  g_autofree char *shown = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (embedded); i++)
    {
      if (g_str_equal (uri, embedded[i].uri))
        return new_embedded (&embedded[i]);
    }

  if (g_str_has_prefix (uri, FOLDER_PREFIX "/"))
    {
      g_autofree char *path = g_uri_unescape_string (uri + strlen (FOLDER_PREFIX), NULL);

      if (path != NULL)
        return new_folder (uri, path);
    }

  shown = berth_text_dup_name (uri);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
               _ ("“%s” is not a recorded computer. Use %s, %s, or folder:///PATH with the path of "
                  "a folder that holds one."),
               shown, BERTH_URI_DEMO_KVM, BERTH_URI_DEMO_QUBES);
  return NULL;
}

BerthDemoPlace *
berth_demo_place_ref (BerthDemoPlace *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
place_clear (gpointer data)
{
  BerthDemoPlace *self = data;

  g_free (self->uri);
  g_free (self->title);
  g_object_unref (self->folder);
  g_free (self->state_path);
  g_free (self->lock_path);
}

void
berth_demo_place_unref (BerthDemoPlace *self)
{
  g_atomic_rc_box_release_full (self, place_clear);
}
