#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the verbs that only look print, for people and for programs."""

import os
import re
import subprocess

from berthctl import DONE, FAILED, KVM, NOT_FOUND, QUBES, TOP, USAGE, devices_of, expect, main


def columns(line):
    return re.split(r'  +', line)


def vms(world):
    """vms lists every VM of both computers"""
    result = world.run('--demo', 'vms')
    expect(result.status == DONE and not result.err, result)
    rows = [columns(line) for line in result.lines]
    expect(all(len(row) == 5 for row in rows), result)
    expect(['old-mac', 'Shut off', '1', '1 missing', KVM] in rows, result)
    expect(['personal', 'Shut off', '1', 'used by sys-audio', QUBES] in rows, result)
    expect(len({row[0] for row in rows}) == len(rows) == 15, result)


def vms_json(world):
    """vms --json says what each VM has"""
    result = world.run('--json', '--demo', 'vms')
    expect(result.status == DONE and not result.err, result)
    vm = next(vm for vm in result.answer if vm['name'] == 'windows-11')
    expect(vm['connection'] == KVM and vm['state'] == 'running', result)
    by_address = {device['address']: device for device in vm['devices']}
    expect(by_address['1-6']['configured'] and not by_address['1-6']['live'], result)
    expect(by_address['2-3']['live'] and not by_address['2-3']['configured'], result)
    expect(by_address['0000:01:00.1']['bundle'] == '0000:01:00.0', result)
    media = next(vm for vm in result.answer if vm['name'] == 'media')
    expect([device['identity'] for device in media['devices']] == ['changed', 'not-pinned'], result)
    expect(media['devices'][1]['form'] == 'interface', result)
    old = next(vm for vm in result.answer if vm['name'] == 'old-mac')
    expect(old['unknown_elements'] == 1 and old['devices'][0]['name'] is None, result)


def devices(world):
    """devices lists every device with who has it"""
    result = world.kvm('devices')
    expect(result.status == DONE and not result.err, result)
    rows = {columns(line)[0]: columns(line)[1:] for line in result.lines}
    expect(all(len(row) == 6 for row in rows.values()), result)
    expect(rows['00:14.3'] == ['Intel Wi-Fi 6 AX201', 'network card', 'iwlwifi', '6', 'work', '-'],
           result)
    expect(rows['01:00.1'][4] == 'windows-11*', result)
    expect(rows['04:00.0'][5] != '-' and rows['1-1'][5] != '-', result)
    expect(rows['2-3'][3] == '-', result)


def devices_of_both(world):
    """devices of several computers say in each line which computer"""
    result = world.run('--demo', 'devices')
    expect(result.status == DONE, result)
    expect({columns(line)[0] for line in result.lines} == {KVM, QUBES}, result)


def devices_grouped(world):
    """functions of one bundle follow each other"""
    result = world.run('--json', '--demo', 'devices')
    seen = []
    for device in result.answer:
        bundle = (device['computer'], device['bundle'])
        expect(bundle not in seen[:-1], result)
        if bundle not in seen:
            seen.append(bundle)


def devices_json(world):
    """devices --json knows ids, companions, holders and findings"""
    result = world.run('--json', '-c', KVM, 'devices')
    by_address = {device['address']: device for device in result.answer}
    card = by_address['0000:01:00.0']
    expect(card['name'].startswith('GeForce RTX 3070') and card['vendor'] == 'NVIDIA', result)
    expect(card['vendor_id'] == '10de' and card['device_id'] == '24dd', result)
    expect(card['subsystem_vendor_id'] == '1043' and card['class_code'] == '030000', result)
    expect(card['iommu_group'] == 2 and card['class'] == 'graphics', result)
    expect(card['assigned_to'] == ['windows-11'] and card['in_use_by'] == 'windows-11', result)
    wifi = by_address['0000:00:14.3']
    expect(wifi['assigned_to'] == ['work'] and wifi['in_use_by'] is None, result)
    disk = by_address['0000:04:00.0']
    expect('refused' in [finding['severity'] for finding in disk['findings']], result)
    for finding in disk['findings']:
        expect(finding['id'] and finding['what'] and finding['why'] and finding['remedy'], result)
    expect('0000:0c:00.0' in by_address['0000:09:00.0']['companions'], result)
    virtual = by_address['0000:3e:10.0']
    expect(virtual['physical_function'] == '0000:3e:00.0', result)
    stick = by_address['2-3']
    expect(stick['bus'] == 'usb' and stick['iommu_group'] is None, result)
    expect(stick['parent'] == '0000:00:14.0' and stick['subsystem_id'] is None, result)


def qubes_devices(world):
    """a computer without IOMMU groups has none in its lists"""
    result = world.run('--json', '-c', QUBES, 'devices')
    expect({device['iommu_group'] for device in result.answer} == {None}, result)
    expect(all(not device['companions'] for device in result.answer), result)


