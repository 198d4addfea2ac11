/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/demo/berth-demo-commands.h"

#include "base/berth-text.h"

/* Deeper than any machine is built; a recording could name a bridge as its own parent. */
#define MAX_DEPTH 32

/* Returns: (transfer full): @vm as one word of a shell. A name that is not plain is not pasted into
 * a terminal: the UUID names the same VM. */
static char *
dup_vm_word (const BerthVm *vm)
{
  g_autofree char *shown = NULL;

  if (g_regex_match_simple ("^[A-Za-z0-9][A-Za-z0-9._-]*$", vm->name, G_REGEX_DOLLAR_ENDONLY, 0))
    return g_strdup (vm->name);

  shown = berth_text_dup_line (vm->uuid, BERTH_TEXT_NAME_LENGTH);
  return g_shell_quote (shown);
}

/* The kernel's number of the device on its bus: libvirt knows no ports. */
static guint
find_device_number (const BerthFacts *facts, const BerthAddress *address)
{
  for (guint i = 0; facts != NULL && i < facts->usb->len; i++)
    {
      const BerthUsbFacts *usb = g_ptr_array_index (facts->usb, i);

      if (berth_address_equal (&usb->address, address))
        return usb->device_number;
    }
  return 0;
}

static char *
dup_source (const BerthFacts *facts, const BerthAssignment *assignment)
{
  const BerthAddress *address = &assignment->address;
  const guint ids = BERTH_IDENTITY_VENDOR | BERTH_IDENTITY_DEVICE;

  if (address->bus_kind == BERTH_BUS_PCI)
    return g_strdup_printf ("<address domain='0x%04x' bus='0x%02x' slot='0x%02x' function='0x%x'/>",
                            address->domain, address->bus, address->slot, address->function);
  if ((assignment->identity.known & ids) == ids)
    return g_strdup_printf ("<vendor id='0x%04x'/><product id='0x%04x'/>",
                            assignment->identity.vendor, assignment->identity.device);
  return g_strdup_printf ("<address bus='%u' device='%u'/>", address->usb_bus,
                          find_device_number (facts, address));
}

static char *
dup_hostdev (const BerthFacts *facts, const BerthAssignment *assignment)
{
  gboolean is_pci = assignment->address.bus_kind == BERTH_BUS_PCI;
  gboolean is_managed = (assignment->options & BERTH_OPTION_MANAGED) != 0;
  g_autofree char *source = dup_source (facts, assignment);
  GString *text = g_string_new ("<hostdev mode='subsystem' type=");

  g_string_append (text, is_pci ? "'pci'" : "'usb'");
  if (is_pci)
    g_string_append (text, is_managed ? " managed='yes'" : " managed='no'");
  g_string_append (text, "><source");
  if ((assignment->options & BERTH_OPTION_PERMISSIVE) != 0)
    g_string_append (text, " writeFiltering='no'");
  if ((assignment->options & BERTH_OPTION_OPTIONAL) != 0)
    g_string_append (text, " startupPolicy='optional'");
  g_string_append_printf (text, ">%s</source>", source);
  if ((assignment->options & BERTH_OPTION_HIDE_ROM) != 0)
    g_string_append (text, "<rom bar='off'/>");
  if (assignment->role == BERTH_ROLE_COMPANION)
    g_string_append (text, "<address type='unassigned'/>");
  g_string_append (text, "</hostdev>");
  return g_string_free (text, FALSE);
}

static char *
dup_virsh (const BerthFacts *facts,
           const char *verb,
           const char *vm,
           const BerthAssignment *assignment)
{
  g_autofree char *hostdev = dup_hostdev (facts, assignment);

  return g_strdup_printf ("virsh %s %s --config /dev/stdin <<< \"%s\"", verb, vm, hostdev);
}

/* Qubes R4.3 names a device by its way through the bridges: the function on the root bus, then
 * below each bridge the bus counted from the bridge's own. */
