#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that devices and VMs may carry, and what may come of them."""

import glob
import json
import os
import re
import sys
import urllib.parse

from berthctl import DONE, FAILED, NOT_FOUND, expect, main

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), '../hostile'))
import hostile

NAMES = list(hostile.names().values())
# A column of blanks cannot be told from the blanks between columns.
IS_BLANK = [not name.strip() for name in NAMES]
# Programs get every name whole.
WHOLE = 1 << 23
# Longer words no program can be given; and what is empty is no name of a VM.
TYPED = [name for name in NAMES if name and len(name.encode()) < 100000]


def make_computer(folder, names):
    """A recorded computer on which each of @names is a device and a VM."""
    os.mkdir(folder)
    with open(f'{folder}/computer.ini', 'w', encoding='utf-8') as file:
        file.write('[computer]\nplatform=bare\niommu=true\n')
    with open(f'{folder}/pci.ini', 'w', encoding='utf-8') as file:
        for i, name in enumerate(names):
            file.write(f'[0000:{i + 1:02x}:00.0]\nvendor=10de\ndevice=1234\nclass=020000\n'
                       f'iommu-group={i}\nreset=flr\nvendor-name={hostile.escape(name)}\n'
                       f'product-name={hostile.escape(name)}\ndriver={hostile.escape(name)}\n\n')
    for name in ('usb', 'uses'):
        with open(f'{folder}/{name}.ini', 'w', encoding='utf-8'):
            pass
    with open(f'{folder}/vms.ini', 'w', encoding='utf-8') as file:
        for i, name in enumerate(names):
            file.write(f'[00000000-0000-0000-0000-0000000000{i:02x}]\nname={hostile.escape(name)}\n'
                       f'[00000000-0000-0000-0000-0000000000{i:02x} configured]\n'
                       f'0000:{i + 1:02x}:00.0=managed;\n')


def open_computer(world, names=None):
    make_computer(f'{world.folder}/computer', names or NAMES)
    return ['-c', f'folder://{world.folder}/computer']


def plain(result, longest=4000):
    """Nothing in it steers a terminal, forges a line or hides, and nothing goes on for pages."""
    for text in (result.out, result.err):
        expect(not re.search(hostile.HARMFUL, text), result.out[:2000])
        expect(all(len(line) < longest for line in text.splitlines()), text[:4000])


def check_table(result, columns):
    expect(result.status == DONE and len(result.lines) == len(NAMES), result.out[:2000])
    plain(result)
    expect(sum(len(re.split('  +', line)) == columns for line in result.lines)
           >= len(NAMES) - sum(IS_BLANK), result.out[:2000])
    expect(all(len(line) < 900 for line in result.lines), result.out[:2000])


def lists(world):
    """in lists each is one line of aligned columns"""
    computer = open_computer(world)
    check_table(world.run(*computer, 'devices'), 7)
    check_table(world.run(*computer, 'vms'), 5)


def details(world):
    """in details and in what is found too"""
    computer = open_computer(world)
    for i in range(len(NAMES)):
        plain(world.run(*computer, 'devices', f'{i + 1:02x}:00.0'))
        plain(world.run(*computer, 'show', f'00000000-0000-0000-0000-0000000000{i:02x}'))
    plain(world.run(*computer, 'check'))


def terminals(world):
    """a terminal gets no sequences but our own"""
    computer = open_computer(world)
    result = world.on_terminal(*computer, 'devices', columns=120)
    text = re.sub(r'\033\[[0-9]m|\033\[3[0-9]m', '', result.out)
    expect('\033' not in text, text[:2000])
    result = world.on_terminal(*computer, 'devices', columns=120, NO_COLOR='1')
    plain(result)


def data(world):
    """JSON has the names as they are, and is plain text all the same"""
    computer = open_computer(world)
    result = world.run(*computer, '--json', 'vms')
    plain(result, WHOLE)
    expect(sorted(vm['name'] for vm in result.answer) == sorted(NAMES), result.out[:2000])
    result = world.run(*computer, '--json', 'devices')
    plain(result, WHOLE)
    expect([device['assigned_to'] for device in result.answer] == [[name] for name in NAMES],
           result.out[:2000])
    for name in TYPED:
        result = world.run(*computer, '--json', 'show', '--', name)
        expect(result.status == DONE, result)
        expect(json.loads(result.out)[0]['name'] == name, result)
    result = world.run(*computer, '--json', 'check')
    plain(result, WHOLE)
    expect(result.answer is not None, result.out[:2000])


def not_found(world):
    """a name that nobody has is said back in one plain line"""
    computer = open_computer(world, ['work'])
    for name in TYPED:
        result = world.run(*computer, 'show', '--', name)
        expect(result.status == NOT_FOUND and len(result.err.splitlines()) == 1, result)
        plain(result)
        result = world.run(*computer, '--json', 'show', '--', name)
        expect(result.status == NOT_FOUND and result.error, result)
        plain(result)


def not_even_text(world):
    """other bytes than text come out as text, or the file is refused in plain words"""
    for what, data in hostile.read_strings():
        if what in hostile.names():
            continue
        computer = world.record(place='computer')
        with open(f'{world.folder}/computer/vms.ini', 'wb') as file:
            file.write(b'[00000000-0000-0000-0000-000000000001]\nname=' + data + b'\n')
        result = world.run(*computer, 'vms')
        expect(result.status == DONE and len(result.lines) == 1
               or result.status == FAILED and result.err, result)
        plain(result)
        result = world.run(*computer, '--json', 'vms')
        expect(result.status == FAILED or result.answer[0]['name'].startswith('wo'), result)
        plain(result)


def logs(world):
    """a log has one plain line for each thing, whatever it is about"""
    folder = f'{world.folder}/\u202e<b>one\ntwo\033[31m\u200b שלום'
    make_computer(folder, ['work'])
    computer = ['-c', 'folder://' + urllib.parse.quote(folder)]
    result = world.run(*computer, 'take-back', 'work', '01:00.0')
    expect(result.status == DONE, result)
    states = glob.glob(f'{world.folder}/state/**/*.ini', recursive=True)
    expect(len(states) == 1, states)
    with open(states[0], 'wb') as file:
        file.write(b'[\033[31m\nno\xff key \xe2\x80\xae\n')
    result = world.run(*computer, 'vms')
    expect(result.status == DONE and 'could not be read' in result.err, result)
    expect(len(result.err.splitlines()) <= 2, result)  # GLib begins with an empty one
    plain(result)


def a_megabyte(world):
    """a name of a megabyte is cut for people and whole for programs"""
    name = '日' * 350000
    computer = open_computer(world, [name])
    for verb in ('vms', 'devices'):
        result = world.run(*computer, verb)
        expect(result.status == DONE and len(result.lines[0]) < 900, result.out[:2000])
    result = world.run(*computer, '--json', 'vms')
    expect(result.answer[0]['name'] == name, result.out[:2000])


main([lists, details, terminals, data, not_found, not_even_text, logs, a_megabyte])
