#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The devices of a computer: in order, found, copied, and who has them."""

import os
import re
import shutil

from desk import Stories, wait_for
from recorded import Recorded
from windows import KVM, QUBES, Settings, start_list

RECORDED = os.path.join(os.path.dirname(os.path.realpath(__file__)), '../../data/demo/qubes-laptop')

stories = Stories()


def names(computer):
    return [row.name for row in computer.rows()]


@stories.story('all devices, with who has them and what stands against giving them away')
def table(desk):
    computer = start_list(desk, '--connect', KVM).computer()
    assert 'used by: windows-11 (running)' in computer.row('RTX 3070').name
    assert 'used by: work' in computer.row('AX201').name
    wait_for(lambda: 'only keyboard' in computer.row('0000:00:14.0').name, 'what the rules say')
    assert not computer.rows('PCIe Controller'), 'bridges are not shown'


@stories.story('in order by a click on a header, and by the menu with keys alone')
def order(desk):
    computer = start_list(desk, '--connect', KVM).computer()
    by_address = names(computer)
    by_name = sorted(by_address, key=lambda name: name.split(', ')[0])
    assert by_address != by_name
    desk.click(computer.header('Device'))
    wait_for(lambda: names(computer) == by_name, 'order by name')
    button = computer.find('push button', 'Sort')
    desk.press_until('Tab', lambda: any(part.has('focused') for part in button.walk()),
                     'Tab to reach Sort')

    def choose(*keys):
        desk.press('space')
        computer.menu()
        desk.press(*keys)
        computer.app.gone('menu item')
        desk.press_until('Tab', lambda: any(part.has('focused') for part in button.walk()),
                         'Tab to reach Sort')

    choose('Down', 'Return')
    wait_for(lambda: names(computer) == by_address, 'order by address')
    choose('Return')
    wait_for(lambda: names(computer) == by_name, 'order by name again')
    choose('Return')
    wait_for(lambda: names(computer) == by_name[::-1], 'the other way round')


@stories.story('typing searches, Escape shows everything again, and nothing found says so')
def search(desk):
    computer = start_list(desk, '--connect', KVM).computer()
    everything = names(computer)
    computer.select('AX201')
    desk.type('asmedia usb')
    wait_for(lambda: names(computer) and all('ASM' in n for n in names(computer)), 'fewer rows')
    desk.type(' nonsense')
    button = computer.find('push button', 'Clear Filter')
    desk.click(button)
    wait_for(lambda: names(computer) == everything, 'all rows')
    assert computer.row('AX201').has('selected'), 'what was selected is so again'


@stories.story('only what nobody uses, a VM has, or this computer needs')
def users(desk):
    computer = start_list(desk, '--connect', KVM).computer()

    def choose(words):
        desk.click(computer.find('combo box', 'Used by'))
        desk.click(wait_for(lambda: next((item for item in computer.walk()
                                          if item.role == 'list item'
                                          and words in item.text()), None), words))

    choose('Used by nobody')
    wait_for(lambda: names(computer) and all('nobody' in n for n in names(computer)), 'the free')
    choose('Used by a VM')
    wait_for(lambda: len(names(computer)) > 3
             and not any('nobody' in n for n in names(computer)), 'those of VMs')
    assert any('windows-11' in n for n in names(computer))
    choose('Used by this computer')
    wait_for(lambda: names(computer) and all('this computer' in n for n in names(computer)),
             'those of the computer')


@stories.story('an address is copied by Ctrl+C and by the menu')
def copy(desk):
    computer = start_list(desk, '--connect', KVM).computer()
    row = computer.select('AX201')
    desk.press('ctrl+c')
    wait_for(lambda: '0000:00:14.3 copied' in computer.text(), 'the toast')
    desk.press('ctrl+f', 'ctrl+v')
    wait_for(lambda: [n for n in names(computer) if '0000:00:14.3' in n] == names(computer),
             'the search for what was copied')
    desk.press('Escape')
    desk.right_click(computer.row('RTX 3070'))
    desk.click(next(item for item in computer.menu() if 'Copy' in item.name))
    wait_for(lambda: '0000:01:00.0 copied' in computer.text(), 'the toast')
    assert row.name.startswith('Wi-Fi 6 AX201')


