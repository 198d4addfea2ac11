#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that devices and VMs may carry, and what may come of them."""

import json
import os
import re

from berthctl import DONE, expect, main

NAMES = ['<b>bold</b> & “quoted”', '\033[31mred\033[0m', 'bell\a back\b', 'two\nlines', 'tab\tstop',
         '\u202eoverride', 'אבג', '日本語の名前', 'e' + '\u0301' * 500, '\u009b31m', 'x' * 10000,
         ' ', '-', '%s%n', '$(reboot)', '../../etc/passwd']


def escape(text):
    """As a key file has it."""
    for plain, escaped in (('\\', '\\\\'), ('\n', '\\n'), ('\t', '\\t'), ('\r', '\\r')):
        text = text.replace(plain, escaped)
    return '\\s' + text[1:] if text.startswith(' ') else text


def make_computer(folder, names):
    """A recorded computer on which each of @names is a device and a VM."""
    os.mkdir(folder)
    with open(f'{folder}/computer.ini', 'w', encoding='utf-8') as file:
        file.write('[computer]\nplatform=bare\niommu=true\n')
    with open(f'{folder}/pci.ini', 'w', encoding='utf-8') as file:
        for i, name in enumerate(names):
            file.write(f'[0000:{i + 1:02x}:00.0]\nvendor=10de\ndevice=1234\nclass=020000\n'
                       f'iommu-group={i}\nreset=flr\nvendor-name={escape(name)}\n'
                       f'product-name={escape(name)}\ndriver={escape(name)}\n\n')
    for name in ('usb', 'uses'):
        with open(f'{folder}/{name}.ini', 'w', encoding='utf-8'):
            pass
    with open(f'{folder}/vms.ini', 'w', encoding='utf-8') as file:
        for i, name in enumerate(names):
            file.write(f'[00000000-0000-0000-0000-0000000000{i:02x}]\nname={escape(name)}\n'
                       f'[00000000-0000-0000-0000-0000000000{i:02x} configured]\n'
                       f'0000:{i + 1:02x}:00.0=managed;\n')


def open_computer(world, names=None):
    make_computer(f'{world.folder}/computer', names or NAMES)
    return ['-c', f'folder://{world.folder}/computer']


def plain(result):
    """Nothing in it steers a terminal or forges a line."""
    expect(not re.search('[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]', result.out),
           result.out[:2000])


def lists(world):
    """in lists each is one line of aligned columns"""
    computer = open_computer(world)
    result = world.run(*computer, 'devices')
    expect(result.status == DONE and len(result.lines) == len(NAMES), result.out[:2000])
    plain(result)
    expect(all(len(re.split('  +', line)) == 7 for line in result.lines), result.out[:2000])
    expect(all(len(line) < 900 for line in result.lines), result.out[:2000])
    result = world.run(*computer, 'vms')
    expect(result.status == DONE and len(result.lines) == len(NAMES), result.out[:2000])
    plain(result)
    expect(all(len(re.split('  +', line)) == 5 for line in result.lines), result.out[:2000])


def details(world):
    """in details too"""
    computer = open_computer(world)
    for i in range(len(NAMES)):
        plain(world.run(*computer, 'devices', f'{i + 1:02x}:00.0'))
        plain(world.run(*computer, 'show', f'00000000-0000-0000-0000-0000000000{i:02x}'))


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
    plain(result)
    expect(sorted(vm['name'] for vm in result.answer) == sorted(NAMES), result.out[:2000])
    result = world.run(*computer, '--json', 'devices')
    plain(result)
    expect([device['assigned_to'] for device in result.answer] == [[name] for name in NAMES],
           result.out[:2000])
    for name in NAMES:
        result = world.run(*computer, '--json', 'show', '--', name)
        expect(result.status == DONE, result)
        expect(json.loads(result.out)[0]['name'] == name, result)


def a_megabyte(world):
    """a name of a megabyte is cut for people and whole for programs"""
    name = '日' * 350000
    computer = open_computer(world, [name])
    for verb in ('vms', 'devices'):
        result = world.run(*computer, verb)
        expect(result.status == DONE and len(result.lines[0]) < 900, result.out[:2000])
    result = world.run(*computer, '--json', 'vms')
    expect(result.answer[0]['name'] == name, result.out[:2000])


main([lists, details, terminals, data, a_megabyte])
