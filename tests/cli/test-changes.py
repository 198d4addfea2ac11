#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""assign and take-back: what is written, what is refused, and what is said about it."""

import re

from berthctl import DONE, FAILED, KVM, NOT_FOUND, QUBES, REFUSED, USAGE, devices_of, expect, main

NIC = '0000:05:00.0'
GRAPHICS = [f'0000:01:00.{i}' for i in range(4)]
WORK = '3f0b9c52-6d1e-4c0a-9a57-0c3e5b1d7a01'


def configured(world, vm, *connection):
    """What the VM will have, as another run reads it."""
    result = world.run('--json', *(connection or ('-c', KVM)), 'show', vm)
    expect(result.status == DONE, result)
    return {device['address']: device for device in result.answer[0]['devices']
            if device['configured']}


def unchanged(world, vm, *words, status=REFUSED):
    """A run that must change nothing; its result."""
    before = configured(world, vm)
    result = world.kvm(*words)
    expect(result.status == status and not result.out, result)
    expect(configured(world, vm) == before, result)
    return result


def assign(world):
    """a device is assigned and read back, in every dialect of its address"""
    for word in ('0000:3c:00.0', '05:00.0', '00_15.0', 'pci_0000_09_00_0', 'dom0:06_00.0', '1-10'):
        result = world.kvm('assign', 'old-mac', word)
        expect(result.status == DONE, result)
    has = configured(world, 'old-mac')
    expect({'0000:3c:00.0', NIC, '0000:00:15.0', '0000:09:00.0', '0000:06:00.0', '1-10'}
           <= has.keys(), has)
    expect(has['0000:3c:00.0']['identity'] == 'same', has)
    expect('managed' in has['0000:3c:00.0']['options'], has)


def assign_json(world):
    """the answer of a change in JSON is the VM as it was read back"""
    result = world.kvm('--json', 'assign', 'work', '05:00.0')
    expect(result.status == DONE and not result.err, result)
    expect(devices_of(result, 'work') == ['0000:00:14.3', NIC, '0000:05:00.1'], result)
    expect(result.answer == world.kvm('--json', 'show', 'work').answer, result)
    result = world.kvm('--json', 'unassign', 'work', '05:00.1')
    expect(devices_of(result, 'work') == ['0000:00:14.3'], result)


def bundle(world):
    """one function takes its whole bundle, once, and the answer says what goes along"""
    result = world.kvm('assign', 'work', '05:00.1')
    expect(result.status == DONE and 'Goes along: 05:00.0.' in result.out, result)
    expect(configured(world, 'work').keys() == {'0000:00:14.3', NIC, '0000:05:00.1'}, result)
    result = world.kvm('take-back', 'work', '05:00.0', '05:00.1')
    expect(result.status == DONE and 'Goes along' not in result.out, result)
    expect(configured(world, 'work').keys() == {'0000:00:14.3'}, result)
    result = world.kvm('assign', 'work', '05:00.0', '05:00.1', '05:00.0')
    expect(result.status == DONE and 'Goes along' not in result.out, result)
    expect(result.out.count('\n05:00.0  ') == 1, result)


def companions(world):
    """what leaves the host unseen by the guest is told and listed as a companion"""
    result = world.kvm('assign', 'work', '09:00.0')
    expect(result.status == DONE, result)
    has = configured(world, 'work')
    expect(has['0000:09:00.0']['role'] == 'given', has)
    expect(has['0000:0c:00.0']['role'] == has['0000:3b:00.0']['role'] == 'companion', has)
    result = world.kvm('devices')
    expect(re.search(r'^0c:00\.0  .*  \(work\)  ', result.out, re.M), result)
    result = world.kvm('take-back', 'work', '0c:00.0')
    expect(result.status == REFUSED and configured(world, 'work') == has, result)
    result = world.kvm('take-back', 'work', '09:00.0')
    expect(result.status == DONE and configured(world, 'work').keys() == {'0000:00:14.3'}, result)


def several(world):
    """several devices are one change: all of them or none"""
    result = world.kvm('assign', 'work', '05:00.0', '3c:00.0', '1-10')
    expect(result.status == DONE, result)
    expect(configured(world, 'work').keys()
           == {'0000:00:14.3', NIC, '0000:05:00.1', '0000:3c:00.0', '1-10'}, result)
    unchanged(world, 'old-mac', 'assign', 'old-mac', '06:00.0', '04:00.0')
    unchanged(world, 'old-mac', 'assign', 'old-mac', '06:00.0', '0f:00.0', status=NOT_FOUND)
    unchanged(world, 'old-mac', 'assign', 'old-mac', '06:00.0', 'nonsense', status=USAGE)
    unchanged(world, 'work', 'take-back', 'work', '05:00.0', '06:00.0', status=NOT_FOUND)


