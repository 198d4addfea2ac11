#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done to a device on the host's side: bound, returned, bound at boot; asked first."""

import contextlib
import fcntl
import os

from desk import Stories, stays_false, wait_for
from recorded import Recorded
from windows import KVM, QUBES, start_list

CARD = '0000:05:00.0'  # a network card that nobody uses
DISK = '0000:04:00.0'  # this computer starts from it

BOOT = (f'[{CARD}]\nvendor=8086\ndevice=1521\nclass=020000\nsubsystem=8086:0002\nrevision=01\n'
        'target=vfio-pci\n')

stories = Stories()


def start(desk, uri=KVM):
    return start_list(desk, '--connect', uri).computer()


def driver(computer, address):
    """Which driver has it, as the row says."""
    return computer.row(address).name


@contextlib.contextmanager
def slow(desk):
    """What is to be done to the demo takes as long as this: it waits for whoever changes it."""
    folder = os.path.join(desk.home, '.local/state/berth/demo')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'kvm-laptop.lock'), 'w', encoding='ascii') as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def spoil(desk):
    """Nothing can be written down any more: a folder stands where the file should."""
    os.mkdir(os.path.join(desk.home, '.local/state/berth/demo/kvm-laptop.ini'))


def bind(computer, address=CARD):
    computer.select(address)
    computer.host_action('Bind…').go('Bind')
    wait_for(lambda: 'vfio-pci' in driver(computer, address), 'the driver for VMs')


@stories.story('a card is bound by its menu, and the row, the pane and a toast say so')
def bind_by_menu(desk):
    computer = start(desk)
    desk.right_click(computer.row(CARD))
    desk.click(computer.menu_item('Bind…'))
    dialog = computer.action_dialog()
    assert 'I350' in dialog.text(), 'the question names the device'
    assert dialog.steps(), 'what will happen'
    assert CARD in dialog.text().replace('_', ':') or 'nodedev' in dialog.text(), 'the command'
    assert 'igb' in driver(computer, CARD), 'nothing is done before the answer'
    dialog.go('Bind')
    wait_for(lambda: 'vfio-pci' in driver(computer, CARD), 'the driver for VMs')
    wait_for(lambda: 'is bound to vfio-pci.' in computer.text(), 'the toast')
    wait_for(lambda: 'kept for VMs' in computer.details().text(), 'the pane')
    assert not computer.button('Bind…').has('sensitive'), 'it is bound already'
    assert 'already' in computer.button('Bind…').accessible.description, 'and says why not'


@stories.story('what is kept for VMs is returned, with the warning that a restart is the safe way')
def give_back(desk):
    computer = start(desk)
    computer.select(CARD)
    assert not computer.button('Return to Host…').has('sensitive'), 'the computer has it'
    bind(computer)
    dialog = computer.host_action('Return to Host…')
    warning = '\n'.join(dialog.findings())
    assert 'estart' in warning, f'no word of the safe way: {warning}'
    dialog.go('Return to Host')
    wait_for(lambda: 'igb' in driver(computer, CARD), 'the driver of before')
    assert 'kept for VMs' not in computer.details().text()


@stories.story('a card that nothing resets is returned only past a stronger warning')
def give_back_unreset(desk):
    recorded = Recorded(desk, 'kvm-laptop')
    recorded.change('pci.ini', CARD, 'reset', '')
    computer = start(desk, recorded.uri)
    bind(computer)
    dialog = computer.host_action('Return to Host…')
    warning = '\n'.join(dialog.findings())
    assert 'cannot be reset' in warning and 'strongly' in warning, warning


@stories.story('bound at boot: on trial at the next boot, and taken out of the list again')
def boot(desk):
    computer = start(desk)
    computer.select(CARD)
    computer.host_action('Bind at Boot…').go('Bind at Boot')
    wait_for(lambda: 'next boot' in computer.details().text(), 'the trial')
    assert 'igb' in driver(computer, CARD), 'nothing happens now'
    assert not computer.button('Confirm Boot Binding').has('sensitive'), 'it was not tried yet'
    computer.host_action('Do Not Bind at Boot…').go('Do Not Bind at Boot')
    wait_for(lambda: 'next boot' not in computer.details().text(), 'the pane')
    computer.button('Bind at Boot…').wait('sensitive')


