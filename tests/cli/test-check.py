#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check: what is wrong, why it matters, what to do."""

import re

from berthctl import (DONE, FAILED, KVM, NOT_FOUND, REFUSED, USAGE, devices_of, expect, main,
                      recorded_pci, recorded_vm as vm, typed)

DISK = '0000:03:00.0'
CARD = '0000:04:00.0'
STICK = '1-2'

# A computer that needs its disk.
FILES = {
    'pci': (recorded_pci(DISK, '144d:a808', '010802', 1, reset='flr')
            + recorded_pci(CARD, '8086:1521', '020000', 2, reset='flr')
            + recorded_pci('0000:00:14.0', '8086:9d2f', '0c0330', 3, reset='flr')),
    'usb': (f'[{STICK}]\nvendor=0781\nproduct=5581\nclass=00\ninterfaces=080650\n'
            'controller=0000:00:14.0\nproduct-name=Ultra\n'),
    'uses': f'[{DISK}]\ndisk=nvme0n1p2 /\n',
}


def make(world, vms='', **files):
    """That computer with @vms; the words that open it."""
    return world.record(vms, **FILES | files)


def everything(world):
    """without arguments the computer comes first, then the VMs, the worst of them first"""
    result = world.run('--demo', 'check')
    expect(result.status == DONE and not result.err, result)
    headings = [line for line in result.lines if line and not line.startswith(' ')]
    expect(headings[0] == f'VM old-mac  {KVM}' and headings[1] == f'VM media  {KVM}', result)
    expect([heading for heading in headings if heading.startswith('Computer ')], result)
    expect('VM work' not in result.out and 'safe' not in result.out, result)
    about = [subject['about'] for subject in world.kvm('--json', 'check').answer]
    expect(about == ['computer'] + ['vm'] * 6, about)


def form(world):
    """each finding is three sentences at the same place, and the commands stand below them"""
    result = world.run('--demo', 'check')
    for block in result.out.split('\n\n'):
        lines = block.rstrip('\n').splitlines()
        expect(not lines[0].startswith(' '), block)
        text = '\n'.join(lines[1:]) + '\n'
        finding = (r'  (Note|Caution|Danger|Refused)(, stops the start)?: .+\n    Why: .+\n'
                   r'    What to do: .+\n(      berthctl .+\n)*(    Read more: https://.+\n)?')
        expect(re.fullmatch(f'({finding})+', text), block)


def stops_start(world):
    """what stops the start of a VM comes first and says so"""
    text = vm(1, 'work', '0000:09:00.0=managed;', f'{DISK}=managed;', f'{STICK}=')
    computer = make(world, text)
    result = world.run(*computer, 'check', 'work')
    marks = [', stops the start: ' in line for line in result.lines
             if re.match('  [A-Z]', line)]
    expect(marks and marks[0] and marks == sorted(marks, reverse=True), result)
    subject = world.run(*computer, '--json', 'check', 'work').answer[0]
    expect(subject['stops_start'] and subject['findings'][0]['stops_start'], subject)
    expect(subject['worst'] == 'refused', subject)


def exit_codes(world):
    """3 where something is refused, 0 where not, whatever else there is to say"""
    computer = make(world, vm(1, 'work', f'{DISK}=managed;') + vm(2, 'other', f'{CARD}=managed;'))
    for words, status in (([], REFUSED), (['work'], REFUSED), (['other'], DONE), ([DISK], REFUSED),
                          ([CARD], DONE), ([CARD, 'other'], DONE), ([CARD, 'work'], REFUSED)):
        for form_words in ([], ['--json']):
            result = world.run(*computer, *form_words, 'check', *words)
            expect(result.status == status and result.out and not result.err, result)
    result = world.kvm('check', 'media')
    expect(result.status == DONE and 'Danger: ' in result.out, result)


def gaps(world):
    """1 where something could not be asked, and what is refused elsewhere still counts"""
    computer = make(world, vm(1, 'work', f'{DISK}=managed;') + vm(2, 'other', f'{CARD}=managed;'))
    nowhere = ['-c', 'folder:///nonexistent']
    result = world.run(*nowhere, 'check')
    expect(result.status == FAILED and not result.out and 'computer.ini' in result.err, result)
    result = world.run(*nowhere, '--json', 'check')
    expect(result.status == FAILED and result.answer == [], result)
    result = world.run(*nowhere, *computer, 'check', CARD)
    expect(result.status == FAILED and result.out and result.err, result)
    result = world.run(*nowhere, *computer, 'check')
    expect(result.status == REFUSED and result.out and result.err, result)


