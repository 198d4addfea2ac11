# SPDX-License-Identifier: GPL-3.0-or-later
"""Berth's own windows, in the words of a person who uses them."""

import json
import os
import subprocess

from desk import wait_for

BERTH = os.environ.get('BERTH', 'berth')
BERTHCTL = os.environ.get('BERTHCTL', 'berthctl')

KVM = 'demo:///kvm-laptop'
QUBES = 'demo:///qubes-laptop'


def berthctl(*words, status=0):
    """What berthctl prints; it must end with @status."""
    done = subprocess.run([BERTHCTL, *words], capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL)
    assert done.returncode == status, \
        f'berthctl {" ".join(words)} ended with {done.returncode}: {done.stdout}{done.stderr}'
    return done.stdout


def addresses(connection, vm):
    """The addresses of what berthctl says that @vm has, sorted."""
    found = json.loads(berthctl('--connect', connection, '--json', 'show', vm))
    vms = found if isinstance(found, list) else [found]
    return sorted(device['address'] for device in vms[0]['devices'])


def start_list(desk, *words):
    """berth, and the window with the VMs."""
    app = desk.program(desk.start(BERTH, *words))
    return VmList(app)


def start_settings(desk, connection, vm):
    """berth --vm, and the settings window of that VM."""
    app = desk.program(desk.start(BERTH, '--connect', connection, '--vm', vm))
    return Settings(app, vm)


class VmList:
    def __init__(self, app):
        self.app = app
        self.desk = app.desk
        self.window = app.find('frame', 'Berth')

    def row(self, vm):
        """The row of a VM; its name is the first word of it."""
        return wait_for(lambda: next((row for row in self.window.look('list item')
                                      if row.name.startswith(vm + ',')), None), f'row of “{vm}”')

    def settings(self, vm):
        return Settings(self.app, vm)

    def open(self, vm):
        self.desk.double_click(self.row(vm))
        return self.settings(vm)

    def menu(self):
        """The entries of the menu that is open."""
        return wait_for(lambda: self.app.look('menu item'), 'a menu')


    def dialog(self, words):
        """The dialog whose heading contains @words."""
        return self.app.find('dialog', words)

    def computer(self):
        """The other view, chosen by the pointer."""
        self.desk.click(self.window.find('page tab', 'This Computer'))
        return Computer(self)


class Computer:
    """The view of the devices of a computer."""

    def __init__(self, vms):
        self.app = vms.app
        self.desk = vms.desk
        self.window = vms.window
        self.list = None
        self.row()

    def walk(self, thing=None):
        """The parts of the view; not the rows, whose cells are many and slow to ask."""
        thing = thing or self.window
        yield thing
        if thing.role == 'tree table' or thing.name == 'Virtual machines':
            return
        for child in thing.children():
            if child.has('visible'):
                yield from self.walk(child)

    def find(self, role, name):
        return wait_for(lambda: next(part for part in self.walk() if part.role == role
                                     and name in part.name and part.is_drawn()),
                        f'{role} “{name}”')

    def text(self):
        return '\n'.join(part.name for part in self.walk() if part.name)

    def table(self):
        return self.find('tree table', 'Devices')

    def rows(self, words=''):
        """The rows that contain @words, from the top."""
        if self.list is None:
            self.list = next(part for part in self.table().children() if part.role == 'list')
        return [row for row in self.list.children() if words in row.name]

    def row(self, words=''):
        return wait_for(lambda: (self.rows(words) or [None])[0], f'a row “{words}”')

    def select(self, words):
        row = self.row(words)
        # A second click on it, soon after the first one, would be a double click.
        if not row.has('selected'):
            self.desk.click(row)
        return row.wait('selected')

    def header(self, name):
        return self.table().children()[0].find('label', name)

    def details(self):
        """What the pane below says."""
        return self.find('panel', 'Details')

    def menu(self):
        return wait_for(lambda: self.app.look('menu item'), 'a menu')

    def menu_item(self, words):
        return wait_for(lambda: next((item for item in self.menu()
                                      if words in item.name.replace('_', '')), None), words)

    def button(self, words):
        """A button of the pane."""
        return wait_for(lambda: next((part for part in self.walk() if part.role == 'push button'
                                      and part.name == words), None), words)

    def action_dialog(self):
        """The window that asks before something is done on the host's side."""
        return ActionDialog(self)

    def host_action(self, words):
        """Presses a button of the pane once it can be pressed."""
        self.desk.click(self.button(words).wait('sensitive'))
        return self.action_dialog()


