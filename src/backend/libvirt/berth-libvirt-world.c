/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-libvirt-world.h"

#include <stdlib.h>

#include "backend/libvirt/berth-network-xml.h"
#include "facts/berth-facts-live.h"

/* Where the kernel shows the devices of this computer: below the root of the file system. */
#define ROOT "/"

static void
free_pool (gpointer pool)
{
  if (pool != NULL)
    g_array_unref (pool);
}

/**
 * berth_libvirt_world_new:
 * @link: borrowed
 *
 * Returns: (transfer full): empty; for one reading, because what it holds grows old
 */
BerthLibvirtWorld *
berth_libvirt_world_new (BerthLibvirtLink *link)
{
  BerthLibvirtWorld *self = g_new0 (BerthLibvirtWorld, 1);

  self->link = link;
  self->view.pools = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_pool);
  return self;
}

void
berth_libvirt_world_free (BerthLibvirtWorld *self)
{
  g_hash_table_unref (self->view.pools);
  g_clear_pointer (&self->facts, berth_facts_unref);
  g_free (self);
}

/**
 * berth_libvirt_world_need_facts:
 *
 * Reads the devices of the computer, once: from the kernel where that is this one, which also
 * works where libvirt lists no USB for want of udev. Without them what needs them stays unknown.
 */
void
berth_libvirt_world_need_facts (BerthLibvirtWorld *self)
{
  if (self->has_facts)
    return;

  self->has_facts = TRUE;
  self->facts = self->link->is_here ? berth_facts_read_live (ROOT, NULL)
                                    : berth_libvirt_link_read_facts (self->link, NULL);
  self->view.facts = self->facts;
}

/* The devices of the pool @name; a network that cannot be read or is no pool claims none. */
static GArray *
read_pool (BerthLibvirtWorld *self, const char *name)
{
  virNetworkPtr network = virNetworkLookupByName (self->link->connection, name);
  char *text = network != NULL ? virNetworkGetXMLDesc (network, 0) : NULL;
  GArray *pool = text != NULL ? berth_network_xml_list_pool (text) : NULL;

  free (text);
  if (network != NULL)
    virNetworkFree (network);
  return pool;
}

/**
 * berth_libvirt_world_prepare:
 *
 * Fetches what @doc refers to and is not here yet. Waits.
 */
void
berth_libvirt_world_prepare (BerthLibvirtWorld *self, xmlDoc *doc)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer name;

  if (berth_domain_xml_has_usb (doc))
    berth_libvirt_world_need_facts (self);

  berth_domain_xml_add_networks (doc, names);
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!g_hash_table_contains (self->view.pools, name))
        g_hash_table_insert (self->view.pools, g_strdup (name), read_pool (self, name));
    }
}
