#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""assign --force: what the computer needs and is given away all the same."""

import json

from berthctl import (DONE, NOT_FOUND, REFUSED, USAGE, expect, main, recorded_pci,
                      recorded_vm as vm)

DISK = '0000:02:00.0'
CARD = '0000:03:00.0'  # shares its IOMMU group with the network card that is needed
NIC = '0000:04:00.0'
BOTH = '0000:05:00.0'  # two functions, each of which is needed
FREE = '0000:06:00.0'
BRIDGE = '0000:00:1c.0'
STICK = '1-2'

FILES = {
    'pci': (recorded_pci(DISK, '144d:a808', '010802', 1, reset='flr')
            + recorded_pci(CARD, '8086:1521', '040300', 2, reset='flr')
            + recorded_pci(NIC, '8086:1533', '020000', 2, reset='flr')
            + recorded_pci(BOTH, '1000:0001', '010700', 3, reset='bus')
            + recorded_pci('0000:05:00.1', '1000:0002', '020000', 3, reset='bus')
            + recorded_pci(FREE, '8086:1521', '020000', 4, reset='flr')
            + recorded_pci('0000:00:14.0', '8086:9d2f', '0c0330', 5, reset='flr')
            + recorded_pci(BRIDGE, '8086:9d10', '060400', 6)),
    'usb': (f'[{STICK}]\nvendor=0781\nproduct=5581\nclass=00\ninterfaces=080650\n'
            'controller=0000:00:14.0\n'),
    'uses': (f'[{DISK}]\ndisk=nvme0n1p2 /\n[{NIC}]\nnetwork=eth0 default route\n'
             f'[{BOTH}]\ndisk=sdb1 /var\n[0000:05:00.1]\nnetwork=eth1 default route\n'
             f'[{STICK}]\ndisk=sda1 /boot\n'),
}


def make(world):
    """The computer with the VM “work”; the words that open it."""
    return world.record(vm(1, 'work'), **FILES)


def configured(world, computer):
    result = world.run(*computer, '--json', 'show', 'work')
    return {device['address'] for device in result.answer[0]['devices']}


def refused(world, computer, *words, status=REFUSED):
    """A run that must change nothing; its result."""
    result = world.run(*computer, 'assign', *words)
    expect(result.status == status and not result.out, result)
    expect(not configured(world, computer), result)
    return result


def force(world):
    """what is named in full is given away, and the answer says what was overruled"""
    for address in (DISK, NIC, STICK):
        computer = make(world)
        result = refused(world, computer, 'work', address)
        expect('Refused: ' in result.err, result)
        refused(world, computer, '--yes', 'work', address)
        result = world.run(*computer, 'assign', '--yes', '--force', address, 'work', address)
        expect(result.status == DONE and address in configured(world, computer), result)
        expect(f'berthctl: {address} was refused, and --force overruled that.' in result.err,
               result)
        expect(world.run(*computer, 'take-back', 'work', address).status == DONE, result)


def in_json(world):
    """for programs too, in a finding of danger and in an object on the error output"""
    computer = make(world)
    words = ('--json', 'assign', '--yes', '--force', DISK)
    result = world.run(*computer, *words, '--dry-run', 'work', DISK)
    expect(result.status == DONE, result)
    finding = next(finding for finding in result.answer[0]['findings'] if finding['can_force'])
    expect(finding['severity'] == 'danger' and finding['address'] == DISK, result)
    result = world.run(*computer, *words, 'work', DISK)
    expect(result.status == DONE and DISK in result.out, result)
    errors = [json.loads(line) for line in result.err.splitlines()]
    expect(len(errors) == 1 and DISK in errors[0]['message'], result)


def asked(world):
    """it is danger, so that it is asked about with its evidence, and nobody is no yes"""
    computer = make(world)
    result = refused(world, computer, '--force', DISK, 'work', DISK)
    expect('nvme0n1p2' in result.err and '--yes' in result.err, result)
    words = (*computer, 'assign', '--force', DISK, 'work', DISK)
    for answer in ('n', '', 'maybe'):
        result = world.on_terminal(*words, answer=answer)
        expect(result.status == REFUSED and 'nvme0n1p2' in result.out, result)
        expect(not configured(world, computer), result)
    result = world.on_terminal(*words, answer='y')
    expect(result.status == DONE and configured(world, computer) == {DISK}, result)


def typed_in_full(world):
    """a shortened address, another way to write it or another device is an error"""
    computer = make(world)
    for word in ('02:00.0', '02_00.0', 'pci_0000_02_00_0', '0000:02:00.00', ' 0000:02:00.0',
                 '0000:02:00', 'all', '', '*'):
        refused(world, computer, '--yes', '--force', word, 'work', DISK, status=USAGE)
    result = refused(world, computer, '--yes', '--force', '02:00.0', 'work', DISK, status=USAGE)
    expect(f'--force {DISK}' in result.err, result)
    refused(world, computer, '--yes', '--force', NIC, 'work', DISK)
    refused(world, computer, '--yes', '--force', FREE, 'work', DISK)


