/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-domain-commands.h"

#include "backend/libvirt/berth-hostdev.h"
#include "backend/libvirt/berth-xml.h"

/* Whether a name can stand in a command as it is: no control characters, nothing that looks like
 * something else, and no option of virsh. */
static gboolean
is_plain (const char *name)
{
  if (!g_ascii_isalnum (*name))
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '-' && *p != '_' && *p != '.')
        return FALSE;
    }
  return TRUE;
}

/* What to write for the VM: its name where virsh takes it for one. A name of digits is an ID. */
static const char *
get_vm_word (const BerthVm *vm)
{
  gboolean is_number = TRUE;

  for (const char *p = vm->name; *p != '\0'; p++)
    is_number = is_number && g_ascii_isdigit (*p);
  return is_plain (vm->name) && !is_number ? vm->name : vm->uuid;
}

/* The `<hostdev>` that says @assignment; %NULL for a USB device of which only the port is known. */
static char *
dup_hostdev_text (const BerthAssignment *assignment)
{
  g_autoptr (xmlDoc) doc = xmlNewDoc (BAD_CAST "1.0");
  xmlNode *devices = xmlNewDocNode (doc, NULL, BAD_CAST "devices", NULL);
  xmlNode *hostdev;

  xmlDocSetRootElement (doc, devices);
  hostdev = berth_hostdev_add (devices, assignment, NULL, NULL);
  return hostdev != NULL ? berth_xml_dup_node_text (hostdev) : NULL;
}

static void
add_command (GStrvBuilder *builder,
             const char *virsh,
             const char *verb,
             const char *vm,
             const BerthAssignment *assignment)
{
  g_autofree char *text = dup_hostdev_text (assignment);
  g_autofree char *command = NULL;

  if (text != NULL)
    command = g_strdup_printf ("%s %s %s /dev/stdin --config <<'END'\n%s\nEND", virsh, verb, vm,
                               text);
  else
    command = g_strdup_printf ("%s edit %s", virsh, vm);
  g_strv_builder_add (builder, command);
}

/**
 * berth_domain_commands_dup:
 * @vm: whose configuration
 *
 * What a person would type for @change: virsh, with each hostdev in a here-document. libvirt cannot
 * change a hostdev in place, so a changed one is detached and attached again. Each function gets a
 * guest slot of its own: only writing the whole configuration keeps a card together, as Berth does.
 *
 * Returns: (transfer full): each for a shell of its own, some of more than one line
 */
GStrv
berth_domain_commands_dup (const char *uri, const BerthVm *vm, BerthChange *change)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *quoted_uri = g_shell_quote (uri);
  g_autofree char *virsh = g_strdup_printf ("virsh -c %s", is_plain (uri) ? uri : quoted_uri);
  const char *word = get_vm_word (vm);

  for (guint i = 0; i < change->items->len; i++)
    {
      const BerthChangeItem *item = g_ptr_array_index (change->items, i);

      if (item->before != NULL)
        add_command (builder, virsh, "detach-device", word, item->before);
    }
  for (guint i = 0; i < change->items->len; i++)
    {
      const BerthChangeItem *item = g_ptr_array_index (change->items, i);

      if (item->after != NULL)
        add_command (builder, virsh, "attach-device", word, item->after);
    }
  return g_strv_builder_end (builder);
}
