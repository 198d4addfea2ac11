/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "disk-computer.h"
#include "facts/berth-facts.h"

#define ACPI "devices/LNXSYSTM:00/LNXSYBUS:00/MSFT0101:00"

typedef struct
{
  const char *name;
  const char *device; /* NULL: there is none */
  const char *driver;
  gboolean has_isa_bridge;
  const char *expected;
} TpmCase;

static const TpmCase cases[] = {
  { "none", NULL, NULL, TRUE, "" },
  { "LPC chip by ACPI", "devices/platform/MSFT0101:00", "tpm_tis", TRUE, "00:1f.0 tpm0 TPM" },
  { "LPC chip by PnP", "devices/pnp0/00:05", "tpm_tis", TRUE, "00:1f.0 tpm0 TPM" },
  { "driver unknown", ACPI, NULL, TRUE, "00:1f.0 tpm0 TPM" },
  { "no ISA bridge", "devices/platform/MSFT0101:00", "tpm_tis", FALSE, "" },
  { "SPI chip", ROOT_BUS "/0000:00:1e.2/pxa2xx-spi.3/spi_master/spi0/spi-PRP0001:00", "tpm_tis_spi",
    TRUE, "00:1e.2 tpm0 TPM" },
  { "I2C chip", ROOT_BUS "/0000:00:15.0/i2c_designware.0/i2c-0/i2c-GOOG0005:00", "cr50_i2c", TRUE,
    "00:15.0 tpm0 TPM" },
  { "below a bridge", ROOT_BUS "/0000:00:1f.0/00:05", "tpm_tis", TRUE, "00:1f.0 tpm0 TPM" },
  { "in the firmware", ACPI, "tpm_crb", TRUE, "" },
  { "in the firmware, of a newer kernel", "devices/platform/MSFT0101:00", "tpm_crb", TRUE, "" },
  { "made by a program", "devices/virtual", NULL, TRUE, "" },
  { "of a VM on Xen", "devices/vtpm-0", "tpm-xenfront", TRUE, "" },
};

static void
test_tpm (gconstpointer data)
{
  const TpmCase *c = data;
  g_autoptr (MockSysfs) sysfs = disk_computer_new ();
  g_autofree char *uses = NULL;

  mock_sysfs_put (sysfs, "proc/self/mountinfo", "");
  mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:1e.2", "8086:2", "118000");
  if (c->has_isa_bridge)
    mock_sysfs_add_function (sysfs, ROOT_BUS, "0000:00:1f.0", "8086:1", "60100");
  if (c->device != NULL)
    mock_sysfs_add_tpm (sysfs, c->device, "tpm0", c->driver);

  uses = disk_computer_dup_uses (sysfs, 0);
  g_assert_cmpstr (uses, ==, c->expected);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (cases[i].name), " ", '-');
      g_autofree char *path = g_strconcat ("/facts-tpm/", name, NULL);

      g_test_add_data_func (path, &cases[i], test_tpm);
    }
  return g_test_run ();
}
