/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-computer-words.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"

/**
 * berth_computer_words_dup_name:
 *
 * Returns: (transfer full): what the computer is called: the machine's own name, or the name of the
 *   connection that leads to it; safe to show
 */
char *
berth_computer_words_dup_name (BerthComputer *computer)
{
  g_autoptr (BerthConnection) connection
      = g_list_model_get_item (berth_computer_get_connections (computer), 0);
  g_autofree char *host = berth_text_dup_name (g_get_host_name ());

  if (berth_computer_is_local (computer))
    /* Translators: %s is the network name of the computer that this program runs on */
    return g_strdup_printf (_ ("This computer (%s)"), host);
  if (connection != NULL)
    return berth_text_dup_name (berth_connection_get_title (connection));
  return berth_text_dup_name (berth_computer_get_id (computer));
}
