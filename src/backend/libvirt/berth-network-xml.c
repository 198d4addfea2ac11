/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-network-xml.h"

#include "backend/libvirt/berth-xml.h"

/**
 * berth_network_xml_list_pool:
 * @text: a `<network>`
 *
 * Returns: (transfer full) (nullable) (element-type BerthAddress): the devices that the network
 *   hands out; empty when it names a card only and is not active, because libvirt lists the card's
 *   virtual functions no sooner; %NULL when it is no pool of host devices
 */
GArray *
berth_network_xml_list_pool (const char *text)
{
  g_autoptr (xmlDoc) doc = berth_xml_parse (text, "network", NULL);
  const xmlNode *forward
    = doc != NULL ? berth_xml_lookup_child (xmlDocGetRootElement (doc), "forward") : NULL;
  GArray *pool;

  if (!berth_xml_attribute_is (forward, "mode", "hostdev"))
    return NULL;

  pool = g_array_new (FALSE, FALSE, sizeof (BerthAddress));
  for (const xmlNode *node = berth_xml_lookup_child (forward, "address"); node != NULL;
       node = berth_xml_lookup_next (node, "address"))
    {
      BerthAddress address;

      if (berth_xml_read_pci_address (node, &address))
        g_array_append_val (pool, address);
    }
  return pool;
}
