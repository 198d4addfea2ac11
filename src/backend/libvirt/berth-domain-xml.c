/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-domain-xml.h"

#include <string.h>

#include "backend/libvirt/berth-hostdev.h"
#include "backend/libvirt/berth-xml.h"

/* Namespaces of libvirt's QEMU driver: https://libvirt.org/drvqemu.html */
#define QEMU_NAMESPACE "http://libvirt.org/schemas/domain/qemu/1.0"

/* What is collected from one document. */
typedef struct
{
  const BerthDomainWorld *world;
  GHashTable *referenced;
  GPtrArray *claims;
  guint n_foreign;
} Reading;

static gboolean
is_qemu (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && node->ns != NULL
         && strcmp ((const char *) node->ns->href, QEMU_NAMESPACE) == 0
         && strcmp ((const char *) node->name, name) == 0;
}

static void
add_claim (Reading *reading, const BerthAddress *address, BerthAssignmentForm form, guint options)
{
  BerthAssignment *claim = berth_assignment_new (address);

  claim->form = form;
  claim->options = options;
  g_ptr_array_add (reading->claims, claim);
}

/* A `<source>` with a PCI address in it, as interfaces and disks have it. */
static void
add_source (Reading *reading, const xmlNode *owner, const xmlNode *source, BerthAssignmentForm form)
{
  const xmlNode *address = berth_xml_lookup_child (source, "address");
  BerthAddress device;
  guint options = 0;

  if (berth_xml_attribute_is (owner, "managed", "yes"))
    options = BERTH_OPTION_MANAGED;

  /* A USB network card has a bus and a device here: Berth cannot tell which one that is. */
  if (berth_xml_attribute_is (address, "type", "usb")
      || !berth_xml_read_pci_address (address, &device))
    reading->n_foreign++;
  else
    add_claim (reading, &device, form, options);
}

static void
read_hostdev (Reading *reading, const xmlNode *node)
{
  g_autofree char *alias
    = berth_xml_dup_attribute (berth_xml_lookup_child (node, "alias"), "name");
  BerthAssignment *claim = berth_hostdev_read (node, reading->world->facts);

  if (claim == NULL)
    {
      reading->n_foreign++;
      return;
    }

  if (alias != NULL && g_hash_table_contains (reading->referenced, alias))
    claim->form = BERTH_FORM_OTHER;
  g_ptr_array_add (reading->claims, claim);
}

static void
read_pool (Reading *reading, const xmlNode *interface)
{
  g_autofree char *name
    = berth_xml_dup_attribute (berth_xml_lookup_child (interface, "source"), "network");
  GArray *pool = NULL;

  if (name != NULL && reading->world->pools != NULL)
    pool = g_hash_table_lookup (reading->world->pools, name);
  if (pool == NULL)
    return;

  if (pool->len == 0)
    reading->n_foreign++;
  for (guint i = 0; i < pool->len; i++)
    add_claim (reading, &g_array_index (pool, BerthAddress, i), BERTH_FORM_NETWORK, 0);
}

static void
read_interface (Reading *reading, const xmlNode *node)
{
  if (berth_xml_attribute_is (node, "type", "hostdev"))
    add_source (reading, node, berth_xml_lookup_child (node, "source"), BERTH_FORM_INTERFACE);
  else if (berth_xml_attribute_is (node, "type", "network"))
    read_pool (reading, node);
  else if (berth_xml_attribute_is (node, "type", "vdpa"))
    reading->n_foreign++;
}

/* A disk, and the images below it, each of which may be an NVMe disk of the host. */
static void
read_disk (Reading *reading, const xmlNode *node)
{
  while (node != NULL)
    {
      const xmlNode *source = berth_xml_lookup_child (node, "source");

      if (berth_xml_attribute_is (node, "type", "nvme"))
        add_source (reading, source, source, BERTH_FORM_DISK);
      node = berth_xml_lookup_child (node, "backingStore");
    }
}

/* One argument to QEMU itself: "vfio-pci,host=01:00.0" or the same as JSON. */
static void
read_argument (Reading *reading, const char *argument)
{
  const char *host = strstr (argument, "host");
  g_autofree char *text = NULL;
  BerthAddress address;

  if (strstr (argument, "vfio-pci") == NULL || host == NULL)
    return;

  host += strlen ("host");
  host += strspn (host, "\"=: ");
  text = g_strndup (host, strspn (host, "0123456789abcdefABCDEF:."));
  if (berth_address_parse (text, &address, NULL))
    add_claim (reading, &address, BERTH_FORM_OTHER, 0);
  else
    reading->n_foreign++;
}

/* `<qemu:commandline>`: how people gave devices away before libvirt could say what they wanted. */
static void
read_command_line (Reading *reading, const xmlNode *root)
{
  for (const xmlNode *node = root->children; node != NULL; node = node->next)
    {
      if (!is_qemu (node, "commandline"))
        continue;
      for (const xmlNode *argument = node->children; argument != NULL; argument = argument->next)
        {
          g_autofree char *value = berth_xml_dup_attribute (argument, "value");

          if (is_qemu (argument, "arg") && value != NULL)
            read_argument (reading, value);
        }
    }
}