def refused(world):
    """what the computer needs is refused in three parts, and nothing is written"""
    for word in ('04:00.0', '00:02.0', '00:1f.3', '00:1c.0', '1-1', '00:14.0', '00:1f.0'):
        result = unchanged(world, 'work', 'assign', 'work', word)
        expect(result.err.startswith('berthctl: '), result)
        expect(re.search(r'^Refused: .+\n  Why: .+\n  What to do: .+$', result.err, re.M), result)
        result = unchanged(world, 'work', '--json', 'assign', '--yes', 'work', word)
        expect(result.error['error'] == 'refused', result)
        expect('refused' in [finding['severity'] for finding in result.error['findings']], result)
        unchanged(world, 'work', 'assign', '--dry-run', 'work', word)


def vm_cannot(world):
    """a VM that cannot take devices says why"""
    result = unchanged(world, 'sandbox', 'assign', 'sandbox', '05:00.0')
    expect('microVM' in result.err, result)


def foreign_forms(world):
    """what is no plain host device is shown and never touched"""
    result = unchanged(world, 'build-server', 'take-back', 'build-server', '3d:00.0')
    expect('disk' in result.err, result)
    unchanged(world, 'media', 'take-back', 'media', '3e:10.2')


def not_there(world):
    """a device or VM that is not there is not found"""
    unchanged(world, 'work', 'assign', 'work', '0f:00.0', status=NOT_FOUND)
    unchanged(world, 'work', 'take-back', 'work', '05:00.0', status=NOT_FOUND)
    unchanged(world, 'work', 'assign', 'nobody', '05:00.0', status=NOT_FOUND)


def in_use(world):
    """what another VM uses now is said, and assigned all the same"""
    result = world.kvm('assign', 'work', '3d:00.0')
    expect(result.status == DONE and re.search('^Caution: .*build-server', result.err), result)
    result = world.kvm('--json', 'assign', 'work', '3d:00.0')
    expect(result.status == DONE and not result.err, result)


def ghosts(world):
    """a device that is gone from the computer can be taken back, and not be assigned again"""
    unchanged(world, 'old-mac', 'assign', 'work', '02:00.0', status=NOT_FOUND)
    result = world.kvm('take-back', 'old-mac', '02:00.0')
    expect(result.status == DONE and not configured(world, 'old-mac'), result)


def changed(world):
    """in place of another device the one that is there now is assigned only when that is meant"""
    result = unchanged(world, 'media', 'assign', 'media', '06:00.0')
    expect('Another device sits at 06:00.0' in result.err and 'berthctl pin' in result.err, result)
    result = world.kvm('take-back', 'media', '06:00.0')
    expect(result.status == DONE, result)
    result = world.kvm('assign', 'media', '06:00.0')
    expect(result.status == DONE, result)
    expect(configured(world, 'media')['0000:06:00.0']['identity'] == 'same', result)


def running(world):
    """a running VM is told to restart, and keeps what it has until then"""
    result = world.kvm('assign', 'windows-11', '05:00.0')
    expect(result.status == DONE and 'start it again' in result.out.splitlines()[-1], result)
    vm = world.kvm('--json', 'show', 'windows-11').answer[0]
    card = next(device for device in vm['devices'] if device['address'] == NIC)
    expect(card['configured'] and not card['live'], vm)
    result = world.kvm('take-back', 'windows-11', '01:00.0')
    expect(result.status == DONE and 'until restart' in result.out, result)


def nothing_to_do(world):
    """what is so already is no change and no error"""
    result = world.kvm('assign', 'work', '00:14.3')
    expect(result.status == DONE and 'nothing to change' in result.out, result)
    result = world.kvm('--json', 'assign', 'work', '00:14.3')
    expect(result.status == DONE and devices_of(result, 'work') == ['0000:00:14.3'], result)


