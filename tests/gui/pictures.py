#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pictures.py FOLDER: pictures of every window, light, dark and in high contrast, to be looked
at; the README's are two of them."""

import os
import sys

from desk import Desk, wait_for
from recorded import Recorded
from windows import KVM, QUBES, start_list, start_settings

LOOKS = {
    'light': {},
    'dark': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'},
    'contrast': {'ADW_DEBUG_HIGH_CONTRAST': '1'},
}
PICTURES = []


def picture(function):
    PICTURES.append(function)
    return function


def whole_vm(desk):
    """A VM on a computer whose IOMMU is off."""
    computer = Recorded(desk, 'kvm-laptop')
    computer.change('computer.ini', 'computer', 'iommu', 'false')
    return start_settings(desk, computer.uri, 'work')


@picture
def vms(desk):
    shown = start_list(desk, '--demo')
    shown.row('sys-usb')
    return shown.window


@picture
def computer(desk):
    shown = start_list(desk, '--demo').computer()
    shown.row('only keyboard')
    shown.select('0000:01:00.0')
    return shown.window


@picture
def computer_of_qubes(desk):
    shown = start_list(desk, '--connect', QUBES).computer()
    shown.select('sys-usb')
    return shown.window


def kept_card(desk):
    """The devices of a computer, and a network card that is kept for VMs among them."""
    shown = start_list(desk, '--connect', KVM).computer()
    shown.select('0000:05:00.0')
    shown.host_action('Bind…').go('Bind')
    shown.button('Return to Host…').wait('sensitive')
    return shown


@picture
def bind(desk):
    shown = start_list(desk, '--connect', KVM).computer()
    shown.select('0000:05:00.0')
    shown.host_action('Bind…')


@picture
def bind_refused(desk):
    shown = start_list(desk, '--connect', KVM).computer()
    shown.select('0000:04:00.0')
    shown.host_action('Bind…')


@picture
def bind_refused_twice(desk):
    shown = start_list(desk, '--connect', KVM).computer()
    shown.select('0000:3e:00.0')
    shown.host_action('Bind…')


@picture
def bound(desk):
    kept_card(desk)


@picture
def give_back(desk):
    kept_card(desk).host_action('Return to Host…')


@picture
def give_back_unreset(desk):
    recorded = Recorded(desk, 'kvm-laptop')
    recorded.change('pci.ini', '0000:05:00.0', 'reset', '')
    recorded.change('pci.ini', '0000:05:00.0', 'driver', 'vfio-pci')
    shown = start_list(desk, '--connect', recorded.uri).computer()
    shown.select('0000:05:00.0')
    shown.host_action('Return to Host…')


@picture
def boot(desk):
    shown = start_list(desk, '--connect', KVM).computer()
    shown.select('0000:05:00.0')
    shown.host_action('Bind at Boot…')


@picture
def boot_trial(desk):
    shown = start_list(desk, '--connect', KVM).computer()
    shown.select('0000:05:00.0')
    shown.host_action('Bind at Boot…').go('Bind at Boot')
    shown.button('Do Not Bind at Boot…')


@picture
def bind_qubes(desk):
    shown = start_list(desk, '--connect', QUBES).computer()
    shown.select('0000:01:00.0')
    shown.host_action('Bind…')


@picture
def bind_permissive(desk):
    shown = start_list(desk, '--connect', QUBES).computer()
    shown.select('0000:01:00.0')
    shown.host_action('Bind…').go('Bind')
    shown.host_action('Permissive…')


@picture
def bind_narrow(desk):
    shown = start_list(desk, '--connect', KVM)
    desk.resize(shown.window, 360, 640)
    wait_for(lambda: shown.window.extents().width < 400, 'the narrow window')
    shown = shown.computer()
    shown.select('05:00.0')
    dialog = shown.host_action('Bind…')
    desk.resize(dialog.window, 340, 560)
    wait_for(lambda: dialog.window.extents().width < 400, 'the narrow dialog')


@picture
def computer_menu(desk):
    shown = start_list(desk, '--connect', KVM).computer()
    shown.select('0000:05:00.0')
    desk.press('shift+F10')
    shown.menu()


@picture
def computer_narrow(desk):
    shown = start_list(desk, '--demo')
    desk.resize(shown.window, 360, 640)
    wait_for(lambda: shown.window.extents().width < 400, 'the narrow window')
    shown = shown.computer()
    shown.row('only keyboard')
    shown.select('AX201')
    return shown.window


@picture
def start(desk):
    shown = start_list(desk, '--connect', QUBES)
    desk.click(shown.row('personal'))
    shown.row('personal').wait('focused')
    desk.press('shift+F10')
    shown.menu()
    desk.press('Down', 'Down', 'Return')
    shown.dialog('Would Not Start')


@picture
def settings(desk):
    shown = start_settings(desk, KVM, 'work')
    shown.assign('I350')
    shown.select('Available', 'RTX 3070')
    return shown.window


@picture
def refused(desk):
    shown = start_settings(desk, KVM, 'work')
    shown.select('Available', '980PRO')
    return shown.window