static void
append_port (GString *port, const BerthFacts *facts, const BerthAddress *address, guint depth)
{
  const BerthPciFacts *pci = facts != NULL ? berth_facts_lookup_pci (facts, address) : NULL;
  guint bus = address->bus;

  if (pci != NULL && pci->has_parent && depth < MAX_DEPTH)
    {
      append_port (port, facts, &pci->parent, depth + 1);
      g_string_append_c (port, '-');
      bus = 0;
    }
  else if (address->domain != 0)
    {
      g_string_append_printf (port, "%04x_", address->domain);
    }
  g_string_append_printf (port, "%02x_%02x.%x", bus, address->slot, address->function);
}

static char *
dup_qubes_device (const BerthFacts *facts, const BerthAssignment *assignment)
{
  const BerthIdentity *identity = &assignment->identity;
  const guint fields = BERTH_IDENTITY_VENDOR | BERTH_IDENTITY_DEVICE | BERTH_IDENTITY_CLASS;
  GString *device = g_string_new ("dom0:");

  append_port (device, facts, &assignment->address, 0);
  if ((identity->known & fields) == fields)
    g_string_append_printf (device, ":0x%04x:0x%04x::p%06x", identity->vendor, identity->device,
                            identity->class_code);
  return g_string_free (device, FALSE);
}

static char *
dup_qvm_pci (const BerthFacts *facts,
             gboolean assign,
             const char *vm,
             const BerthAssignment *assignment)
{
  g_autofree char *device = dup_qubes_device (facts, assignment);

  if (!assign)
    return g_strdup_printf ("qvm-pci unassign %s %s", vm, device);
  return g_strdup_printf (
      "qvm-pci assign --required%s%s %s %s",
      (assignment->options & BERTH_OPTION_PERMISSIVE) != 0 ? " -o permissive=True" : "",
      (assignment->options & BERTH_OPTION_NO_STRICT_RESET) != 0 ? " -o no-strict-reset=True" : "",
      vm, device);
}

/**
 * berth_demo_commands_dup:
 * @is_qubes: whether it is a computer with Qubes OS
 * @facts: (nullable): of the computer; without them a device is named by its address alone
 * @vm: what is to be changed
 *
 * Returns: (transfer full): what a person would type for @change on such a computer: virsh, or
 *   qvm-pci of Qubes R4.3; an assignment with other options is taken back and made again
 */
GStrv
berth_demo_commands_dup (gboolean is_qubes,
                         const BerthFacts *facts,
                         const BerthVm *vm,
                         BerthChange *change)
{
  g_autoptr (GStrvBuilder) commands = g_strv_builder_new ();
  g_autofree char *word = dup_vm_word (vm);
  gboolean needs_editor = FALSE;

  for (guint i = 0; i < change->items->len; i++)
    {
      const BerthChangeItem *item = g_ptr_array_index (change->items, i);
      g_autofree char *back = NULL;
      g_autofree char *assign = NULL;

      /* Detached and attached again it would lose what another program set. */
      if (!is_qubes && berth_change_keeps_others (change, item))
        {
          needs_editor = TRUE;
          continue;
        }
      if (item->before != NULL)
        back = is_qubes ? dup_qvm_pci (facts, FALSE, word, item->before)
                        : dup_virsh (facts, "detach-device", word, item->before);
      if (item->after != NULL)
        assign = is_qubes ? dup_qvm_pci (facts, TRUE, word, item->after)
                          : dup_virsh (facts, "attach-device", word, item->after);

      if (back != NULL)
        g_strv_builder_add (commands, back);
      if (assign != NULL)
        g_strv_builder_add (commands, assign);
    }
  if (needs_editor)
    {
      g_autofree char *edit = g_strdup_printf ("virsh edit %s", word);

      g_strv_builder_add (commands, edit);
    }
  return g_strv_builder_end (commands);
}
