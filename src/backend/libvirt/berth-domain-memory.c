/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-domain-memory.h"

#include "backend/libvirt/berth-xml.h"
#include "base/berth-number.h"

/* In KiB; libvirt prints no other unit, whatever was defined. */
static guint64
read_size (xmlDoc *doc, const char *name)
{
  const xmlNode *node = berth_xml_lookup_child (xmlDocGetRootElement (doc), name);
  g_autofree char *unit = berth_xml_dup_attribute (node, "unit");
  g_autofree char *text = berth_xml_dup_content (node);
  gint64 size = 0;

  if (text == NULL || (unit != NULL && !g_str_equal (unit, "KiB")))
    return 0;
  g_strstrip (text);
  berth_number_parse (text, 10, 0, G_MAXINT64 - 1, &size);
  return (guint64) size;
}

/**
 * berth_domain_memory_get_size:
 * @doc: a configuration
 *
 * What stands in `<memory>`: what it is started with, and what a PCI device holds on to. What could
 * be plugged in on top of that (`<maxMemory>`) is no part of it until it is plugged in.
 *
 * Returns: in KiB; 0 when it does not say
 */
guint64
berth_domain_memory_get_size (xmlDoc *doc)
{
  return read_size (doc, "memory");
}

/**
 * berth_domain_memory_get_balloons:
 * @doc: a configuration
 *
 * A VM begins with `<currentMemory>` of its `<memory>` where the two differ: QEMU by its balloon,
 * Xen by populating the rest on demand.
 *
 * Returns: whether its memory is grown and shrunk below its size
 */
BerthTruth
berth_domain_memory_get_balloons (xmlDoc *doc)
{
  const xmlNode *root = xmlDocGetRootElement (doc);
  const xmlNode *balloon
    = berth_xml_lookup_child (berth_xml_lookup_child (root, "devices"), "memballoon");
  guint64 size = read_size (doc, "memory");
  guint64 current = read_size (doc, "currentMemory");

  if (size == 0)
    return BERTH_TRUTH_UNKNOWN;
  if (current == 0 || current >= size)
    return BERTH_TRUTH_NO;
  if (berth_xml_attribute_is (root, "type", "xen"))
    return BERTH_TRUTH_YES;
  if (balloon == NULL)
    return BERTH_TRUTH_UNKNOWN;
  return berth_xml_attribute_is (balloon, "model", "none") ? BERTH_TRUTH_NO : BERTH_TRUTH_YES;
}
