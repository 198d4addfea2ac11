#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of VMs, its menus, the app menu, and one window for each VM."""

import glob
import subprocess

from desk import Stories, run, wait_for
from windows import BERTH, KVM, QUBES, Settings, addresses, berthctl, start_list, start_settings

stories = Stories()


@stories.story('the same menu by right click, Menu key, Shift+F10 and ⋮')
def menus(desk):
    vms = start_list(desk, '--demo')
    row = vms.row('media')
    seen = []
    for opener in ('right click', 'Menu', 'shift+F10', '⋮'):
        if opener == 'right click':
            desk.right_click(row)
        elif opener == '⋮':
            desk.click(row.find('push button', 'Menu of'))
        else:
            desk.click(row)
            row.wait('focused')
            desk.press(opener)
        seen.append([item.name for item in vms.menu()])
        desk.press('Escape')
        wait_for(lambda: not vms.app.look('menu item'), 'the menu to close')
    assert all(names == seen[0] for names in seen), seen
    assert any('Settings' in name for name in seen[0]), seen[0]


@stories.story('Device Settings… from the menu, by keyboard')
def menu_opens(desk):
    vms = start_list(desk, '--demo')
    row = vms.row('media')
    desk.click(row)
    row.wait('focused')
    desk.press('shift+F10')
    vms.menu()
    desk.press('Return')
    vms.settings('media')


@stories.story('what would make a start fail is named first, and may be tried all the same')
def start(desk):
    vms = start_list(desk, '--connect', QUBES)

    def ask():
        desk.click(vms.row('personal'))
        vms.row('personal').wait('focused')
        desk.press('shift+F10')
        vms.menu()
        desk.press('Down', 'Down', 'Return')
        return vms.dialog('Would Not Start')

    dialog = ask()
    assert 'sys-audio' in dialog.text() and '(00:1f.3)' in dialog.text(), dialog.text()
    desk.press('Return')
    vms.app.gone('dialog')
    assert 'Shut off' in vms.row('personal').name, 'Cancel is what Enter presses'
    desk.click(ask().find('push button', 'Open Settings'))
    settings = vms.settings('personal')
    desk.press('Escape')
    settings.app.gone('frame', 'personal —')
    desk.click(ask().find('push button', 'Anyway'))
    dialog = vms.dialog('Did Not Start')
    desk.press('Escape')
    vms.app.gone('dialog')


@stories.story('nothing stands against it: it starts without a question')
def start_at_once(desk):
    vms = start_list(desk, '--connect', KVM)
    desk.click(vms.row('sandbox'))
    vms.row('sandbox').wait('focused')
    desk.press('shift+F10')
    vms.menu()
    desk.press('Down', 'Down', 'Return')
    wait_for(lambda: 'Running' in vms.row('sandbox').name, 'it to run')
    assert not vms.app.look('dialog')


@stories.story('into the app menu and out again, a valid entry that opens that VM')
def app_menu(desk):
    vms = start_list(desk, '--demo')
    pattern = f'{desk.home}/.local/share/applications/*.vm.*.desktop'

    def choose(words):
        desk.right_click(vms.row('media'))
        desk.click(next(item for item in vms.menu() if words in item.name))

    choose('Add')
    path = wait_for(lambda: glob.glob(pattern), 'the entry')[0]
    assert run('desktop-file-validate', path) == '', run('desktop-file-validate', path)
    with open(path, encoding='utf-8') as file:
        entry = dict(line.rstrip('\n').split('=', 1) for line in file if '=' in line)
    assert 'media' in entry['Name'] and 'media' not in entry['Exec'], entry
    choose('Remove')
    wait_for(lambda: not glob.glob(pattern), 'the entry to go')


@stories.story('a second call raises the window that is open')
def second_call(desk):
    settings = start_settings(desk, KVM, 'work')
    other = desk.start(BERTH, '--connect', KVM, '--vm', 'media')
    Settings(settings.app, 'media')
    assert not settings.window.has('active')
    third = subprocess.run([BERTH, '--connect', KVM, '--vm', 'work'], timeout=20, check=False,
                           stdin=subprocess.DEVNULL)
    assert third.returncode == 0
    settings.window.wait('active')
    assert len(settings.app.look('frame', 'work')) == 1
    wait_for(lambda: other.poll() == 0, 'the second call to end')


@stories.story('what berthctl changes is seen in the window, and the other way round')
def shared(desk):
    settings = start_settings(desk, KVM, 'work')
    berthctl('--connect', KVM, 'assign', 'work', '05:00.0')
    settings.assigned('I350')
    settings.take_back('I350')
    settings.apply()
    assert '0000:05:00.0' not in addresses(KVM, 'work')
    berthctl('--demo=reset', 'vms')


@stories.story('both demo computers stand in one list')
def both(desk):
    vms = start_list(desk, '--demo')
    vms.row('windows-11')
    vms.row('sys-usb')
    desk.type('vault')
    wait_for(lambda: len(vms.window.look('list item')) == 1, 'the search to leave one')
    vms.open('vault')
    assert addresses(QUBES, 'vault') == []


if __name__ == '__main__':
    stories.tell()