@stories.story('one that was tried is confirmed by one click, and what became of it is said')
def confirm(desk):
    recorded = Recorded(desk, 'kvm-laptop')
    recorded.write('boot.ini', BOOT + 'trial=tried\noutcome=bound\n')
    recorded.change('pci.ini', CARD, 'driver', 'vfio-pci')
    computer = start(desk, recorded.uri)
    computer.select(CARD)
    before = computer.details().text()
    assert 'trial' in before, before
    desk.click(computer.button('Confirm Boot Binding').wait('sensitive'))
    wait_for(lambda: 'trial is over' in computer.text(), 'the toast')
    wait_for(lambda: not [part for part in computer.walk() if part.name == 'Confirm Boot Binding'],
             'nothing left to confirm')
    assert 'trial' not in computer.details().text(), computer.details().text()
    assert len(computer.app.look('frame')) == 1, 'nothing was asked'


@stories.story('what other programs bind is shown, and whose it is')
def foreign(desk):
    recorded = Recorded(desk, 'kvm-laptop')
    recorded.write('foreign.ini', f'[driverctl {CARD}]\ndriver=vfio-pci\n')
    computer = start(desk, recorded.uri)
    computer.select(CARD)
    wait_for(lambda: 'at every boot by driverctl' in computer.details().text(), 'the finding')
    wait_for(lambda: 'driverctl binds it' not in computer.details().text(), 'said once only')


@stories.story('another device at the address by now: nothing is done, and the window says so')
def changed(desk):
    recorded = Recorded(desk, 'kvm-laptop')
    computer = start(desk, recorded.uri)
    computer.select(CARD)
    dialog = computer.host_action('Bind…')
    recorded.change('pci.ini', CARD, 'device', '1533')
    desk.click(dialog.window.find('push button', 'Bind', 'sensitive'))
    # Either the folder was read again in time for the question, or the answer fails.
    wait_for(lambda: 'nother device' in dialog.text(), 'the error')
    wait_for(lambda: not dialog.window.look('push button', 'Bind'), 'no way to go on')
    dialog.close()
    wait_for(lambda: 'igb' in driver(computer, CARD), 'the driver of before')
    computer.button('Bind…').wait('sensitive')


@stories.story('while it goes on the window says so, and no second action is possible')
def going_on(desk):
    computer = start(desk)
    computer.select(CARD)
    dialog = computer.host_action('Bind…')
    with slow(desk):
        desk.click(dialog.window.find('push button', 'Bind', 'sensitive'))
        wait_for(lambda: 'The kernel is asked…' in dialog.text(), 'what goes on')
        assert not dialog.window.look('push button', 'Bind', 'sensitive'), 'once is enough'
        assert not computer.button('Bind at Boot…').has('sensitive')
        assert 'not finished' in computer.button('Bind at Boot…').accessible.description
    dialog.gone()
    wait_for(lambda: 'vfio-pci' in driver(computer, CARD), 'the driver for VMs')
    computer.button('Bind at Boot…').wait('sensitive')


@stories.story('a window that is closed meanwhile stops nothing, and the end is told all the same')
def unseen(desk):
    computer = start(desk)
    computer.select(CARD)
    dialog = computer.host_action('Bind…')
    with slow(desk):
        desk.click(dialog.window.find('push button', 'Bind', 'sensitive'))
        desk.click(dialog.window.find('push button', 'Close'))
        dialog.gone()
        assert 'igb' in driver(computer, CARD)
    wait_for(lambda: 'vfio-pci' in driver(computer, CARD), 'the driver for VMs')
    wait_for(lambda: 'is bound to vfio-pci.' in computer.text(), 'the toast')


@stories.story('a failure after that opens the window again, with how things stand')
def unseen_failure(desk):
    computer = start(desk)
    computer.select(CARD)
    dialog = computer.host_action('Bind at Boot…')
    with slow(desk):
        desk.click(dialog.window.find('push button', 'Bind at Boot', 'sensitive'))
        desk.press('Escape')
        dialog.gone()
        spoil(desk)
    dialog = computer.action_dialog()
    wait_for(lambda: 'Now it has no boot binding.' in dialog.text(), 'how things stand')
    assert not dialog.window.look('push button', 'Bind at Boot')
    dialog.close()
    button = computer.button('Bind at Boot…')
    wait_for(lambda: 'not finished' not in button.accessible.description, 'it to be over')


@stories.story('what the computer starts from cannot be bound: the window says why')
def refused(desk):
    computer = start(desk)
    computer.select(DISK)
    dialog = computer.host_action('Bind…')
    assert 'starts from' in '\n'.join(dialog.findings()), dialog.text()
    assert not dialog.window.look('push button', 'Bind'), 'there is no way to go on'
    assert not dialog.steps(), 'nothing will happen'
    dialog.close()
    assert 'nvme' in driver(computer, DISK)


