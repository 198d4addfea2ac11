#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bind, return, permissive and boot: what is done to the computer's devices, and what never is."""

import glob
import os
import re
import sys

from berthctl import (DONE, FAILED, KVM, NOT_FOUND, QUBES, REFUSED, USAGE, expect, main,
                      recorded_pci, recorded_vm)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), '../hostile'))
import hostile

NIC = '0000:05:00.0'
PORT = '0000:05:00.1'
READER = '0000:01:00.0'
# What the computer starts from, its only keyboard's controller, a bridge, and what a VM has now.
KEPT = ('04:00.0', '00:14.0', '00:1c.0', '01:00.0')


def devices(world, *connection):
    """How every device is on the host's side, as another run reads it."""
    result = world.run('--json', *(connection or ('-c', KVM)), 'devices')
    expect(result.status == DONE, result)
    return {device['address']: (device['driver'], device['permissive'], device['boot_bindings'])
            for device in result.answer}


def driver(world, address, *connection):
    return devices(world, *connection)[address][0]


def boot(world, *connection):
    result = world.run('--json', *(connection or ('-c', KVM)), 'boot')
    expect(result.status == DONE, result)
    return {entry['address']: entry for entry in result.answer}


def unchanged(world, *words, status=REFUSED, connection=('-c', KVM)):
    """A run that must change nothing; its result."""
    before = devices(world, *connection), boot(world, *connection)
    result = world.run(*connection, *words)
    expect(result.status == status, result)
    expect((devices(world, *connection), boot(world, *connection)) == before, result)
    return result


def results(result):
    return [(item['address'], item['result']) for item in result.answer]


def bind(world):
    """bind takes the function that was named, says what it leaves, and return gives it back"""
    result = world.kvm('bind', '05:00.0')
    expect(result.status == DONE and 'not named: 05:00.1.' in result.out, result)
    expect('  Driver: vfio-pci\n' in result.out, result)
    expect(driver(world, NIC) == 'vfio-pci' and driver(world, PORT) == 'igb', result)
    result = world.kvm('devices', '05:00.0')
    expect('  Driver: vfio-pci\n' in result.out, result)
    result = world.kvm('return', '05:00.0')
    expect(result.status == DONE and '  Driver: igb\n' in result.out, result)
    expect('not named' not in result.out and driver(world, NIC) == 'igb', result)


def several(world):
    """each that was named is done once, in every dialect of its address"""
    result = world.kvm('--json', 'bind', '05:00.0', 'pci_0000_05_00_1', 'dom0:05_00.0')
    expect(result.status == DONE, result)
    expect(results(result) == [(NIC, 'done'), (PORT, 'done')], result)
    expect([item['driver'] for item in result.answer] == ['vfio-pci'] * 2, result)
    expect([item['left_alone'] for item in result.answer] == [[], []], result)
    result = world.kvm('--json', 'return', '05:00.1')
    expect(result.answer[0]['left_alone'] == [NIC] and driver(world, NIC) == 'vfio-pci', result)


def which_driver(world):
    """the driver that fits the computer is taken, or the one that was named"""
    result = world.qubes('--json', 'bind', '01:00.0')
    expect(result.status == DONE and result.answer[0]['target'] == 'pciback', result)
    expect(driver(world, READER, '-c', QUBES) == 'pciback', result)
    unchanged(world, 'bind', '--driver=pciback', '05:00.0')
    result = world.kvm('bind', '--driver=vfio-pci', '05:00.0')
    expect(result.status == DONE and driver(world, NIC) == 'vfio-pci', result)


def nothing_to_do(world):
    """what is so already is no change and no error"""
    for words in (['return', '05:00.0'], ['bind', '3d:00.0']):
        result = unchanged(world, *words, status=DONE)
        expect('nothing to change' in result.out, result)
        result = unchanged(world, '--json', *words, status=DONE)
        expect([item['result'] for item in result.answer] == ['nothing-to-do'], result)


def dry_run(world):
    """--dry-run tells steps, findings and commands and changes nothing"""
    for words in (['bind', '05:00.0', '05:00.1'], ['boot', 'add', '05:00.0'],
                  ['bind', '3c:00.0']):
        result = unchanged(world, *words, '--dry-run', status=DONE)
        expect(result.out.startswith(('This would be done:\n  ', 'Left as it is')), result)
        result = unchanged(world, '--json', *words, '-n', status=DONE)
        for item in result.answer:
            expect(item['result'] == 'planned' and item['steps'], result)
            expect(not any('berthctl' in line for line in item['commands']), result)
        expect('berthctl' not in world.kvm(*words, '-n').out, result)
    result = unchanged(world, 'bind', '-n', '3d:00.0', status=DONE)
    expect(result.out == 'There is nothing to change.\n', result)
    expect(world.kvm('bind', '05:00.0').status == DONE, 'bind')
    result = unchanged(world, 'return', '--dry-run', '05:00.0', status=DONE)
    expect(re.search(r'^Caution: .+\n  Why: .+\n  What to do: ', result.err, re.M), result)