static void
add_attribute (GHashTable *set, const xmlNode *node, const char *name)
{
  char *value = berth_xml_dup_attribute (node, name);

  if (value != NULL)
    g_hash_table_add (set, value);
}

/* The aliases by which another part of the document speaks of a device: `<qemu:override>` and the
 * other half of a network team. Without its device such a part keeps the VM from starting. */
static GHashTable *
list_referenced (const xmlNode *root)
{
  GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const xmlNode *devices = berth_xml_lookup_child (root, "devices");

  for (const xmlNode *node = root->children; node != NULL; node = node->next)
    {
      if (!is_qemu (node, "override"))
        continue;
      for (const xmlNode *device = node->children; device != NULL; device = device->next)
        add_attribute (set, device, "alias");
    }

  for (const xmlNode *node = devices != NULL ? devices->children : NULL; node != NULL;
       node = node->next)
    add_attribute (set, berth_xml_lookup_child (node, "teaming"), "persistent");
  return set;
}

/**
 * berth_domain_xml_list_claims:
 * @doc: a `<domain>`, its configuration or its running state
 * @ret_foreign: (out): how many elements name host devices in a way Berth does not know
 *
 * Every host device that the domain claims, in the order of the document.
 *
 * A plain `<hostdev>` is %BERTH_FORM_HOSTDEV whatever else is in it (boot order, ROM file, driver):
 * it is that VM's device, its options can be changed around those parts, and taken back it goes
 * with them. It is %BERTH_FORM_OTHER, not to be touched, when another part of the document refers
 * to it by its alias, or when it is no element at all but an argument for QEMU.
 *
 * Returns: (transfer full) (element-type BerthAssignment)
 */
GPtrArray *
berth_domain_xml_list_claims (xmlDoc *doc, const BerthDomainWorld *world, guint *ret_foreign)
{
  const xmlNode *root = xmlDocGetRootElement (doc);
  const xmlNode *devices = berth_xml_lookup_child (root, "devices");
  g_autoptr (GHashTable) referenced = list_referenced (root);
  Reading reading = {
    .world = world,
    .referenced = referenced,
    .claims = berth_assignment_list_new (),
  };

  for (const xmlNode *node = devices != NULL ? devices->children : NULL; node != NULL;
       node = node->next)
    {
      if (berth_xml_is (node, "hostdev"))
        read_hostdev (&reading, node);
      else if (berth_xml_is (node, "interface"))
        read_interface (&reading, node);
      else if (berth_xml_is (node, "disk"))
        read_disk (&reading, node);
    }
  read_command_line (&reading, root);

  *ret_foreign = reading.n_foreign;
  return reading.claims;
}

/**
 * berth_domain_xml_find_hostdev:
 *
 * Returns: (nullable) (transfer none): the `<hostdev>` of @doc that means the device at @address
 */
xmlNode *
berth_domain_xml_find_hostdev (xmlDoc *doc,
                               const BerthAddress *address,
                               const BerthDomainWorld *world)
{
  const xmlNode *devices = berth_xml_lookup_child (xmlDocGetRootElement (doc), "devices");

  for (xmlNode *node = berth_xml_lookup_child (devices, "hostdev"); node != NULL;
       node = berth_xml_lookup_next (node, "hostdev"))
    {
      g_autoptr (BerthAssignment) found = berth_hostdev_read (node, world->facts);

      if (found != NULL && berth_address_equal (&found->address, address))
        return node;
    }
  return NULL;
}

/**
 * berth_domain_xml_has_usb:
 *
 * Returns: whether reading the claims of @doc takes the computer's USB devices
 */
gboolean
berth_domain_xml_has_usb (xmlDoc *doc)
{
  const xmlNode *devices = berth_xml_lookup_child (xmlDocGetRootElement (doc), "devices");

  for (const xmlNode *node = berth_xml_lookup_child (devices, "hostdev"); node != NULL;
       node = berth_xml_lookup_next (node, "hostdev"))
    {
      if (berth_xml_attribute_is (node, "type", "usb"))
        return TRUE;
    }
  return FALSE;
}

/**
 * berth_domain_xml_add_networks:
 * @names: (element-type utf8): a set that owns its strings; gets the networks that @doc uses
 */
void
berth_domain_xml_add_networks (xmlDoc *doc, GHashTable *names)
{
  const xmlNode *devices = berth_xml_lookup_child (xmlDocGetRootElement (doc), "devices");

  for (const xmlNode *node = berth_xml_lookup_child (devices, "interface"); node != NULL;
       node = berth_xml_lookup_next (node, "interface"))
    {
      if (berth_xml_attribute_is (node, "type", "network"))
        add_attribute (names, berth_xml_lookup_child (node, "source"), "network");
    }
}
