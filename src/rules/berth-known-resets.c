/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rules/berth-known-resets.h"

#define AMD 0x1002
#define MAX_IDS 16

/* A card as the kernel module vendor-reset knows it, which exists for these cards only. */
#define MODULE "https://github.com/gnif/vendor-reset"

typedef struct
{
  BerthKnownReset known;
  guint16 vendor;
  guint16 devices[MAX_IDS];
} Row;

/* The ids: https://github.com/gnif/vendor-reset/blob/master/src/device-db.h, names as in its
 * README. What happens, for each family, is said where the row says it. */
static const Row rows[] = {
  /* RX 470, 480, 570, 580, 590: https://github.com/gnif/vendor-reset/issues/72 */
  { { "AMD Polaris 10", MODULE },
    AMD,
    { 0x67c0, 0x67c1, 0x67c2, 0x67c4, 0x67c7, 0x67c8, 0x67c9, 0x67ca, 0x67cc, 0x67cf, 0x67d0,
      0x67df, 0x6fdf } },
  /* RX 460, 560: https://github.com/gnif/vendor-reset/issues/4 and /52 */
  { { "AMD Polaris 11", MODULE },
    AMD,
    { 0x67e0, 0x67e1, 0x67e3, 0x67e7, 0x67e8, 0x67e9, 0x67eb, 0x67ef, 0x67ff } },
  /* RX 540, 550: in the list of the module's README */
  { { "AMD Polaris 12", MODULE },
    AMD,
    { 0x6980, 0x6981, 0x6985, 0x6986, 0x6987, 0x6995, 0x6997, 0x699f } },
  /* Vega 56, 64, Frontier Edition: https://github.com/gnif/vendor-reset/issues/35, and
   * https://github.com/inga-lovinde/RadeonResetBugFix/issues/5 (the computer halts) */
  { { "AMD Vega 10", MODULE },
    AMD,
    { 0x6860, 0x6861, 0x6862, 0x6863, 0x6864, 0x6867, 0x6868, 0x6869, 0x686a, 0x686b, 0x686c,
      0x686d, 0x686e, 0x686f, 0x687f } },
  /* Radeon VII: https://github.com/gnif/vendor-reset/issues/35 */
  { { "AMD Vega 20", MODULE },
    AMD,
    { 0x66a0, 0x66a1, 0x66a2, 0x66a3, 0x66a4, 0x66a7, 0x66af } },
  /* Instinct MI100: in the list of the module's README */
  { { "AMD Arcturus", MODULE }, AMD, { 0x738c } },
  /* 5600 XT, 5700, 5700 XT: https://github.com/gnif/vendor-reset/issues/35 */
  { { "AMD Navi 10", MODULE },
    AMD,
    { 0x7310, 0x7312, 0x7318, 0x7319, 0x731a, 0x731b, 0x731e, 0x731f } },
  /* Pro 5600M: in the list of the module's README */
  { { "AMD Navi 12", MODULE }, AMD, { 0x7360, 0x7362 } },
  /* RX 5300, 5500 XT: in the list of the module's README */
  { { "AMD Navi 14", MODULE }, AMD, { 0x7340, 0x7341, 0x7347, 0x734f } },
  /* RX 6600, 6600 XT: in the list of the module's README; the other cards of the 6000 series are
   * said to be well (https://github.com/gnif/vendor-reset/issues/35) */
  { { "AMD Navi 23", MODULE }, AMD, { 0x73ff } },
  /* Graphics inside of Ryzen processors: in the list of the module's README, and
   * https://github.com/gnif/vendor-reset/issues/82 */
  { { "AMD Ryzen", MODULE },
    AMD,
    { 0x15bf, 0x15dd, 0x15de, 0x15e7, 0x1636, 0x1638, 0x164c } },
};

/**
 * berth_known_resets_lookup:
 *
 * Returns: (nullable) (transfer none): what is known about the reset of such a device; %NULL when
 *   nothing bad is
 */
const BerthKnownReset *
berth_known_resets_lookup (const BerthIdentity *identity)
{
  if ((identity->known & BERTH_IDENTITY_VENDOR) == 0
      || (identity->known & BERTH_IDENTITY_DEVICE) == 0)
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      for (gsize j = 0; j < MAX_IDS && rows[i].devices[j] != 0; j++)
        {
          if (rows[i].vendor == identity->vendor && rows[i].devices[j] == identity->device)
            return &rows[i].known;
        }
    }
  return NULL;
}