def device_details(world):
    """devices with an address tells everything, in every dialect"""
    for word in ('0000:05:00.1', '05:00.1', '05_00.1', 'pci_0000_05_00_1', 'dom0:05_00.1'):
        result = world.kvm('devices', word)
        expect(result.status == DONE and '05:00.1  Intel I350' in result.out, result)
        expect('8086:1521' in result.out and 'Bundle: 05:00.0 05:00.1' in result.out, result)
        result = world.kvm('--json', 'devices', word)
        expect([device['address'] for device in result.answer] == ['0000:05:00.1'], result)


def device_findings(world):
    """a device that must stay says what, why and what to do"""
    result = world.kvm('devices', '04:00.0')
    expect(result.status == DONE, result)
    expect(re.search(r'^Refused: .+\n  Why: .+\n  What to do: .+$', result.out, re.M), result)


def device_needs(world):
    """a device says whether the computer needs it, and what tells so"""
    result = world.kvm('devices', '1-1', '05:00.0', '00:1c.0')
    for words in ('No keyboard would be left at this computer.',
                  'Nothing of this computer uses it.', 'Other devices are behind it'):
        expect(f'  Use here: {words}' in result.out, result)
    by_address = {device['address']: device
                  for device in world.kvm('--json', 'devices').answer}
    for address, need in (('1-1', 'needed'), ('0000:05:00.0', 'free'), ('0000:00:1c.0', 'needed'),
                          ('0000:04:00.0', 'needed'), ('0000:00:1f.0', 'needed')):
        device = by_address[address]
        expect(device['need'] == need, device)
        expect((device['need_evidence'] is None) == (need == 'free'), device)
    expect('flr' in by_address['0000:05:00.0']['reset_methods'], by_address['0000:05:00.0'])
    expect(by_address['1-1']['reset_methods'] is None, by_address['1-1'])
    expect(by_address['1-1']['removable'] and not by_address['1-6']['removable'], result)
    result = world.kvm('devices', '06:00.0')
    expect('  In “media”: Meant was: video device bdbd:a11b.' in result.out, result)


def device_missing(world):
    """a device that is not there is said to be missing, and the others are shown"""
    result = world.kvm('devices', '0f:00.0', '05:00.0')
    expect(result.status == NOT_FOUND and '05:00.0' in result.out, result)
    expect('0000:0f:00.0' in result.err, result)
    result = world.kvm('--json', 'devices', '0f:00.0')
    expect(result.status == NOT_FOUND and result.answer == [], result)
    expect(result.error['error'] == 'not-found', result)


def device_nonsense(world):
    """what is not an address is refused by name"""
    for word in ('01', '01:00', 'card', '../../etc', '01:20.0', '01:00.8', '', '-'):
        result = world.kvm('devices', '--', word)
        expect(result.status == USAGE and not result.out, result)
        expect(f'“{word}”' in result.err, result)


def show(world):
    """show tells everything about one VM, by name and by UUID"""
    by_name = world.kvm('show', 'windows-11')
    by_uuid = world.kvm('show', '8c1d4a7e-25b3-4f6d-8e90-1b7c6a2f4d02')
    expect(by_name.status == DONE and by_name.out == by_uuid.out, by_name)
    expect('  State: Running' in by_name.lines, by_name)
    expect(re.search(r'^1-6  .*after restart$', by_name.out, re.M), by_name)
    expect(re.search(r'^2-3  .*until restart$', by_name.out, re.M), by_name)
    expect('  01:00.0: Also set by another program: ROM file /usr/share' in by_name.out, by_name)
    others = world.kvm('--json', 'show', 'windows-11').answer[0]['devices'][0]['others']
    expect(others.startswith('ROM file /usr/share/'), others)
    result = world.qubes('show', 'sys-net')
    expect('permissive, in use' in result.out and 'no strict reset, in use' in result.out, result)
    result = world.kvm('show', 'media')
    expect('another device sits there' in result.out and 'as network interface' in result.out,
           result)
    expect('  06:00.0: Meant was: video device bdbd:a11b. There is now: ASM2142' in result.out,
           result)
    expect(re.search(r'^Danger: .+\n  Why: .+\n  What to do: .+\n'
                     r'    berthctl .* pin media 06:00.0$', result.out, re.M), result)
    result = world.kvm('show', 'old-mac')
    expect('not in this computer' in result.out, result)
    expect('  02:00.0: Meant was: network card 14e4:43ba. Nothing is there.' in result.lines,
           result)
    result = world.kvm('--json', 'show', 'old-mac')
    expect(result.answer[0]['devices'][0]['meant'] == '14e4-43ba-106b-0133-028000', result)
    result = world.kvm('--json', 'show', 'work')
    expect(len(result.answer) == 1 and devices_of(result, 'work') == ['0000:00:14.3'], result)


