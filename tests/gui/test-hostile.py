#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that somebody chose to hurt: they are text, never markup, and move nothing."""

import glob

from desk import Stories, run, wait_for
from recorded import Recorded
from windows import BERTH, Settings, berthctl, start_list

UUID = '15f6a7c8-c394-4fa0-91b2-5d6e7f809116'  # “personal”
CARD = '0000:01:00.0'
# Markup that is whole and markup that is broken, an override of the direction, a line break.
VM = '<b>x</b> & </span>\u202egnp.\\n\\t\u0007%s'
DEVICE = '<span size="99999">big</span></i>&' + 'W' * 4000

stories = Stories()


def record(desk):
    """The laptop with Qubes OS, on which one qube and one card have terrible names."""
    computer = Recorded(desk, 'qubes-laptop')
    computer.change('vms.ini', UUID, 'name', VM)
    computer.change('pci.ini', CARD, 'product-name', DEVICE)
    return computer.uri


def shows(thing, words):
    wait_for(lambda: words in thing.text(), f'“{words}” to be shown as it is')


@stories.story('in the list of VMs, its menu and the app menu')
def vm_list(desk):
    vms = start_list(desk, '--connect', record(desk))
    row = wait_for(lambda: next((r for r in vms.window.look('list item', '<b>x</b>')), None),
                   'the row')
    assert '\u202e' not in vms.window.text()
    desk.right_click(row)
    desk.click(next(item for item in vms.menu() if 'Add' in item.name))
    pattern = f'{desk.home}/.local/share/applications/*.vm.{UUID}.desktop'
    path = wait_for(lambda: glob.glob(pattern), 'the entry')[0]
    assert run('desktop-file-validate', path) == '', run('desktop-file-validate', path)


@stories.story('in the settings, where they move nothing, and in every dialog')
def settings_window(desk):
    where = record(desk)
    app = desk.program(desk.start(BERTH, '--connect', where, '--vm', UUID))
    settings = Settings(app, '<b>x</b>')
    before = settings.window.extents()
    row = settings.assign('<span size')
    shows(settings.window, '<span size="99999">big</span></i>&')
    assert '\u202e' not in settings.window.text()
    after = settings.window.extents()
    assert (after.width, after.height) == (before.width, before.height), 'the window has grown'
    assert row.extents().width <= before.width // 2

    desk.click(settings.window.find('check box', 'Permissive'))
    dialog = settings.dialog('ermissive')
    shows(dialog, '<span size="99999">big</span></i>&')
    assert dialog.extents().width <= before.width
    desk.click(dialog.find('push button', 'Switch On'))
    wait_for(lambda: not app.look('dialog'), 'the dialog to close')
    settings.window.wait('active')

    settings.push('1 change')
    review = wait_for(lambda: next((w for w in app.children()
                                    if 'qvm-pci' in w.text()), None), 'the review')
    shows(review, '<b>x</b>')
    desk.press('Escape')
    settings.window.wait('active')
    desk.press('Escape')
    dialog = settings.dialog('iscard')
    shows(dialog, '<b>x</b> & </span>')
    desk.press('Escape')
    settings.window.wait('active')
    settings.apply()
    assert 'permissive' in berthctl('--connect', where, '--json', 'show', UUID)


if __name__ == '__main__':
    stories.tell()