def quiet(world):
    """nothing to say is one line, and it promises nothing"""
    computer = make(world, vm(1, 'work', f'{CARD}=managed;'))
    result = world.run(*computer, 'check', CARD)
    expect(result.status == DONE, result)
    result = world.run(*make(world), 'check')
    expect(result.status == DONE and len(result.lines) == 1, result)
    expect(result.out.startswith('The rules have nothing to say about the computer'), result)
    result = world.kvm('check', 'work')
    expect(result.out == 'VM work\n  The rules have nothing to say about it.\n', result)
    result = world.kvm('--json', 'check', 'work')
    expect(result.answer[0]['findings'] == [] and result.answer[0]['worst'] is None, result)


def named(world):
    """a VM by name and by UUID, a device in every dialect, each once, in the order of the words"""
    uuid = world.kvm('--json', 'show', 'media').answer[0]['uuid']
    for words in (['media', '04:00.0'], [uuid, 'pci_0000_04_00_0'], [uuid.upper(), '04_00.0']):
        result = world.kvm('--json', 'check', *words)
        expect(result.status == REFUSED, result)
        expect([subject['about'] for subject in result.answer] == ['vm', 'device'], result)
        expect(result.answer[0]['uuid'] == uuid, result)
        expect(result.answer[1]['address'] == '0000:04:00.0', result)
    result = world.kvm('check', '05:00.1', '2-3')
    expect(result.lines[0].startswith('Device 05:00.1  Intel I350'), result)
    expect(re.search('^Device 2-3  .', result.out, re.M), result)


def nobody(world):
    """what is neither a VM nor a device is not found, and then nothing is said"""
    for word in ('nobody', '0f:00.0', '3-9', '../../etc', '',
                 '00000000-0000-0000-0000-000000000000'):
        result = world.kvm('check', 'media', '--', word)
        expect(result.status == NOT_FOUND and not result.out, result)
        expect(len(result.err.splitlines()) == 1, result)
    result = world.kvm('check', 'medai')
    expect('“media”' in result.err, result)


def both(world):
    """what is a VM and a device has to be said in another way"""
    computer = make(world, vm(1, STICK, f'{CARD}=managed;') + vm(2, '9-9', f'{CARD}=managed;'))
    result = world.run(*computer, 'check', STICK)
    expect(result.status == NOT_FOUND and not result.out and 'UUID' in result.err, result)
    result = world.run(*computer, '--json', 'check', '00000000-0000-0000-0000-000000000001')
    expect(result.answer[0]['about'] == 'vm' and result.answer[0]['name'] == STICK, result)
    result = world.run(*computer, '--json', 'check', 'usb_1_2')
    expect(result.answer[0]['about'] == 'device', result)
    result = world.run(*computer, '--json', 'check', '9-9')
    expect(result.answer[0]['about'] == 'vm', result)


def ambiguous(world):
    """a name that two connections know names both"""
    computer = make(world, vm(1, 'work', f'{CARD}=managed;'))
    result = world.run(*computer, '-c', KVM, 'check', 'work')
    expect(result.status == USAGE and KVM in result.err and not result.out, result)


def commands(world):
    """a command that is offered can be run as it stands there, and takes the finding away"""
    for name in ('work', 'my work', "it's", '$(echo work)', '*', '~', 'a&b;c', '“ü”'):
        computer = make(world, vm(1, name, '0000:09:00.0=managed;'))
        found = world.run(*computer, '--json', 'check', name).answer[0]['findings']
        line = next(remedy['command'] for finding in found for remedy in finding['remedies']
                    if remedy['kind'] == 'take-back')
        expect(typed(line)[0] == 'berthctl' and name in typed(line), line)
        result = world.run(*typed(line)[1:], '--dry-run')
        expect(result.status == DONE and '09:00.0' in result.out, result)
    result = world.kvm('check', 'old-mac')
    line = next(line for line in result.lines if ' take-back ' in line)
    expect(world.run(*typed(line)[1:]).status == DONE, line)
    result = world.kvm('check', 'old-mac')
    expect('take-back' not in result.out, result)


