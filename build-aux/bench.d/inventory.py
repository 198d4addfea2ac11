#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""This computer's inventory (berthctl --connect none devices) against lspci -nnk, and against
virsh listing and describing every node device, on synthetic computers."""

import os
import subprocess
import sys
import tempfile

import clock

RIG = os.path.join(os.path.dirname(os.path.realpath(__file__)), '../../tests/rig')
MEMORY = '/dev/shm'

# How many functions, how often.
SIZES = {64: 41, 1024: 15, 8192: 5}
TARGET = 0.5
TARGET_VIRSH = 0.1
VIRSH_SIZE = 1024


def berthctl(build):
    return [f'{build}/src/cli/berthctl', '--connect', 'none', 'devices']


def measure_lspci(build, size):
    """Inside a computer: prints the row, and the seconds to whoever asked."""
    medians = clock.compare({'berthctl': berthctl(build), 'lspci': ['lspci', '-nnk']}, SIZES[size])
    ours, theirs = medians['berthctl'], medians['lspci']
    clock.row(f'inventory of {size:,} functions against lspci -nnk', ours / theirs,
              TARGET if size < 8192 else 'growth',
              f'{clock.milliseconds(ours)} against {clock.milliseconds(theirs)}, '
              f'{ours / size * 1e6:.1f} µs a function')


def measure_virsh(build):
    """Inside a computer, beside a libvirtd: one virsh asks for everything, as a script would that
    was written with care."""
    names = subprocess.run(['virsh', '-c', 'qemu:///system', 'nodedev-list', '--cap', 'pci'],
                           check=True, capture_output=True, text=True).stdout.split()
    script = '; '.join(['nodedev-list --cap pci'] + [f'nodedev-dumpxml {name}' for name in names])
    medians = clock.compare({'berthctl': berthctl(build),
                             'virsh': ['virsh', '-c', 'qemu:///system', script]}, 9)
    ours, theirs = medians['berthctl'], medians['virsh']
    clock.row(f'inventory of {len(names):,} functions against virsh nodedev-list and dumpxml',
              ours / theirs, TARGET_VIRSH,
              f'{clock.milliseconds(ours)} against {clock.milliseconds(theirs)}')


def outside(build):
    # In memory: a disk's cache is not what is measured.
    place = MEMORY if os.path.isdir(MEMORY) else None
    worst = 0
    with tempfile.TemporaryDirectory(dir=place, prefix='berth-bench-') as folder:
        for size in SIZES:
            subprocess.run([f'{RIG}/make-computer', str(size), f'{folder}/{size}'], check=True,
                           stdout=subprocess.DEVNULL)
            worst = max(worst, subprocess.run([f'{RIG}/with-computer', f'{folder}/{size}',
                                               __file__, build, str(size)],
                                              check=False).returncode)
        beside = subprocess.run([f'{RIG}/with-libvirtd', f'{folder}/{VIRSH_SIZE}', __file__, build,
                                 'virsh'], check=False).returncode
        if beside == 77:
            clock.row('inventory against virsh', 'skipped', TARGET_VIRSH, 'needs root and libvirtd')
        else:
            worst = max(worst, beside)
    return worst


if __name__ == '__main__':
    if len(sys.argv) == 2:
        sys.exit(outside(sys.argv[1]))
    if sys.argv[2] == 'virsh':
        measure_virsh(sys.argv[1])
    else:
        measure_lspci(sys.argv[1], int(sys.argv[2]))
