#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking all rules about every bundle of a computer, and about every VM, against making the devices
and bundles of that computer out of what was read."""

import subprocess
import sys

import clock

# How many devices, how many VMs.
SIZES = ((64, 16), (1024, 200), (8192, 200))
# Not a ratio: what the worker may take.
TARGET = 'all ≤ 20 ms'


def measure(build, n_devices, n_vms):
    told = subprocess.run([f'{build}/tests/bench/all-findings', str(n_devices), str(n_vms)],
                          check=True, capture_output=True, text=True).stdout.split()
    making, bundles, vms = (float(word) for word in told[:3])
    target = TARGET if n_devices <= 1024 else 'growth'
    clock.row(f'findings of {n_devices:,} devices for one of {n_vms} VMs, against making them',
              bundles / making, target,
              f'{clock.milliseconds(bundles)} against {clock.milliseconds(making)}, '
              f'{told[3]} findings')
    clock.row(f'findings of {n_vms} VMs on {n_devices:,} devices, against making the devices',
              vms / making, target,
              f'{clock.milliseconds(vms)} against {clock.milliseconds(making)}, '
              f'{told[4]} findings')


def main(build):
    subprocess.run(['ninja', '-C', build, 'tests/bench/all-findings'], check=True,
                   stdout=subprocess.DEVNULL)
    for n_devices, n_vms in SIZES:
        measure(build, n_devices, n_vms)


if __name__ == '__main__':
    main(sys.argv[1])