@stories.story('Enter opens the VM that has a device, and the menu names it')
def open_vm(desk):
    computer = start_list(desk, '--connect', KVM).computer()
    computer.select('AX201').wait('focused')
    desk.press('shift+F10')
    assert any('work' in item.name for item in computer.menu())
    desk.press('Escape')
    wait_for(lambda: not computer.app.look('menu item'), 'the menu to close')
    desk.press('Return')
    Settings(computer.app, 'work')


@stories.story('a USB device shows its controller, and a click goes there')
def controller(desk):
    computer = start_list(desk, '--connect', KVM).computer()
    desk.type('usb')
    row = wait_for(lambda: next((r for r in computer.rows() if ', 1-' in r.name), None), 'a device')
    desk.click(row)
    row.wait('selected')
    link = computer.details().find('push button', '(00:14.0)')
    desk.click(link)
    computer.row('0000:00:14.0').wait('selected')
    assert 'Plugged into it' in computer.details().text()


@stories.story('what is unplugged is described no more')
def unplugged(desk):
    recorded = Recorded(desk, 'kvm-laptop')
    computer = start_list(desk, '--connect', recorded.uri).computer()
    computer.select('USB Receiver')
    wait_for(lambda: 'USB Receiver' in computer.details().text(), 'the details')
    recorded.remove('usb.ini', '1-2')
    desk.press('F5')
    wait_for(lambda: not computer.rows('USB Receiver'), 'the row to go')
    wait_for(lambda: 'USB Receiver' not in computer.details().text(), 'the details to go')


@stories.story('both computers, one at a time')
def two(desk):
    computer = start_list(desk, '--demo').computer()
    computer.row('RTX 3070')
    desk.click(computer.find('combo box', 'Computer'))
    desk.press('Down', 'Return')
    computer.row('sys-usb')
    assert not computer.rows('RTX 3070')


@stories.story('what is to be known about the computer is one line that opens')
def checks(desk):
    computer = start_list(desk, '--connect', QUBES).computer()
    line = computer.find('push button', 'IOMMU')
    assert 'virt_caps' not in computer.text()
    desk.click(line)
    wait_for(lambda: 'virt_caps' in computer.text(), 'what to do')


@stories.story('names that somebody chose to hurt move nothing')
def hostile(desk):
    folder = desk.home + '/computer'
    shutil.copytree(RECORDED, folder)
    with open(folder + '/pci.ini', encoding='utf-8') as file:
        text = file.read()
    with open(folder + '/pci.ini', 'w', encoding='utf-8') as file:
        file.write(re.sub('^product-name=.*$', 'product-name=<b>x</i>&\u202e' + 'W' * 4000, text,
                          flags=re.MULTILINE))
    computer = start_list(desk, '--connect', 'folder://' + folder).computer()
    before = computer.window.extents()
    computer.select('<b>x</i>&')
    wait_for(lambda: '<b>x</i>&' in computer.details().text(), 'the details')
    after = computer.window.extents()
    assert (after.width, after.height) == (before.width, before.height), 'the window has grown'
    assert '\u202e' not in computer.details().text()


@stories.story('in 360 pixels the switch is at the bottom')
def narrow(desk):
    vms = start_list(desk, '--demo')
    desk.resize(vms.window, 360, 640)
    wait_for(lambda: vms.window.extents().width < 400, 'the narrow window')
    tab = vms.window.find('page tab', 'This Computer')
    wait_for(lambda: tab.extents().y > 500, 'the switch at the bottom')
    computer = vms.computer()
    computer.select('AX201')
    assert '“work”' in computer.details().text()


if __name__ == '__main__':
    stories.tell()