def dry_run(world):
    """--dry-run tells steps and commands and changes nothing"""
    before = configured(world, 'work')
    result = world.kvm('assign', '--dry-run', 'work', '05:00.0')
    expect(result.status == DONE and 'virsh' in result.out, result)
    result = world.kvm('--json', 'assign', '-n', 'work', '05:00.0')
    plan = result.answer[0]
    expect([step['address'] for step in plan['steps'] if step['step'] == 'assign']
           == [NIC, '0000:05:00.1'], result)
    expect(any('virsh' in line for line in plan['commands']), result)
    result = world.kvm('take-back', '--dry-run', 'work', '00:14.3')
    expect(result.status == DONE, result)
    expect(configured(world, 'work') == before, result)


def options(world):
    """options are set, changed, and refused where there are none"""
    qubes = ('-c', 'demo:///qubes-laptop')
    result = world.run(*qubes, 'assign', '--yes', '--permissive', 'vault', '01:00.0')
    expect(result.status == DONE, result)
    expect(configured(world, 'vault', *qubes)['0000:01:00.0']['options'] == ['permissive'], result)
    result = world.run(*qubes, 'assign', '--yes', '--permissive=no', '--no-strict-reset', 'vault',
                       '01:00.0')
    expect(result.status == DONE, result)
    expect(configured(world, 'vault', *qubes)['0000:01:00.0']['options'] == ['no-strict-reset'],
           result)
    result = world.run(*qubes, 'assign', 'vault', '01:00.0')
    expect(result.status == DONE and 'nothing to change' in result.out, result)
    unchanged(world, 'work', 'assign', '--permissive', 'work', '05:00.0', status=FAILED)
    result = world.kvm('assign', '--unmanaged', 'work', '05:00.0')
    expect(result.status == DONE, result)
    expect(configured(world, 'work')[NIC]['options'] == [], result)


def functions(world):
    """--function gives the functions that are named, beside those that the VM has already"""
    result = world.kvm('assign', '--function', 'work', '05:00.1')
    expect(result.status == DONE and 'Goes along' not in result.out, result)
    expect(configured(world, 'work').keys() == {'0000:00:14.3', '0000:05:00.1'}, result)
    result = world.kvm('assign', '--function', 'work', '05:00.0')
    expect(result.status == DONE and 'Goes along' not in result.out, result)
    expect(configured(world, 'work').keys() == {'0000:00:14.3', NIC, '0000:05:00.1'}, result)
    result = world.kvm('assign', '--function', 'old-mac', '01:00.1', '01:00.0')
    expect(result.status == DONE, result)
    has = configured(world, 'old-mac')
    expect([has[address]['role'] for address in GRAPHICS]
           == ['given', 'given', 'companion', 'companion'], has)
    result = world.kvm('assign', 'old-mac', '01:00.0')
    expect(result.status == DONE and 'Goes along: 01:00.2 01:00.3.' not in result.out, result)
    has = configured(world, 'old-mac')
    expect({has[address]['role'] for address in GRAPHICS} == {'given'}, has)
    result = world.kvm('assign', '--function', '--dry-run', 'old-mac', '3c:00.0', '1-10')
    expect(result.status == DONE, result)


def functions_back(world):
    """take-back --function leaves the other functions of the card"""
    expect(world.kvm('assign', 'work', '05:00.0').status == DONE, 'assign')
    result = world.kvm('take-back', '--function', 'work', '05:00.0')
    expect(result.status == DONE and 'Goes along' not in result.out, result)
    expect(configured(world, 'work').keys() == {'0000:00:14.3', '0000:05:00.1'}, result)
    unchanged(world, 'work', 'take-back', '--function', 'work', '05:00.0', status=NOT_FOUND)
    result = world.kvm('take-back', '--function', 'work', '05:00.1')
    expect(result.status == DONE and configured(world, 'work').keys() == {'0000:00:14.3'}, result)
    result = world.kvm('take-back', '--function', 'windows-11', '01:00.2', '01:00.3', '1-6')
    has = configured(world, 'windows-11')
    expect(result.status == DONE and '1-6' not in has, result)
    expect([has[address]['role'] for address in GRAPHICS]
           == ['given', 'given', 'companion', 'companion'], has)


