#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""record: a computer written down for others."""

import os

from berthctl import DONE, FAILED, KVM, NOT_FOUND, USAGE, expect, main

# A computer whose files tell who has it.
FILES = {
    'computer.ini': '[computer]\nplatform=bare\niommu=true\nchassis=portable\n',
    'pci.ini': ('[0000:00:14.0]\nvendor=8086\ndevice=9d2f\nclass=0c0330\niommu-group=1\n'
                '[0000:03:00.0]\nvendor=144d\ndevice=a808\nclass=010802\niommu-group=2\n'),
    'usb.ini': ('[1-2]\nvendor=0781\nproduct=5581\nclass=00\ninterfaces=080650\n'
                'controller=0000:00:14.0\nserial=4C530001291111\nproduct-name=Ultra\n'),
    'uses.ini': ('[0000:03:00.0]\ndisk=nvme0n1p2 /;nvme0n1p3 /home/alice\n'
                 '[1-2]\ndisk=sda1 /run/media/alice/Holidays\n'
                 'network=enx001b2144c0de default route\n'),
}


def put(folder, files):
    os.makedirs(folder)
    for name, text in files.items():
        with open(f'{folder}/{name}', 'w', encoding='utf-8') as file:
            file.write(text)


def read_all(folder):
    text = ''
    for name in sorted(os.listdir(folder)):
        with open(f'{folder}/{name}', encoding='utf-8') as file:
            text += file.read()
    return text


def there_and_back(world):
    """what was recorded says the same of the same devices"""
    folder = f'{world.folder}/new/a (b)'
    result = world.kvm('record', folder)
    expect(result.status == DONE and folder in result.out and not result.err, result)
    uri = result.out.split('--connect ')[1].split()[0]
    before = world.kvm('--json', 'devices').answer
    after = world.run('--json', '--connect', uri, 'devices')
    expect(after.status == DONE, after)
    kept = ('address', 'name', 'class', 'driver', 'iommu_group', 'bundle', 'parent')
    expect([[device[key] for key in kept] for device in after.answer]
           == [[device[key] for key in kept] for device in before], after)


def nothing_survives(world):
    """no serial number, MAC address or name of a person or volume is left, and it says so"""
    put(f'{world.folder}/mine', FILES)
    result = world.run('-c', f'folder://{world.folder}/mine', 'record', f'{world.folder}/theirs')
    expect(result.status == DONE, result)
    for words in ('1 serial number,', '1 name of a network interface', '1 name of a person',
                  '1 name of a volume'):
        expect(words in result.out, result)
    text = read_all(f'{world.folder}/theirs')
    for secret in ('4C530001291111', '001b2144c0de', 'alice', 'Holidays'):
        expect(secret not in text, text)
    for kept in ('Ultra', 'nvme0n1p2 /;', '0781'):
        expect(kept in text, text)


def as_json(world):
    """--json says where it is and how much was replaced"""
    put(f'{world.folder}/mine', FILES)
    folder = f'{world.folder}/theirs'
    result = world.run('-j', '-c', f'folder://{world.folder}/mine', 'record', folder)
    expect(result.answer == [{
        'folder': folder, 'connection': f'folder://{folder}', 'replaced_serials': 1,
        'replaced_interfaces': 1, 'replaced_people': 1, 'replaced_volumes': 1,
        'replaced_peers': 0, 'replaced_disks': 0}], result)


def this_computer(world):
    """this machine can be recorded without any hypervisor"""
    here = f'{world.folder}/here'
    result = world.run('-c', 'none', 'record', os.path.relpath(here))
    expect(result.status == DONE and f' folder://{here} ' in result.out, result)
    expect(world.run('-c', f'folder://{here}', 'devices').status == DONE, result)


def not_empty(world):
    """a folder that is not empty is refused, and nothing in it is touched"""
    folder = f'{world.folder}/full'
    put(folder, {'pci.ini': 'mine'})
    result = world.kvm('record', folder)
    expect(result.status == FAILED and 'not empty' in result.err and not result.out, result)
    expect(os.listdir(folder) == ['pci.ini'] and read_all(folder) == 'mine', result)
    os.mkdir(f'{world.folder}/empty')
    expect(world.kvm('record', f'{world.folder}/empty').status == DONE, result)


def nowhere(world):
    """a place that cannot be written and a computer that is not there are errors"""
    for folder in (f'{world.folder}/file/x', f'{world.folder}/file', '/proc/berth', ''):
        with open(f'{world.folder}/file', 'w', encoding='utf-8'):
            pass
        result = world.kvm('record', folder)
        expect(result.status == FAILED and not result.out, result)
        expect(len(result.err.splitlines()) == 1, result)
    result = world.run('-c', 'folder:///nonexistent', 'record', f'{world.folder}/x')
    expect(result.status == NOT_FOUND and not os.path.exists(f'{world.folder}/x'), result)


def which(world):
    """of two computers one has to be named"""
    result = world.run('--demo', 'record', f'{world.folder}/x')
    expect(result.status == USAGE and '--connect' in result.err, result)
    result = world.run('-c', KVM, 'record', f'{world.folder}/x')
    expect(result.status == DONE, result)


main([there_and_back, nothing_survives, as_json, this_computer, not_empty, nowhere, which])
