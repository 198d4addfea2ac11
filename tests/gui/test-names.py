#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever does not see the windows hears them: everything that can be used has a name."""

import re

from desk import Stories
from windows import KVM, QUBES, start_list, start_settings

USED = {'push button', 'toggle button', 'entry', 'text', 'list item', 'check box', 'combo box',
        'list', 'menu item', 'switch', 'slider', 'spin button', 'radio button', 'dialog', 'alert'}
stories = Stories()


def listen(thing):
    """@thing and what is below it that has to have a name; the list inside a drop-down is GTK's."""
    yield thing
    for child in thing.children():
        if child.has('visible') and child.name != 'GtkPopover':
            yield from listen(child)


def complain(root):
    """Whatever is below @root without a name, or with one that no person would say."""
    found = []
    for thing in listen(root):
        name = thing.name.strip()
        if thing.role not in USED or not thing.is_drawn():
            continue
        if not name:
            found.append(f'{thing.role} without a name in “{thing.accessible.parent.name}”')
        elif re.match(r'(Gtk|Adw|Berth)[A-Z]', name):
            found.append(f'{thing.role} in “{thing.accessible.parent.name}” is called {name}, '
                         'which is a class')
        elif re.match(r'(.+) \1$', name) and '_' not in name:
            found.append(f'{thing.role} says its name twice: {name}')
        elif '\n' in name:
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
    desk.click(settings.window.find('check box', 'Permissive'))
    settings.dialog('ermissive')
    complain(settings.app)


@stories.story('in the choice of single functions')
def split(desk):
    settings = start_settings(desk, KVM, 'work')
    settings.split('RTX 3070')
    complain(settings.app)


@stories.story('in findings with their ways out, and in the question about a danger')
def findings(desk):
    settings = start_settings(desk, KVM, 'work')
    settings.assign('Ethernet Controller X550')
    settings.select('Assigned', 'X550')
    complain(settings.app)
    settings.push('Apply')
    settings.dialog('“work”?')
    complain(settings.app)


@stories.story('in the review of the changes')
def review(desk):
    settings = start_settings(desk, KVM, 'work')
    settings.assign('RTX 3070')
    settings.review()
    complain(settings.app)


if __name__ == '__main__':
    stories.tell()
