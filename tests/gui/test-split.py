#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A part of a card can be given without the rest, where somebody means it."""

from desk import Stories, wait_for
from recorded import Recorded
from windows import KVM, SplitDialog, addresses, berthctl, start_settings

CARD = 'RTX 3070'
WIFI = '0000:00:14.3'  # “work” has it from the beginning
# A second function beside the card reader of the laptop with Qubes OS.
NETWORK_PART = '''[0000:01:00.1]
vendor=10ec
device=8168
subsystem=17aa:22b1
class=020000
vendor-name=Realtek Semiconductor Co., Ltd.
product-name=RTL8411B Gigabit Ethernet
parent=0000:00:1c.0
driver=r8169
reset=bus
'''
stories = Stories()


@stories.story('one function of four, and what cannot be kept apart from it goes along')
def one_of_four(desk):
    settings = start_settings(desk, KVM, 'work')
    dialog = settings.split(CARD)
    assert not dialog.window.find('push button', 'Assign').has('sensitive'), 'nothing is chosen yet'
    wait_for(lambda: 'leaves this computer too' in dialog.window.text(), 'what becomes of the rest')
    dialog.choose(CARD)
    dialog.assign()
    settings.assigned('1 of 4 functions')
    settings.apply()
    assert addresses(KVM, 'work') == [WIFI] + [f'0000:01:00.{i}' for i in range(4)]
    assert berthctl('--connect', KVM, '--json', 'show', 'work').count('"companion"') == 3


@stories.story('the same menu of a row by right click, Menu key and Shift+F10')
def menus(desk):
    settings = start_settings(desk, KVM, 'work')
    row = settings.available(CARD)
    seen = []
    for opener in ('right click', 'Menu', 'shift+F10'):
        if opener == 'right click':
            desk.right_click(row)
        else:
            desk.press(opener)
        items = wait_for(lambda: settings.app.look('menu item'), 'a menu')
        seen.append([item.name for item in items])
        if opener != 'shift+F10':
            desk.press('Escape')
            wait_for(lambda: not settings.app.look('menu item'), 'the menu to close')
            wait_for(lambda: any(r.has('focused') for r in settings.rows('Available')),
                     'the rows to have the keyboard again')
    assert all(names == seen[0] for names in seen), seen
    desk.press('Down', 'Return')
    SplitDialog(settings)


@stories.story('what cannot be reset by itself asks for its option in the same step')
def without_reset(desk):
    computer = Recorded(desk, 'qubes-laptop')
    computer.add('pci.ini', NETWORK_PART)
    settings = start_settings(desk, computer.uri, 'personal')
    dialog = settings.split('RTL8411B')
    dialog.choose('RTL8411B')
    dialog.assign()
    desk.press('Escape')
    dialog.assign()
    desk.click(settings.dialog('strict reset').find('push button', 'Switch On'))
    settings.assigned('1 of 2 functions')
    settings.apply()
    assert addresses(computer.uri, 'personal') == ['0000:00:1f.3', '0000:01:00.1']
    assert 'no-strict-reset' in berthctl('--connect', computer.uri, '--json', 'show', 'personal')


if __name__ == '__main__':
    stories.tell()