class ActionDialog:
    """What is asked before a driver or what is bound at boot changes."""

    def __init__(self, computer):
        self.computer = computer
        self.desk = computer.desk
        self.app = computer.app
        self.window = wait_for(lambda: next((frame for frame in self.app.look('frame')
                                             if frame != computer.window), None), 'the dialog')
        self.window.wait('active')

    def text(self):
        return self.window.text()

    def rows(self, name):
        return [row.name for found in self.window.look('list', name)
                for row in found.look('list item')]

    def steps(self):
        return self.rows('Steps')

    def findings(self):
        """All that is said of what stands against it."""
        return [found.text() for found in self.window.look('list', 'To Think Of')]

    def go(self, words):
        """Presses the button that does it, and waits until the window has gone."""
        self.desk.click(self.window.find('push button', words, 'sensitive'))
        self.gone()

    def close(self):
        self.desk.click(self.window.find('push button', 'Close'))
        self.gone()

    def gone(self):
        wait_for(lambda: len(self.app.look('frame')) == 1, 'the dialog to close')
        self.computer.window.wait('active')


class Settings:
    """The settings window of one VM."""

    def __init__(self, app, vm):
        self.app = app
        self.desk = app.desk
        self.vm = vm
        self.window = app.find('frame', vm)
        self.window.wait('active')
        # Loaded when there is something to choose from.
        self.row('Available')

    def list(self, side):
        return self.window.find('list', side)

    def rows(self, side, words=''):
        """The rows of one side that contain @words; none while its list is not there."""
        return [row for found in self.window.look('list', side)
                for row in found.look('list item', words)]

    def row(self, side, words=''):
        return wait_for(lambda: (self.rows(side, words) or [None])[0],
                        f'a row “{words}” of {side}')

    def available(self, words):
        return self.row('Available', words)

    def assigned(self, words):
        return self.row('Assigned', words)

    def button(self, name, state=None):
        return self.window.find('push button', name, state)

    def push(self, name):
        """Presses a button by the pointer, once it can be pressed."""
        self.desk.click(self.button(name, 'sensitive'))

    def select(self, side, words):
        row = self.row(side, words)
        self.desk.click(row)
        return row.wait('selected')

    def assign(self, words):
        """Across by the pointer: a click on the row, a click on the arrow."""
        self.select('Available', words)
        self.push('Assign')
        return self.assigned(words)

    def take_back(self, words):
        self.select('Assigned', words)
        self.push('Take Back')
        return self.available(words)

    def carry_by_keys(self, side, words, arrow):
        """Across by the keyboard alone: to the list, to the row, to the arrow."""
        row = self.row(side, words)
        self.desk.press_until('Tab', lambda: focused(self.list(side)), f'Tab to reach {side}')
        self.desk.press('Home')
        self.desk.press_until('Down', lambda: row.has('focused') and row.has('selected'),
                              f'Down to reach {words}')
        self.press_by_keys(arrow)
        return self.row('Assigned' if side == 'Available' else 'Available', words)

    def press_by_keys(self, name):
        button = self.button(name, 'sensitive')
        self.desk.press_until('Tab', lambda: button.has('focused'), f'Tab to reach {name}')
        self.desk.press('space')

    def apply(self):
        self.push('Apply')
        self.settled()

    def menu(self, side, words):
        """The entries of the menu of a row."""
        self.desk.right_click(self.row(side, words))
        return wait_for(lambda: self.app.look('menu item'), 'a menu')

    def split(self, words):
        """The dialog that gives single functions of an available device."""
        self.select('Available', words)
        self.push('Split')
        return SplitDialog(self)

    def review(self):
        """The window that says what Apply will do."""
        self.push('change')
        return self.app.find('frame', 'Review').wait('active')

    def settled(self):
        """All is written and read back. While it is being written Apply is off too, so that says
        nothing."""
        self.button('No changes')

    def search(self, words):
        entry = self.window.find('entry')
        self.desk.click(entry)
        self.desk.press('ctrl+a', 'BackSpace')
        if words:
            self.desk.type(words)

    def dialog(self, words):
        """The dialog whose heading contains @words, standing still and active."""
        return wait_for(lambda: next((d for role in ('dialog', 'alert') for d in self.app.look(role)
                                      if words in d.name or words in d.text()), None),
                        f'a dialog “{words}”')


def focused(part):
    """What in this part of a window has the keyboard focus."""
    return next((thing for thing in part.walk() if thing.has('focused')), None)


class SplitDialog:
    """Which functions of a device shall be given."""

    def __init__(self, settings):
        self.desk = settings.desk
        self.window = settings.app.find('frame', 'Single Functions').wait('active')

    def choose(self, words):
        check = self.window.find('check box', words)
        self.desk.click(check)
        return check.wait('checked')

    def assign(self):
        self.desk.click(self.window.find('push button', 'Assign', 'sensitive'))