def refused(world):
    """what the computer needs, a bridge and what a VM has are refused in three parts"""
    for word in KEPT:
        verbs = (['bind'], ['boot', 'add']) if word != '01:00.0' else (['return'],)
        for verb in verbs:
            result = unchanged(world, *verb, word)
            expect(not result.out and 'Nothing was changed.' in result.err, result)
            expect(re.search(r'^Refused: .+\n  Why: .+\n  What to do: .+$', result.err, re.M),
                   result)
            result = unchanged(world, '--json', *verb, '--yes', word)
            expect(result.error['error'] == 'refused' and not result.out, result)
            expect('refused' in [f['severity'] for f in result.error['findings']], result)
            unchanged(world, *verb, '--dry-run', word)
    unchanged(world, 'bind', '05:00.0', '04:00.0')
    unchanged(world, 'permissive', '05:00.0')


def not_there(world):
    """a device that is not there, and a boot binding that is not, are not found"""
    for words in (['bind', '0f:00.0'], ['return', '0f:00.0'], ['permissive', '0f:00.0'],
                  ['boot', 'add', '0f:00.0'], ['boot', 'remove', '05:00.0'],
                  ['boot', 'confirm', '05:00.0'], ['bind', '05:00.0', '0f:00.0']):
        result = unchanged(world, *words, status=NOT_FOUND)
        expect(not result.out and len(result.err.splitlines()) == 1, result)
        unchanged(world, '--json', *words, status=NOT_FOUND)


def which_computer(world):
    """an address that several computers have must come with its connection"""
    result = world.run('--demo', 'bind', '01:00.0')
    expect(result.status == USAGE and '--connect' in result.err, result)
    result = world.run('--demo', 'bind', '05:00.0')
    expect(result.status == DONE and driver(world, NIC) == 'vfio-pci', result)


def danger(world):
    """what is dangerous is asked about, and refused where nobody can be asked"""
    card = recorded_pci('0000:02:00.0', '8086:1521', '020000', 2, driver='vfio-pci', reset='')
    computer = world.record(pci=card)
    result = unchanged(world, 'return', '02:00.0', connection=computer)
    expect('--yes' in result.err and re.search('^Danger: ', result.err, re.M), result)
    result = unchanged(world, '--json', 'return', '02:00.0', connection=computer)
    expect('danger' in [f['severity'] for f in result.error['findings']], result)
    result = world.on_terminal(*computer, 'return', '02:00.0', answer='n')
    expect(result.status == REFUSED and 'Danger' in result.out, result)
    expect(driver(world, '0000:02:00.0', *computer) == 'vfio-pci', result)
    result = world.on_terminal(*computer, 'return', '02:00.0', answer='y')
    expect(driver(world, '0000:02:00.0', *computer) != 'vfio-pci', result)
    expect(world.run(*computer, 'bind', '--yes', '02:00.0').status == DONE, result)
    world.run(*computer, 'return', '--yes', '02:00.0')
    expect(driver(world, '0000:02:00.0', *computer) != 'vfio-pci', result)


def permissive(world):
    """permissive is said, shown, and ends when the device leaves pciback"""
    qubes = ('-c', QUBES)
    unchanged(world, 'permissive', '01:00.0', connection=qubes)
    expect(world.qubes('bind', '01:00.0').status == DONE, 'bind')
    result = world.qubes('permissive', '01:00.0')
    expect(result.status == DONE and 'XSA-120' in result.err, result)
    expect('  Permissive: on, until it leaves pciback\n' in result.out, result)
    expect(devices(world, *qubes)[READER][1] is True, result)
    result = unchanged(world, '--json', 'permissive', '01:00.0', status=DONE, connection=qubes)
    expect(results(result) == [(READER, 'nothing-to-do')], result)
    result = world.qubes('return', '--yes', '01:00.0')
    expect(devices(world, *qubes)[READER][:2] == ('rtsx_pci', False), result)


def stops(world):
    """the first that fails is the last that is tried, and each is told as it is now"""
    # Nobody knows a driver that could take the second one back.
    cards = ''.join(recorded_pci(f'0000:0{i}:00.0', '8086:1521', kind, i, driver='vfio-pci',
                                 reset='flr')
                    for i, kind in ((1, '020000'), (2, '118000'), (3, '020000')))
    computer = world.record(pci=cards)
    words = ['return', '--yes', '01:00.0', '02:00.0', '03:00.0']
    result = world.run('--json', *computer, *words)
    expect(result.status == FAILED, result)
    expect([item['result'] for item in result.answer] == ['done', 'failed', 'not-tried'], result)
    expect([item['driver'] for item in result.answer] == ['e1000e', None, 'vfio-pci'], result)
    expect(result.error['error'] == 'not-verified', result)
    computer = world.record(place='second', pci=cards)
    result = world.run(*computer, *words)
    expect(result.status == FAILED and result.err.count('berthctl: ') == 1, result)
    expect('  Driver: none\n' in result.out and 'Not tried' in result.out, result)


