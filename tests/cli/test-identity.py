#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pin and move: which device is meant, and where it is now."""

import re

from berthctl import (DONE, NOT_FOUND, REFUSED, USAGE, expect, main, recorded_pci,
                      recorded_vm as vm)

OLD = '0000:02:00.0'
NEW = '0000:05:00.0'
TWIN = '0000:06:00.0'
OTHER = '0000:07:00.0'
DISK = '0000:08:00.0'
CARD = '8086-1521-x-x-020000;managed;'


def make(world, *devices, twin=False, at_old=False):
    """A computer with the card at NEW, and a VM “work” with @devices."""
    pci = recorded_pci(NEW, '8086:1521', '020000', 1, reset='flr')
    pci += recorded_pci(OTHER, '10ec:8168', '020000', 3, reset='flr')
    pci += recorded_pci(DISK, '144d:a808', '010802', 4, reset='flr')
    if twin:
        pci += recorded_pci(TWIN, '8086:1521', '020000', 2, reset='flr')
    if at_old:
        pci += recorded_pci(OLD, '10de:1234', '030000', 5, reset='flr')
    return world.record(vm(1, 'work', *devices), f'computer-{at_old}', pci=pci,
                        uses=f'[{DISK}]\ndisk=nvme0n1 /\n')


def read(world, computer):
    """What “work” has, as another run reads it."""
    result = world.run(*computer, '--json', 'show', 'work')
    return {device['address']: device for device in result.answer[0]['devices']}


def unchanged(world, computer, *words, status):
    """A run that must change nothing; its result."""
    before = read(world, computer)
    result = world.run(*computer, *words)
    expect(result.status == status and not result.out, result)
    expect(len(result.err.splitlines()) == 1 or status == REFUSED, result)
    expect(read(world, computer) == before, result)
    return result


def pin(world):
    """pin means the device that is there now, and what was said about it is gone"""
    result = world.kvm('pin', 'media', '06:00.0')
    expect(result.status == DONE and 'another device' not in result.out, result)
    device = world.kvm('--json', 'show', 'media').answer[0]['devices'][0]
    expect(device['identity'] == 'same', device)
    expect(world.kvm('check', 'media').out.count('where another device was meant') == 0, result)
    result = world.kvm('pin', 'media', '06:00.0')
    expect(result.status == DONE and 'nothing to change' in result.out, result)


def pin_unpinned(world):
    """what was never pinned is pinned too"""
    computer = make(world, f'{NEW}=managed;')
    expect(read(world, computer)[NEW]['identity'] == 'not-pinned', computer)
    result = world.run(*computer, 'pin', 'work', '05:00.0')
    expect(result.status == DONE and read(world, computer)[NEW]['identity'] == 'same', result)


def pin_refused(world):
    """what is not there, not assigned or needed here cannot be meant"""
    computer = make(world, f'{OLD}={CARD}', f'{DISK}=8086-1521-x-x-020000;managed;')
    unchanged(world, computer, 'pin', 'work', '02:00.0', status=REFUSED)
    unchanged(world, computer, 'pin', 'work', '07:00.0', status=NOT_FOUND)
    unchanged(world, computer, 'pin', 'work', '0f:00.0', status=NOT_FOUND)
    unchanged(world, computer, 'pin', 'nobody', '02:00.0', status=NOT_FOUND)
    result = unchanged(world, computer, 'pin', '--yes', 'work', '08:00.0', status=REFUSED)
    expect('Refused: ' in result.err, result)


def pin_dry_run(world):
    """pin --dry-run says what would be done and does nothing"""
    before = world.kvm('--json', 'show', 'media').answer
    result = world.kvm('--json', 'pin', '-n', 'media', '06:00.0')
    expect([step['step'] for step in result.answer[0]['steps']] == ['pin'], result)
    expect(world.kvm('--json', 'show', 'media').answer == before, result)


def move(world):
    """move follows a device to where it sits now, with its options"""
    for at_old in (False, True):
        computer = make(world, f'{OLD}={CARD}', at_old=at_old)
        line = f' move work {OLD[5:]}$'
        result = world.run(*computer, 'check', 'work')
        expect(re.search(line, result.out, re.M), result)
        result = world.run(*computer, 'move', '--dry-run', 'work', '02:00.0')
        expect(result.status == DONE and OLD in read(world, computer), result)
        result = world.run(*computer, 'move', 'work', '02:00.0')
        expect(result.status == DONE, result)
        has = read(world, computer)
        expect(has.keys() == {NEW} and has[NEW]['identity'] == 'same', result)
        expect(has[NEW]['options'] == ['managed'], result)
        result = world.run(*computer, 'check', 'work')
        expect(not re.search(line, result.out, re.M), result)


def move_guesses_nothing(world):
    """where nobody can tell where it is now, nothing is moved"""
    result = unchanged(world, make(world, f'{OLD}={CARD}', twin=True), 'move', 'work', '02:00.0',
                       status=NOT_FOUND)
    expect('several' in result.err, result)
    unchanged(world, make(world, f'{OLD}=dead-beef-x-x-020000;managed;'), 'move', 'work',
              '02:00.0', status=NOT_FOUND)
    unchanged(world, make(world, f'{OLD}=managed;'), 'move', 'work', '02:00.0',
              status=NOT_FOUND)
    unchanged(world, make(world, f'{NEW}={CARD}'), 'move', 'work', '05:00.0', status=REFUSED)
    unchanged(world, make(world, f'{NEW}=managed;'), 'move', 'work', '05:00.0', status=REFUSED)
    unchanged(world, make(world, f'{NEW}={CARD}'), 'move', 'work', '07:00.0', status=NOT_FOUND)
    unchanged(world, make(world, f'{NEW}={CARD}'), 'move', 'work', 'x', status=USAGE)


main([pin, pin_unpinned, pin_refused, pin_dry_run, move, move_guesses_nothing])
