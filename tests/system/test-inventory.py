#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-inventory.py BERTHCTL: berthctl on synthetic computers, with lspci as the independent
eye."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

TESTS = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
sys.path.insert(0, os.path.join(TESTS, 'cli'))

from berthctl import DONE, FAILED, expect, main

MAKE = f'{TESTS}/rig/make-computer'
WITH = f'{TESTS}/rig/with-computer'
PROGRAM = os.path.realpath(sys.argv[1])


def make(world, functions, *options):
    folder = tempfile.mkdtemp(dir=world.folder)
    subprocess.run([MAKE, str(functions), folder, *options], check=True,
                   stdout=subprocess.DEVNULL)
    return folder


def devices_on(world, folder):
    world.program = WITH
    result = world.run(folder, PROGRAM, '--connect', 'none', '--json', 'devices')
    expect(result.status == DONE and not result.err, result)
    return {device['address']: device for device in result.answer}


def lspci(folder, *words):
    return subprocess.run([WITH, folder, 'lspci', '-D', *words], check=True, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def records(folder, *words):
    """What lspci says of each function: its own keys, by address."""
    found = {}
    for block in lspci(folder, '-vmmk', *words).strip().split('\n\n'):
        record = dict(line.split(':\t', 1) for line in block.split('\n'))
        found[record['Slot']] = record
    return found


def attribute(folder, address, name):
    """As the kernel has it; None where it has none."""
    path = f'{folder}/sys/bus/pci/devices/{address}/{name}'
    if os.path.islink(path):
        return os.path.basename(os.readlink(path))
    if not os.path.exists(path):
        return None
    with open(path, encoding='utf-8') as file:
        return file.read().strip()


def compare(folder, devices):
    """Every function, every fact that both know."""
    seen = records(folder, '-n')
    named = records(folder)
    pci = {address: device for address, device in devices.items() if device['bus'] == 'pci'}
    expect(sorted(pci) == sorted(seen), (sorted(pci), sorted(seen)))
    for address, device in pci.items():
        record, names = seen[address], named[address]
        both = {
            'vendor': (device['vendor_id'], record['Vendor']),
            'device': (device['device_id'], record['Device']),
            'class': (device['class_code'],
                      record['Class'] + record.get('ProgIf', '00')),
            'driver': (device['driver'], record.get('Driver')),
            'group': (device['iommu_group'],
                      int(record['IOMMUGroup']) if 'IOMMUGroup' in record else None),
            'subsystem': (device['subsystem_vendor_id'], record.get('SVendor', '0000')),
            'subdevice': (device['subsystem_id'], record.get('SDevice', '0000')),
            'name': (device['name'], re.sub(r'.*\[(.+)\]$', r'\1', names['Device'])),
            'physical': (device['physical_function'], attribute(folder, address, 'physfn')),
            'reset': (device['resets_alone'],
                      bool(set((attribute(folder, address, 'reset_method') or '').split())
                           - {'bus'})),
        }
        for what, (ours, theirs) in both.items():
            expect(ours == theirs, f'{address} {what}: {ours} is {theirs} to lspci')


def as_lspci(world):
    """every function is what lspci says it is"""
    for functions in (64, 300):
        folder = make(world, functions)
        devices = devices_on(world, folder)
        expect(len([0 for device in devices.values() if device['bus'] == 'pci']) == functions,
               devices)
        compare(folder, devices)


def as_lspci_on_xen(world):
    """so it is on a host domain, where there are no groups"""
    folder = make(world, 40, '--platform', 'xen')
    devices = devices_on(world, folder)
    compare(folder, devices)
    expect({device['iommu_group'] for device in devices.values()} == {None}, devices)


def parents(world):
    """the way to each function is the one that lspci shows"""
    folder = make(world, 300)
    devices = devices_on(world, folder)
    ways = [line.split()[0] for line in lspci(folder, '-PP').splitlines()]
    for way in ways:
        domain, _, rest = way.partition(':')
        steps = [f'{domain}:{step}' for step in rest.split('/')]
        for above, below in zip([None] + steps, steps):
            expect(devices[below]['parent'] == above, (way, devices[below]))
    expect(max(way.count('/') for way in ways) >= 3, 'there is a switch among the cards')


def needs(world):
    """what the computer itself needs is told"""
    devices = devices_on(world, make(world, 64))
    for address, words in (('0000:02:00.0', 'disk'), ('0000:00:02.0', 'screen'),
                           ('1-1', 'keyboard'), ('0000:00:14.0', 'keyboard')):
        findings = devices[address]['findings']
        expect(any(finding['severity'] == 'refused' and words in finding['words']
                   for finding in findings), (address, findings))
    # In a container nobody can tell where "/" is; that is a note at every device.
    expect(all(finding['severity'] == 'note' for finding in devices['0000:01:00.0']['findings']),
           devices['0000:01:00.0'])
    expect(devices['1-2.2']['parent'] == '0000:00:14.0', devices['1-2.2'])


def coming_and_going(world):
    """functions that come and go while they are read are there or not, and nothing fails"""
    folder = make(world, 200)
    links = f'{folder}/sys/bus/pci/devices'
    moving = sorted(os.listdir(links))[100:]
    places = [os.path.realpath(f'{links}/{name}') for name in moving]
    code = ('import os, sys\n'
            'while True:\n'
            '    for place in sys.argv[1:]:\n'
            '        os.rename(place, place + ".away")\n'
            '    for place in reversed(sys.argv[1:]):\n'
            '        os.rename(place + ".away", place)\n')
    # Leaves first: a bridge takes along what is below it.
    places.sort(key=lambda place: -place.count('/'))
    mover = subprocess.Popen([sys.executable, '-c', code, *places])
    counts = set()
    try:
        for _ in range(20):
            devices = devices_on(world, folder)
            counts.add(len(devices))
            for device in devices.values():
                expect(device['vendor_id'] != '0000', device)
    finally:
        expect(mover.poll() is None, 'the functions still come and go')
        mover.kill()
        mover.wait()
    expect(min(counts) >= 100 and len(counts) > 1, counts)


def without_pci(world):
    """a computer without PCI has no devices, and one without sysfs is told so"""
    folder = make(world, 20)
    shutil.rmtree(f'{folder}/sys/bus/pci/devices')
    expect(all(device['bus'] == 'usb' for device in devices_on(world, folder).values()), folder)
    world.program = WITH
    result = world.run(folder, 'sh', '-c',
                       f'mount -t tmpfs none /sys && exec {PROGRAM} --connect none devices')
    expect(result.status == FAILED and not result.out and '/sys' in result.err, result)


def outside():
    """Whether a namespace can be had here, as with-computer says it."""
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(f'{folder}/sys/bus/pci')
        return subprocess.run([WITH, folder, 'true'], check=False,
                              stderr=subprocess.DEVNULL).returncode == 77


if __name__ == '__main__':
    if outside() or not shutil.which('lspci'):
        print('1..0 # SKIP needs lspci and a mount namespace')
        sys.exit(0)
    main([as_lspci, as_lspci_on_xen, parents, needs, coming_and_going, without_pci])