def with_companions(world):
    """--with-companions gives what would leave the computer unseen"""
    result = world.kvm('assign', '--with-companions', 'work', '09:00.0', '1-10')
    expect(result.status == DONE, result)
    has = configured(world, 'work')
    for address in ('0000:09:00.0', '0000:0c:00.0', '0000:3b:00.0', '1-10'):
        expect(has[address]['role'] == 'given', has)
    result = world.qubes('assign', '--with-companions', 'vault', '01:00.0')
    expect(result.status == DONE, result)
    expect(configured(world, 'vault', '-c', QUBES).keys() == {'0000:01:00.0'}, result)


def libvirt_options(world):
    """--rom-bar and --optional are written, shown and switched back"""
    result = world.kvm('assign', '--rom-bar=off', 'work', '05:00.0')
    expect(result.status == DONE and 'ROM hidden' in result.out, result)
    expect(configured(world, 'work')[NIC]['options'] == ['managed', 'hide-rom'], result)
    result = world.kvm('assign', '--rom-bar=on', 'work', '05:00.0')
    expect(configured(world, 'work')[NIC]['options'] == ['managed'], result)
    result = world.kvm('assign', '--optional', 'work', '1-10')
    expect(result.status == DONE and configured(world, 'work')['1-10']['options'] == ['optional'],
           result)
    result = world.kvm('assign', '--optional=no', 'work', '1-10')
    expect(result.status == DONE and not configured(world, 'work')['1-10']['options'], result)
    for words in (['--rom-bar=off', 'work', '1-10'], ['--optional', 'work', '05:00.0']):
        result = unchanged(world, 'work', 'assign', *words, status=FAILED)
        expect('USB device' in result.err, result)


def option_fits(world):
    """an option that the connection or the kind of device does not have is refused by its name"""
    for words in (['--rom-bar=off', 'vault', '01:00.0'], ['--optional', 'vault', '01:00.0']):
        result = world.qubes('assign', *words)
        expect(result.status == FAILED and not result.out, result)
        expect('has no option' in result.err, result)


def consent(world):
    """what opens something is explained and asked about, and refused where nobody can be asked"""
    qubes = ('-c', 'demo:///qubes-laptop')
    words = (*qubes, 'assign', '--permissive', 'vault', '01:00.0')
    result = world.run(*words)
    expect(result.status == REFUSED and not result.out and '--yes' in result.err, result)
    expect('XSA-120' in result.err and not configured(world, 'vault', *qubes), result)
    result = world.run('--json', *words)
    expect(result.status == REFUSED and result.error['error'] == 'refused', result)
    result = world.on_terminal(*words, answer='n')
    expect(result.status == REFUSED and 'Nothing was changed.' in result.out, result)
    expect(not configured(world, 'vault', *qubes), result)
    result = world.on_terminal(*words, answer='y')
    expect(result.status == DONE and 'XSA-120' in result.out, result)
    expect(configured(world, 'vault', *qubes)['0000:01:00.0']['options'] == ['permissive'], result)
    result = world.run(*words)
    expect(result.status == DONE and 'XSA-120' not in result.err, result)
    result = world.run(*qubes, 'assign', '--permissive=no', 'vault', '01:00.0')
    expect(result.status == DONE and not result.err, result)


def reset(world):
    """--demo=reset starts over, with a verb and without one"""
    before = configured(world, 'work')
    for words in (['--demo=reset'], ['--demo=reset', 'vms'], ['-c', KVM, '--demo=reset', 'vms']):
        expect(world.kvm('assign', 'work', '05:00.0').status == DONE, words)
        expect(configured(world, 'work') != before, words)
        result = world.run(*words)
        expect(result.status == DONE, result)
        expect(configured(world, 'work') == before, result)


def two_at_once(world):
    """two runs at once lose nothing and break nothing"""
    words = ['05:00.0', '3c:00.0', '1-10', '06:00.0']
    for _ in range(5):
        running_now = [world.start('-c', KVM, 'assign', 'work', word) for word in words]
        results = [world.finish(process) for process in running_now]
        has = configured(world, 'work')
        for word, result in zip(words, results):
            address = word if word == '1-10' else f'0000:{word}'
            expect(result.status in (DONE, FAILED), result)
            expect((address in has) == (result.status == DONE), result)
        expect(any(result.status == DONE for result in results), results)
        expect(world.run('--demo=reset').status == DONE, has)


main([assign, assign_json, bundle, companions, several, refused, vm_cannot, foreign_forms,
      not_there, in_use, ghosts, changed, running, nothing_to_do, dry_run, options, functions,
      functions_back, with_companions, libvirt_options, option_fits, consent, reset, two_at_once])