def nothing_to_force(world):
    """where nothing is refused --force is a mistake, and nothing is done"""
    computer = make(world)
    for words in ((FREE, FREE), (DISK, FREE), ('0000:0f:00.0', FREE)):
        result = refused(world, computer, '--yes', '--force', words[0], 'work', words[1],
                         status=USAGE)
        expect(words[0] in result.err, result)
    refused(world, computer, '--yes', '--force', DISK, '--force', NIC, 'work', DISK, status=USAGE)
    refused(world, computer, '--yes', '--force', DISK, 'work', '0f:00.0', status=NOT_FOUND)


def what_goes_along(world):
    """of what goes along, the device that is needed has to be named"""
    computer = make(world)
    refused(world, computer, '--yes', '--force', CARD, 'work', CARD)
    result = world.run(*computer, 'assign', '--yes', '--force', NIC, 'work', CARD)
    expect(result.status == DONE and configured(world, computer) == {CARD, NIC}, result)


def each_by_name(world):
    """where two devices are refused, both have to be named"""
    computer = make(world)
    for one in (BOTH, '0000:05:00.1'):
        result = refused(world, computer, '--yes', '--force', one, 'work', BOTH)
        expect('More is refused' in result.err and 'Refused: ' in result.err, result)
    result = world.run(*computer, 'assign', '--yes', '--force', BOTH, '--force=0000:05:00.1',
                       'work', BOTH)
    expect(result.status == DONE and result.err.count('overruled') == 2, result)
    expect(configured(world, computer) == {BOTH, '0000:05:00.1'}, result)


def only_together(world):
    """what is refused only because of the others in the same change is forced by name too"""
    pci = ''.join(recorded_pci(f'0000:00:{slot}.0', '8086:9d2f', '0c0330', group, reset='flr')
                  for slot, group in (('14', 1), ('15', 2)))
    usb = ''.join(f'[{address}]\nvendor=046d\nproduct=c31c\nclass=00\ninterfaces=030101\n'
                  f'controller={controller}\n'
                  for address, controller in (('1-1', '0000:00:14.0'), ('2-1', '0000:00:15.0')))
    computer = world.record(vm(1, 'work'), pci=pci, usb=usb,
                            uses='[1-1]\ninput=event3 keyboard\n[2-1]\ninput=event4 keyboard\n')
    refused(world, computer, '--yes', 'work', '1-1', '2-1')
    refused(world, computer, '--yes', '--force', '2-1', 'work', '1-1', status=USAGE)
    result = refused(world, computer, '--yes', '--force', '2-1', 'work', '1-1', '2-1')
    expect('More is refused' in result.err and 'Refused: 1-1' in result.err, result)
    result = world.run(*computer, 'assign', '--yes', '--force', '1-1', '--force', '2-1', 'work',
                       '1-1', '2-1')
    expect(result.status == DONE and configured(world, computer) == {'1-1', '2-1'}, result)


def of_what_is_given(world):
    """what is given already can be changed, unless more of it is given away by that"""
    computer = make(world)
    assign = (*computer, 'assign', '--yes')
    result = world.run(*assign, '--unmanaged', '--force', DISK, 'work', DISK)
    expect(result.status == DONE, result)
    result = world.run(*assign, '--unmanaged=no', 'work', DISK)
    expect(result.status == REFUSED and 'nvme0n1p2' in result.err, result)
    result = world.run(*assign, '--rom-bar=off', 'work', DISK)
    expect(result.status == DONE and 'nvme0n1p2' in result.err, result)
    result = world.run(*computer, 'assign', '--rom-bar=on', 'work', DISK)
    expect(result.status == REFUSED and '--yes' in result.err, result)
    result = world.run(*assign, '--unmanaged=no', '--force', DISK, 'work', DISK)
    expect(result.status == DONE, result)
    result = world.run(*assign, '--unmanaged', 'work', DISK)
    expect(result.status == DONE, result)


def cannot_work(world):
    """what cannot work stays refused"""
    refused(world, make(world), '--yes', '--force', BRIDGE, 'work', BRIDGE)
    result = world.kvm('assign', '--yes', '--force', '0000:00:1f.0', 'work', '00:1f.0')
    expect(result.status == REFUSED and not result.out, result)
    result = world.kvm('assign', '--yes', '--force', '0000:04:00.0', 'sandbox', '04:00.0')
    expect(result.status == REFUSED and not result.out, result)


main([force, in_json, asked, typed_in_full, nothing_to_force, what_goes_along, each_by_name,
      only_together, of_what_is_given, cannot_work])
