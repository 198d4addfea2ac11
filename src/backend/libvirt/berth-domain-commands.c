/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-domain-commands.h"

#include <string.h>

#include "backend/libvirt/berth-hostdev.h"
#include "backend/libvirt/berth-xml.h"

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* Whether @text can stand in a command as it is: letters, digits and what else is @harmless. */
static gboolean
is_plain (const char *text, const char *harmless)
{
  return g_ascii_isalnum (*text) && text[strspn (text, harmless)] == '\0';
}

/* What to write for the VM: its name where virsh and the shell take it for one, and a person reads
 * it as one. A name of digits is an ID to virsh. */
static const char *
get_vm_word (const BerthVm *vm)
{
  return is_plain (vm->name, LETTERS DIGITS "-_.") && !is_plain (vm->name, DIGITS) ? vm->name
                                                                                   : vm->uuid;
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

/* libvirt's driver for Xen attaches no USB device to a configuration: it fails and does not say why
 * (libxlDomainAttachDeviceConfig). And what is detached and attached again would lose what another
 * program set on it. */
static gboolean
takes_an_editor (const char *uri, BerthChange *change, const BerthChangeItem *item)
{
  if (berth_change_item_get_address (item)->bus_kind == BERTH_BUS_USB
      && g_str_has_prefix (uri, "xen"))
    return TRUE;
  return berth_change_keeps_others (change, item);
}

static void
add_edit (GStrvBuilder *builder, const char *virsh, const char *vm)
{
  g_autofree char *command = g_strdup_printf ("%s edit %s", virsh, vm);

  g_strv_builder_add (builder, command);
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

  if (text == NULL)
    {
      add_edit (builder, virsh, vm);
      return;
    }
  command = g_strdup_printf ("%s %s %s /dev/stdin --config <<'END'\n%s\nEND", virsh, verb, vm,
                             text);
  g_strv_builder_add (builder, command);
}

/**
 * berth_domain_commands_dup:
 * @vm: whose configuration
 *
 * What a person would type for @change: virsh, with each hostdev in a here-document. libvirt cannot
 * change a hostdev in place, so a changed one is detached and attached again. Each function gets a
 * guest slot of its own: only writing the whole configuration keeps a card together, as Berth does.
 * What virsh cannot do without losing something is left to an editor.
 *
 * Returns: (transfer full): each for a shell of its own, some of more than one line
 */
GStrv
berth_domain_commands_dup (const char *uri, const BerthVm *vm, BerthChange *change)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *quoted_uri = g_shell_quote (uri);
  gboolean is_plain_uri = is_plain (uri, LETTERS DIGITS "-_.:/+@%");
  g_autofree char *virsh = g_strdup_printf ("virsh -c %s", is_plain_uri ? uri : quoted_uri);
  const char *word = get_vm_word (vm);
  gboolean needs_editor = FALSE;

  for (guint i = 0; i < change->items->len; i++)
    {
      const BerthChangeItem *item = g_ptr_array_index (change->items, i);

      if (item->before != NULL && !takes_an_editor (uri, change, item))
        add_command (builder, virsh, "detach-device", word, item->before);
    }
  for (guint i = 0; i < change->items->len; i++)
    {
      const BerthChangeItem *item = g_ptr_array_index (change->items, i);

      if (takes_an_editor (uri, change, item))
        needs_editor = TRUE;
      else if (item->after != NULL)
        add_command (builder, virsh, "attach-device", word, item->after);
    }
  if (needs_editor)
    add_edit (builder, virsh, word);
  return g_strv_builder_end (builder);
}