def edit_changes(world, edit):
    """Lets @edit make another text of the file of what was changed of the KVM laptop."""
    path, = glob.glob(f'{world.folder}/state/**/kvm-laptop.ini', recursive=True)
    with open(path, encoding='utf-8') as file:
        text = edit(file.read())
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def boot_round(world):
    """a boot binding is added on trial, listed, shown and removed"""
    result = world.kvm('boot', 'list')
    before = result.out
    expect(result.status == DONE, result)
    result = world.kvm('boot', 'add', '05:00.0')
    expect(result.status == DONE and 'not named: 05:00.1.' in result.out, result)
    entry = boot(world)[NIC]
    expect((entry['by'], entry['driver'], entry['trial'], entry['outcome'])
           == ('berth', 'vfio-pci', 'new', 'none'), entry)
    expect(driver(world, NIC) == 'igb', entry)
    result = world.kvm('boot')
    row = next(line for line in result.lines if line.startswith('05:00.0'))
    expect(re.split('  +', row)[2:5] == ['vfio-pci', 'Berth', 'trial at the next boot'], result)
    result = world.kvm('devices', '05:00.0')
    expect(re.search('^  At boot: .', result.out, re.M), result)
    result = unchanged(world, '--json', 'boot', 'add', '05:00.0', status=DONE)
    expect(results(result) == [(NIC, 'nothing-to-do')], result)
    # It was not tried yet, so that nobody can have seen it work.
    unchanged(world, 'boot', 'confirm', '05:00.0')
    result = world.kvm('boot', 'remove', '05:00.0')
    expect(result.status == DONE and NIC not in boot(world), result)
    expect(world.kvm('boot').out == before, result)


def boot_confirm(world):
    """a trial that went well is confirmed, once"""
    expect(world.kvm('boot', 'add', '05:00.0').status == DONE, 'add')
    # The recorded computer never starts again.
    edit_changes(world, lambda text: text.replace('trial=new', 'trial=tried'))
    expect(boot(world)[NIC]['trial'] == 'tried', boot(world))
    result = world.kvm('boot', 'confirm', '05:00.0')
    expect(result.status == DONE and boot(world)[NIC]['trial'] == 'confirmed', result)
    result = unchanged(world, '--json', 'boot', 'confirm', '05:00.0', status=DONE)
    expect(results(result) == [(NIC, 'nothing-to-do')], result)


def boot_gone(world):
    """a boot binding of a device that is gone is listed, and removed by its address"""
    expect(world.kvm('boot', 'add', '05:00.0').status == DONE, 'add')
    edit_changes(world, lambda text: text + '[boot 0000:77:00.0]\ntarget=vfio-pci\ntrial=tried\n'
                 'identity=10de-1234-1043-0001-030000-a1\n')
    entry = boot(world)['0000:77:00.0']
    expect(entry['name'] is None and entry['vendor_id'] == '10de', entry)
    expect('not in this computer' in world.kvm('boot').out, entry)
    result = world.kvm('boot', 'confirm', '77:00.0')
    expect(result.status in (DONE, FAILED, REFUSED, NOT_FOUND), result)
    result = world.kvm('boot', 'remove', '77:00.0')
    expect(result.status == DONE and '0000:77:00.0' not in boot(world), result)
    expect('There is no device there now.' in result.out, result)


