#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What opens a door says so before it does."""

from desk import Stories, wait_for
from windows import KVM, QUBES, berthctl, start_settings

CARD = 'RTS522A'
stories = Stories()


def switch_on(settings, name):
    """Clicks the option of the selected device; returns the dialog that asks."""
    option = settings.window.find('check box', name)
    settings.desk.click(option)
    return option, settings.dialog(name)


def check_option(desk, name, word):
    settings = start_settings(desk, QUBES, 'personal')
    settings.assign(CARD)
    settings.select('Assigned', CARD)
    option, dialog = switch_on(settings, name)
    # What happens to somebody who presses Enter without reading: nothing.
    wait_for(lambda: any(b.has('focused') for b in dialog.look('push button')), 'a focused button')
    desk.press('Return')
    wait_for(lambda: not settings.app.look('dialog'), 'the dialog to close')
    assert not option.has('checked'), 'Enter is the safe answer'
    settings.window.wait('active')

    option, dialog = switch_on(settings, name)
    desk.click(dialog.find('push button', 'Switch On'))
    option.wait('checked')
    settings.apply()
    assert word in berthctl('--connect', QUBES, '--json', 'show', 'personal')


@stories.story('Permissive asks first, and Enter says no')
def permissive(desk):
    check_option(desk, 'ermissive', 'permissive')


@stories.story('No strict reset asks first, and Enter says no')
def no_strict_reset(desk):
    check_option(desk, 'o strict reset', 'no-strict-reset')


@stories.story('each bus has its own options, and what another program set is told')
def others(desk):
    settings = start_settings(desk, KVM, 'windows-11')
    settings.select('Assigned', 'RTX 3070')
    wait_for(lambda: 'Also set by another program: ROM file /usr/share/vgabios/ga104m.rom'
             in settings.window.text(), 'what another program set')
    # What is scrolled out of sight has a name all the same.
    names = settings.window.text()
    assert 'Managed' in names and 'Hide ROM' in names and 'Start without it' not in names, names
    settings.select('Assigned', 'WebCam')
    option = settings.window.find('check box', 'Start without it')
    option.wait('checked')
    names = settings.window.text()
    assert 'Managed' not in names and 'Hide ROM' not in names, names
    desk.click(option)
    option.wait('checked', False)
    settings.apply()
    assert 'optional' not in berthctl('--connect', KVM, '--json', 'show', 'windows-11')


if __name__ == '__main__':
    stories.tell()
