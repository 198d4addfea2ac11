/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-computer-device-order.h"

/* Functions of a bundle stand together, even where another bundle has one between them. */
static int
compare_places (BerthComputerDevice *a, BerthComputerDevice *b)
{
  const BerthBundle *bundle_a = berth_computer_device_get_bundle (a);
  const BerthBundle *bundle_b = berth_computer_device_get_bundle (b);
  const BerthAddress *address_a = berth_computer_device_get_address (a);
  const BerthAddress *address_b = berth_computer_device_get_address (b);
  int order = berth_address_compare (bundle_a != NULL ? &bundle_a->address : address_a,
                                     bundle_b != NULL ? &bundle_b->address : address_b);

  return order != 0 ? order : berth_address_compare (address_a, address_b);
}

/* What belongs to somebody first, by name; then the computer's, the doubtful, and what is free. */
static int
rank_users (BerthComputerDevice *device)
{
  guint users = berth_computer_device_get_users (device);

  if ((users & BERTH_USED_BY_VM) != 0)
    return 0;
  if ((users & BERTH_USED_BY_COMPUTER) != 0)
    return 1;
  return (users & BERTH_USED_BY_UNKNOWN) != 0 ? 2 : 3;
}

/* What says nothing comes after what says something. */
static int
compare_texts (const char *a, const char *b)
{
  if ((*a == '\0') != (*b == '\0'))
    return *a == '\0' ? 1 : -1;
  return g_utf8_collate (a, b);
}

static int
compare_users (BerthComputerDevice *a, BerthComputerDevice *b)
{
  int order = rank_users (a) - rank_users (b);

  if (order != 0)
    return order;
  return compare_texts (berth_computer_device_get_used_by (a),
                        berth_computer_device_get_used_by (b));
}

static int
compare_states (BerthComputerDevice *a, BerthComputerDevice *b)
{
  int order = (int) berth_computer_device_get_severity (b)
              - (int) berth_computer_device_get_severity (a);

  if (order != 0)
    return order;
  return compare_texts (berth_computer_device_get_words (a), berth_computer_device_get_words (b));
}

static int
compare_by (BerthComputerDevice *a, BerthComputerDevice *b, BerthDeviceColumn column)
{
  switch (column)
    {
    case BERTH_DEVICE_COLUMN_NAME:
      return g_utf8_collate (berth_computer_device_get_title (a),
                             berth_computer_device_get_title (b));
    case BERTH_DEVICE_COLUMN_USED_BY:
      return compare_users (a, b);
    case BERTH_DEVICE_COLUMN_DRIVER:
      return compare_texts (berth_computer_device_get_driver (a),
                            berth_computer_device_get_driver (b));
    case BERTH_DEVICE_COLUMN_STATE:
      return compare_states (a, b);
    case BERTH_DEVICE_COLUMN_ADDRESS:
    default:
      return 0;
    }
}

/**
 * berth_computer_device_compare:
 * @column: what counts; what is equal in it is in the order of the addresses
 *
 * Returns: less than 0 if @a stands before @b, more than 0 if after it
 */
int
berth_computer_device_compare (BerthComputerDevice *a,
                               BerthComputerDevice *b,
                               BerthDeviceColumn column)
{
  int order = compare_by (a, b, column);

  return order != 0 ? order : compare_places (a, b);
}
