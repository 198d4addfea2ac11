#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever does not see the windows hears them: everything that can be used has a name."""

from desk import Stories
from windows import KVM, QUBES, start_list, start_settings

USED = {'push button', 'toggle button', 'entry', 'text', 'list item', 'check box', 'combo box',
        'list', 'menu item', 'switch', 'slider', 'spin button', 'radio button', 'dialog', 'alert'}
stories = Stories()


def complain(root):
    """Whatever is below @root without a name, or with one that no person would say."""
    found = []
    for thing in root.walk():
        name = thing.name.strip()
        if thing.role in USED and not name:
            found.append(f'{thing.role} without a name in {thing.accessible.parent.name!r}')
        elif thing.role in USED and name.startswith(('Gtk', 'Adw', 'Berth')) \
                and name[3:4].isupper():
            found.append(f'{thing.role} is called {name}, which is a class')
        elif '\n' in name and thing.role in USED:
            found.append(f'{thing.role} has a name of several lines: {name!r}')
    assert not found, '; '.join(found)


@stories.story('in the VM list and its menu')
def vm_list(desk):
    vms = start_list(desk, '--demo')
    row = vms.row('work')
    complain(vms.app)
    desk.right_click(row)
    vms.menu()
    complain(vms.app)


@stories.story('in the settings of a VM, and in the dialog that closing asks')
def settings_window(desk):
    settings = start_settings(desk, KVM, 'windows-11')
    complain(settings.app)
    settings.assign('I350')
    complain(settings.app)
    desk.press('Escape')
    settings.dialog('iscard')
    complain(settings.app)


@stories.story('in the settings of a qube')
def qube(desk):
    settings = start_settings(desk, QUBES, 'personal')
    settings.assign('RTS522A')
    settings.select('Assigned', 'RTS522A')
    complain(settings.app)


if __name__ == '__main__':
    stories.tell()