def boot_of_others(world):
    """the list has what others bind too, what became of each, and whether all is switched off"""
    card = {'reset': 'flr', 'driver': 'igb'}
    files = {
        'pci': ''.join(recorded_pci(f'0000:0{i}:00.0', '8086:1521', '020000', i, **card)
                       for i in (1, 2)),
        'boot': '[0000:01:00.0]\ntarget=vfio-pci\nvendor=8086\ndevice=1521\nclass=020000\n'
                'trial=confirmed\noutcome=held-by-host\n',
        'foreign': '[driverctl 0000:02:00.0]\ndriver=vfio-pci\n[vfio-ids 8086:1521]\n'
                   'driver=vfio-pci\n',
    }
    computer = world.record(**files)
    result = world.run('--json', *computer, 'boot')
    expect([(entry['by'], entry['address'], entry['outcome']) for entry in result.answer]
           == [('berth', '0000:01:00.0', 'held-by-host'), ('driverctl', '0000:02:00.0', None),
               ('vfio-ids', None, None)], result)
    expect('8086:1521' in result.answer[0]['kernel_text'], result)
    expect(not any(entry['switched_off'] for entry in result.answer), result)
    result = world.run(*computer, 'boot')
    expect([re.split('  +', line)[3] for line in result.lines]
           == ['Berth', 'driverctl', 'kernel command line'], result)
    result = world.run(*computer, 'devices', '02:00.0')
    expect(result.out.count('  At boot: ') == 2 and 'driverctl' in result.out, result)
    # What others bind is theirs, and what is meant here is Berth's.
    expect(world.run(*computer, 'boot', 'remove', '02:00.0').status == NOT_FOUND, result)
    off = world.record(place='off', **files, computer='[computer]\nplatform=bare\niommu=true\n'
                       'boot-switched-off=true\n')
    result = world.run('--json', *off, 'boot')
    expect([entry['switched_off'] for entry in result.answer] == [True, False, False], result)
    result = world.on_terminal(*off, 'boot')
    expect('berth.disable=1' in result.lines[-1] and 'switched off' in result.out, result)


def boot_terminal(world):
    """on a terminal the list has headings and a sentence about each"""
    result = world.on_terminal('-c', KVM, 'boot')
    expect(result.status == DONE and 'Nothing is bound at boot.' in result.out, result)
    expect(world.kvm('boot', 'add', '05:00.0').status == DONE, result)
    result = world.on_terminal('--demo', 'boot', NO_COLOR='1')
    expect(re.search(r'^ADDRESS +DEVICE +DRIVER +BY +TRIAL +THIS BOOT$', result.out, re.M), result)
    expect(re.search(r'^05:00\.0: .+', result.out, re.M), result)
    result = world.run('--demo', 'boot')
    expect(result.lines[0].startswith('demo:///kvm-laptop  05:00.0  '), result)


def two_at_once(world):
    """two runs at once lose nothing and break nothing"""
    words = ['05:00.0', '05:00.1', '06:00.0', '3c:00.0']
    for verb in (['bind'], ['boot', 'add'], ['boot', 'remove'], ['return']):
        running = [world.start('-c', KVM, *verb, '--yes', word) for word in words]
        finished = [world.finish(process) for process in running]
        has, bound = devices(world), boot(world)
        for word, result in zip(words, finished):
            address = f'0000:{word}'
            expect(result.status == DONE, result)
            if verb[0] == 'boot':
                expect((address in bound) == (verb[1] == 'add'), (verb, bound))
            else:
                expect((has[address][0] == 'vfio-pci') == (verb == ['bind']), (verb, has[address]))


def same_at_once(world):
    """of two runs that want the same one does it, and none thinks that it failed otherwise"""
    for verb in (['bind'], ['boot', 'add'], ['boot', 'remove'], ['return']):
        running = [world.start('-c', KVM, *verb, '--yes', NIC) for _ in range(2)]
        finished = [world.finish(process) for process in running]
        for result in finished:
            # One may come to what the other has just taken away: nothing is left to be done.
            expect(result.status == DONE
                   or verb == ['boot', 'remove'] and result.status == NOT_FOUND
                   or verb == ['return'] and result.status == REFUSED, result)
        expect(any(result.status == DONE for result in finished), finished)
    expect(driver(world, NIC) == 'igb' and NIC not in boot(world), 'as before')


def hostile_names(world):
    """names that would steer a terminal are shown as text, wherever they come up"""
    names = list(hostile.names().values())
    cards = ''.join(
        recorded_pci(f'0000:{i + 1:02x}:00.0', '8086:1521', '020000', i, reset='flr', driver='igb',
                     **{'vendor-name': hostile.escape(name), 'product-name': hostile.escape(name)})
        for i, name in enumerate(names))
    computer = world.record(pci=cards, vms=recorded_vm(1, 'vm'))
    addresses = [f'{i + 1:02x}:00.0' for i in range(len(names))]
    for words in (['bind', '-n'], ['boot', 'add'], ['bind'], ['return', '--yes'],
                  ['boot', 'remove']):
        result = world.run(*computer, *words, *addresses)
        expect(result.status == DONE, result.err[:2000])
        for text in (result.out, result.err, world.run(*computer, 'boot').out):
            expect(not re.search(hostile.HARMFUL, text), text[:2000])
        result = world.run('--json', *computer, 'boot')
        expect(not re.search(hostile.HARMFUL, result.out), result.out[:2000])


main([bind, several, which_driver, nothing_to_do, dry_run, refused, not_there, which_computer,
      danger, permissive, stops, boot_round, boot_confirm, boot_gone, boot_of_others,
      boot_terminal, two_at_once, same_at_once, hostile_names])