def show_missing(world):
    """a VM that is not there is not found, and the nearest is named"""
    result = world.kvm('show', 'windows-12')
    expect(result.status == NOT_FOUND and 'windows-11' in result.err and not result.out, result)


def show_ambiguous(world):
    """a name that two connections know names both"""
    twin = f'folder://{TOP}/data/demo/kvm-laptop'
    result = world.run('-c', KVM, '-c', twin, 'show', 'work')
    expect(result.status == USAGE and KVM in result.err and 'folder:' in result.err, result)
    result = world.run('--demo', 'show', 'work')
    expect(result.status == DONE, result)  # as the README says it
    result = world.run('--demo', 'show', '3f0b9c52-6d1e-4c0a-9a57-0c3e5b1d7a01')
    expect(result.status == DONE, result)


def unreachable(world):
    """what cannot be reached is said, and what can be is shown"""
    result = world.run('-c', 'folder:///nonexistent', '-c', KVM, 'vms')
    expect(result.status == FAILED and 'windows-11' in result.out, result)
    expect(result.err.startswith('berthctl: ') and len(result.err.splitlines()) == 1, result)
    result = world.run('-c', 'folder:///nonexistent', 'show', 'work')
    expect(result.status == NOT_FOUND and 'computer.ini' in result.err and not result.out, result)
    result = world.run('--json', '-c', 'folder:///nonexistent', 'vms')
    expect(result.status == FAILED and result.answer == [] and result.error['message'], result)


def terminal(world):
    """on a terminal there are headings, colours, and no line is wider than it"""
    result = world.on_terminal('--demo', 'devices', columns=80)
    expect(result.status == DONE and '\033[' in result.out, result)
    plain = re.sub(r'\033\[\d+m', '', result.out)
    expect('ADDRESS' in plain and KVM in plain.splitlines(), result)
    expect(max(len(line) for line in plain.splitlines()) <= 80, result)
    expect('      01:00.1' not in plain and re.search(r'^01:00\.1    \S', plain, re.M), result)


def nothing(world):
    """where there is nothing a person is told so, and a program gets nothing"""
    os.mkdir(f'{world.folder}/empty')
    for name, text in (('computer', '[computer]\nplatform=bare\n'), ('pci', ''), ('usb', ''),
                       ('uses', '')):
        with open(f'{world.folder}/empty/{name}.ini', 'w', encoding='utf-8') as file:
            file.write(text)
    computer = ('-c', f'folder://{world.folder}/empty')
    for verb in ('vms', 'devices'):
        result = world.on_terminal(*computer, verb)
        expect(result.status == DONE and result.out.startswith('There are no '), result)
        result = world.run(*computer, verb)
        expect(result.status == DONE and not result.out and not result.err, result)
        result = world.run('--json', *computer, verb)
        expect(result.status == DONE and result.answer == [], result)


def no_colours(world):
    """NO_COLOR and a dumb terminal have none, a pipe has neither colours nor headings"""
    for env in ({'NO_COLOR': '1'}, {'TERM': 'dumb'}):
        result = world.on_terminal('-c', KVM, 'devices', **env)
        expect('\033' not in result.out and 'ADDRESS' in result.out, result)
    result = world.on_terminal('-c', KVM, 'devices', NO_COLOR='')
    expect('\033' in result.out, result)
    result = world.kvm('devices')
    expect('\033' not in result.out and 'ADDRESS' not in result.out, result)


def pipes(world):
    """a reader that leaves early is no error, a full disk is one"""
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run([world.program, '--demo', 'devices'], env=world.env, stdout=writer,
                             stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert process.returncode in (DONE, -13) and not process.stderr, process
    with open('/dev/full', 'wb') as full:
        process = subprocess.run([world.program, '--demo', 'vms'], env=world.env, stdout=full,
                                 stderr=subprocess.PIPE, check=False)
    assert process.returncode == FAILED and b'could not be written' in process.stderr, process


def locales(world):
    """in a locale without UTF-8 words are spelled with what it has, and JSON stays UTF-8"""
    result = world.run('-c', KVM, 'show', 'nobody', LC_ALL='C')
    expect(result.err.isascii() and '"nobody"' in result.err, result)
    result = world.run('--json', '-c', KVM, 'show', 'nöbody', LC_ALL='C')
    expect('nöbody' in result.error['message'], result)


main([vms, vms_json, devices, devices_of_both, devices_grouped, devices_json, qubes_devices,
      device_details, device_findings, device_needs, device_missing, device_nonsense, show,
      show_missing, show_ambiguous, unreachable, terminal, nothing, no_colours, pipes, locales])