@stories.story('by keys alone, there and back, and the keyboard is never lost')
def keys(desk):
    computer = start(desk)
    computer.select(CARD).wait('focused')
    desk.press('Menu')
    computer.menu()
    desk.press('b')
    dialog = computer.action_dialog()
    go = dialog.window.find('push button', 'Bind')
    desk.press_until('Tab', lambda: go.has('focused'), 'Tab to reach Bind')
    desk.press('space')
    wait_for(lambda: 'vfio-pci' in driver(computer, CARD), 'the driver for VMs')
    dialog.gone()
    wait_for(lambda: computer.row(CARD).has('focused'), 'the keyboard back on the row')

    button = computer.button('Return to Host…')
    desk.press_until('Tab', lambda: button.has('focused'), 'Tab to reach Return to Host…')
    desk.press('Return')
    dialog = computer.action_dialog()
    go = dialog.window.find('push button', 'Return to Host')
    desk.press_until('Tab', lambda: go.has('focused'), 'Tab to reach Return to Host')
    desk.press('Return')
    wait_for(lambda: 'igb' in driver(computer, CARD), 'the driver of before')
    dialog.gone()
    wait_for(lambda: computer.row(CARD).has('focused'), 'the keyboard on the row again')


@stories.story('Escape, Cancel and a Return pressed too early change nothing')
def cancel(desk):
    computer = start(desk)
    computer.select(CARD)
    for leave in (lambda dialog: desk.press('Escape'),
                  lambda dialog: desk.press('Return'),
                  lambda dialog: desk.click(dialog.window.find('push button', 'Cancel'))):
        dialog = computer.host_action('Bind…')
        leave(dialog)
        dialog.gone()
        assert stays_false(lambda: 'vfio-pci' in driver(computer, CARD), 0.3)


@stories.story('a dark name is text in the question, the toast and the menu, and moves nothing')
def hostile(desk):
    recorded = Recorded(desk, 'kvm-laptop')
    recorded.change('pci.ini', CARD, 'product-name', '<b>x</b>_&\\n\u202e' + 'W' * 4000)
    recorded.change('pci.ini', CARD, 'driver', '<i>igb</i>')
    computer = start(desk, recorded.uri)
    computer.select(CARD)
    dialog = computer.host_action('Bind…')
    assert '<b>x</b>_&' in dialog.text()
    assert '\u202e' not in dialog.text()
    whole = dialog.window.extents()
    assert whole.width < 700 and whole.height < 800, f'the window is {whole.width} wide'
    dialog.go('Bind')
    wait_for(lambda: 'vfio-pci' in driver(computer, CARD), 'the driver for VMs')
    wait_for(lambda: computer.text().count('<b>x</b>_&') > 1, 'the toast')


@stories.story('a VM that has it now stands against it')
def held(desk):
    computer = start(desk)
    computer.select('0000:01:00.0')
    dialog = computer.host_action('Return to Host…')
    assert '“windows-11”' in '\n'.join(dialog.findings()), dialog.text()
    assert not dialog.window.look('push button', 'Return to Host')


@stories.story('where pciback has it, it is made permissive until it leaves pciback')
def permissive(desk):
    computer = start(desk, QUBES)
    computer.select('0000:01:00.0')
    assert not [part for part in computer.walk() if part.name == 'Permissive…'], 'not on pciback'
    computer.host_action('Bind…').go('Bind')
    wait_for(lambda: 'pciback' in driver(computer, '0000:01:00.0'), 'pciback')
    computer.host_action('Permissive…').go('Make Permissive')
    wait_for(lambda: 'permissive until it leaves pciback' in computer.details().text(), 'the pane')


@stories.story('a USB device and a bridge have no such buttons')
def others(desk):
    computer = start(desk)
    computer.select('USB Receiver')
    assert not [part for part in computer.walk() if 'Bind' in part.name]


@stories.story('in 360 pixels all of it can be reached')
def narrow(desk):
    vms = start_list(desk, '--connect', KVM)
    desk.resize(vms.window, 360, 640)
    wait_for(lambda: vms.window.extents().width < 400, 'the narrow window')
    computer = vms.computer()
    computer.select('05:00.0')
    dialog = computer.host_action('Bind…')
    desk.resize(dialog.window, 340, 560)
    wait_for(lambda: dialog.window.extents().width < 400, 'the narrow dialog')
    dialog.go('Bind')
    wait_for(lambda: 'vfio-pci' in driver(computer, CARD), 'the driver for VMs')


if __name__ == '__main__':
    stories.tell()