@picture
def qube(desk):
    shown = start_settings(desk, QUBES, 'personal')
    shown.assign('RTS522A')
    shown.select('Assigned', 'RTS522A')
    return shown.window


@picture
def permissive(desk):
    shown = start_settings(desk, QUBES, 'personal')
    shown.assign('RTS522A')
    shown.select('Assigned', 'RTS522A')
    desk.click(shown.window.find('check box', 'ermissive'))
    shown.dialog('ermissive')


@picture
def changed(desk):
    shown = start_settings(desk, KVM, 'media')
    shown.select('Assigned', 'another device')
    return shown.window


@picture
def options(desk):
    shown = start_settings(desk, KVM, 'windows-11')
    desk.resize(shown.window, 980, 900)
    shown.select('Assigned', 'RTX 3070')
    return shown.window


@picture
def missing(desk):
    shown = start_settings(desk, KVM, 'old-mac')
    shown.select('Assigned', 'not in this computer')
    return shown.window


@picture
def split(desk):
    shown = start_settings(desk, KVM, 'work')
    return shown.split('RTX 3070').window


@picture
def split_narrow(desk):
    shown = start_settings(desk, KVM, 'work')
    desk.resize(shown.window, 360, 640)
    return shown.split('RTX 3070').window


@picture
def partly(desk):
    shown = start_settings(desk, KVM, 'work')
    dialog = shown.split('RTX 3070')
    dialog.choose('RTX 3070')
    dialog.assign()
    shown.assigned('1 of 4')
    return shown.window


@picture
def review(desk):
    shown = start_settings(desk, KVM, 'work')
    shown.assign('I350')
    shown.assign('RTX 3070')
    return shown.review()


@picture
def danger(desk):
    shown = whole_vm(desk)
    shown.assign('I350')
    shown.push('Apply')
    shown.dialog('“work”')


@picture
def danger_device(desk):
    shown = start_settings(desk, KVM, 'work')
    shown.assign('Ethernet Controller X550')
    shown.push('Apply')
    shown.dialog('“work”?')


@picture
def review_whole(desk):
    shown = whole_vm(desk)
    shown.assign('Ethernet Controller X550')
    return shown.review()


@picture
def hostile(desk):
    computer = Recorded(desk, 'kvm-laptop')
    computer.change('vms.ini', '8c1d4a7e-25b3-4f6d-8e90-1b7c6a2f4d02', 'name',
                    '<b>x</b> & </span>\u202egnp.' + 'W' * 200)
    computer.change('pci.ini', '0000:01:00.0', 'product-name', '<i>y</i> & ' + 'M' * 400)
    shown = start_settings(desk, computer.uri, 'work')
    desk.resize(shown.window, 360, 640)
    shown.window.find('push button', 'Assigned (').middle()
    shown.select('Available', '<i>y')
    return shown.window


@picture
def hostile_wide(desk):
    computer = Recorded(desk, 'kvm-laptop')
    computer.change('pci.ini', '0000:3e:00.0', 'product-name', '<i>y</i> & ' + 'M ' * 400)
    shown = start_settings(desk, computer.uri, 'work')
    shown.assign('<i>y')
    shown.push('Apply')
    shown.dialog('“work”?')


@picture
def refused_meanwhile(desk):
    computer = Recorded(desk, 'kvm-laptop')
    shown = start_settings(desk, computer.uri, 'work')
    shown.assign('I350')
    computer.add('uses.ini', '[0000:05:00.0]\ndisk=sda1 /\n')
    desk.press('F5')
    shown.assigned('this computer’s disk')
    return shown.window


@picture
def notice(desk):
    return whole_vm(desk).window


@picture
def changed_narrow(desk):
    shown = start_settings(desk, KVM, 'media')
    desk.resize(shown.window, 360, 640)
    desk.click(shown.window.find('push button', 'Assigned ('))
    shown.select('Assigned', 'another device')
    return shown.window


@picture
def closing(desk):
    shown = start_settings(desk, KVM, 'work')
    shown.assign('I350')
    desk.press('Escape')
    shown.dialog('iscard')


@picture
def narrow(desk):
    shown = start_settings(desk, KVM, 'work')
    desk.resize(shown.window, 360, 640)
    shown.window.find('push button', 'Assigned (').middle()
    shown.select('Available', 'I350')
    return shown.window


def take(function, look, path):
    with Desk(environment=LOOKS[look]) as desk:
        window = function(desk)
        desk.run_away()
        desk.picture(path, window)


def main():
    folder = os.path.abspath(sys.argv[1])
    only = sys.argv[2:]
    for function in PICTURES:
        for look in LOOKS:
            name = f'{function.__name__}-{look}'
            if only and name not in only:
                continue
            process = os.fork()  # pyatspi remembers the first bus that it saw
            if process == 0:
                take(function, look, os.path.join(folder, name + '.png'))
                os._exit(0)
            if os.waitpid(process, 0)[1] != 0:
                print(f'{name}: no picture', file=sys.stderr)
    return 0


if __name__ == '__main__':
    sys.exit(main())
