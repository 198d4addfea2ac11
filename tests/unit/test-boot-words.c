/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-boot-words.h"

#include <string.h>

#include "scene.h"

static BerthBootBinding
binding_to (BerthBindTarget target)
{
  return (BerthBootBinding){
    .address = scene_address ("0000:04:00.0"),
    .identity = { .vendor = 0x10ec, .device = 0x8168 },
    .target = target,
  };
}

static void
test_kernel_text (void)
{
  BerthBootBinding vfio = binding_to (BERTH_BIND_TARGET_VFIO_PCI);
  BerthBootBinding pciback = binding_to (BERTH_BIND_TARGET_PCIBACK);
  g_autofree char *ids = berth_boot_words_dup_kernel_text (&vfio);
  g_autofree char *hide = berth_boot_words_dup_kernel_text (&pciback);

  g_assert_cmpstr (ids, ==, "vfio-pci.ids=10ec:8168");
  g_assert_cmpstr (hide, ==, "xen-pciback.hide=(0000:04:00.0)");
}

static void
add_card (BerthFacts *facts, const char *address)
{
  BerthPciFacts *pci = scene_add_pci (facts, address, 0x010802, 7);

  pci->vendor = 0x10ec;
  pci->device = 0x8168;
}

/* Where it has a twin, the twin may be the disk that the computer starts from: neither it nor its
 * driver is to be given up without a word. */
static void
test_earlier (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  BerthBootBinding vfio = binding_to (BERTH_BIND_TARGET_VFIO_PCI);
  g_autofree char *alone = NULL;
  g_autofree char *with_twin = NULL;

  add_card (facts, "0000:04:00.0");
  alone = berth_boot_words_dup_earlier (&vfio, facts);
  g_assert_nonnull (strstr (alone, "Add “vfio-pci.ids=10ec:8168”"));
  g_assert_nonnull (strstr (alone, "vfio-pci to the initramfs"));

  add_card (facts, "0000:05:00.0");
  with_twin = berth_boot_words_dup_earlier (&vfio, facts);
  g_assert_nonnull (strstr (with_twin, "all devices of this model: 2 here"));
  g_assert_nonnull (strstr (with_twin, "only if this computer can do without all of them"));
  g_assert_null (strstr (with_twin, "out of the initramfs"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boot-words/kernel-text", test_kernel_text);
  g_test_add_func ("/boot-words/earlier", test_earlier);
  return g_test_run ();
}