def of_a_part(world):
    """the command that switches an option of a split card gives nothing more of it"""
    pci = ''.join(recorded_pci(f'0000:05:00.{i}', '8086:1521', '020000', 3, reset='bus')
                  for i in range(2))
    computer = world.record(vm(1, 'work', '0000:05:00.1=8086-1521-x-x-020000;permissive;'),
                            computer='[computer]\nplatform=qubes\niommu=true\n', pci=pci)
    found = world.run(*computer, '--json', 'check', 'work').answer[0]['findings']
    line = next(remedy['command'] for finding in found for remedy in finding['remedies']
                if remedy['kind'] == 'option-off')
    expect(world.run(*typed(line)[1:]).status == DONE, line)
    result = world.run(*computer, '--json', 'show', 'work')
    expect(devices_of(result, 'work') == ['0000:05:00.1'], result)
    expect(result.answer[0]['devices'][0]['options'] == [], result)
    result = world.run(*computer, 'assign', '--function', '--permissive', 'work', '05:00.1')
    expect(result.status == REFUSED and 'switched on for' in result.err, result)
    expect('(05:00.1)' in result.err and '(05:00.0).' not in result.err, result)


def of_a_new_part(world):
    """nor does it of a card that the VM does not have yet"""
    pci = ''.join(recorded_pci(f'0000:05:00.{i}', '8086:1521', '020000', -1, reset='')
                  for i in range(2))
    computer = world.record(vm(1, 'work', ''),
                            computer='[computer]\nplatform=qubes\n', pci=pci)
    result = world.run(*computer, 'assign', '--function', 'work', '05:00.1')
    lines = [line for line in result.err.split('\n') if '--no-strict-reset' in line]
    expect(lines and all(' --function ' in line for line in lines), result)
    expect(world.run(*typed(lines[0])[1:], '--yes').status == DONE, result)
    result = world.run(*computer, '--json', 'show', 'work')
    expect(devices_of(result, 'work') == ['0000:05:00.1'], result)


def defaults(world):
    """without a named connection the commands name none either"""
    make(world, vm(1, 'work', '0000:09:00.0=managed;'))
    result = world.run('check', 'work', LIBVIRT_DEFAULT_URI=f'folder://{world.folder}/computer')
    expect(re.search('^      berthctl take-back work 09:00.0$', result.out, re.M), result)


def colours(world):
    """colours are for terminals only"""
    result = world.run('--demo', 'check')
    expect('\033' not in result.out, result)
    result = world.on_terminal('--demo', 'check')
    expect('\033' in result.out, result)
    result = world.on_terminal('--demo', 'check', NO_COLOR='1')
    expect('\033' not in result.out, result)


def hostile(world):
    """names of devices and VMs steer nothing and forge no line"""
    name = 'two\\nlines\\n  Refused: forged \033[31m\u202eoverride\u2069 \u009b31m'
    usb = FILES['usb'].replace('Ultra', f'Ultra\033]0;owned\007{name}')
    computer = make(world, vm(1, name, '0000:09:00.0=managed;', f'{STICK}=', f'{DISK}=managed;')
                    + vm(2, 'other', f'{STICK}='), usb=usb)
    for words in (['check'], ['check', STICK], ['--json', 'check'], ['check', '--json', STICK],
                  ['check', '00000000-0000-0000-0000-000000000001']):
        result = world.run(*computer, *words)
        expect(result.status in (DONE, REFUSED) and result.out, result)
        for text in (result.out, result.err):
            expect(not re.search('[\0-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e'
                                 '\u2066-\u2069]', text), result)
            expect(not re.search('^  Refused: forged', text, re.M), result)
    elsewhere = world.record(vm(1, 'work', '0000:09:00.0=managed;'), 'a\033[31m\u202e(b)', **FILES)
    result = world.run(*elsewhere, 'check')
    expect(' take-back work 09:00.0' in result.out, result)
    expect('\033' not in result.out and '\u202e' not in result.out, result)
    result = world.run(*computer, '--json', 'check')
    expect(any(subject['name'].startswith('two\nlines\n') for subject in result.answer), result)
    result = world.run(*computer, 'check')
    expect(' take-back 00000000-0000-0000-0000-000000000001 ' in result.out, result)


main([everything, form, stops_start, exit_codes, gaps, quiet, named, nobody, both, ambiguous,
      commands, of_a_part, of_a_new_part, defaults, colours, hostile])
