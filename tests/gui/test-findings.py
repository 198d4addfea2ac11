#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What there is to think of is said where it matters, and one click away from its way out."""

import json

from desk import Stories, stays_false, wait_for
from recorded import Recorded
from windows import KVM, QUBES, Settings, addresses, berthctl, start_settings

CHANGED = '0000:06:00.0'  # “media”: a USB controller where its capture card was
stories = Stories()


def device(connection, vm, address):
    """What berthctl says that @vm has at @address."""
    shown = json.loads(berthctl('--connect', connection, '--json', 'show', vm))
    return next(d for d in shown[0]['devices'] if d['address'] == address)


def gone(settings, words):
    wait_for(lambda: not settings.app.look('dialog', words), 'the dialog to close')


@stories.story('another device sits there: one click says that it is the right one')
def pinned(desk):
    settings = start_settings(desk, KVM, 'media')
    settings.select('Assigned', 'another device')
    wait_for(lambda: 'sits where another device was meant' in settings.window.text(), 'the finding')
    settings.push('This Is the Right One')
    wait_for(lambda: not settings.rows('Assigned', 'another device'), 'the row to be content')
    assert device(KVM, 'media', CHANGED)['identity'] == 'changed', 'nothing is written before Apply'
    settings.apply()
    assert device(KVM, 'media', CHANGED)['identity'] == 'same'


@stories.story('a device that is gone is taken back by the button below the finding, by keyboard')
def missing(desk):
    settings = start_settings(desk, KVM, 'old-mac')
    settings.select('Assigned', 'not in this computer')
    button = settings.button('Take Back: ', 'sensitive')
    assert 'no device' in button.name, 'its name says which finding it belongs to'
    assert 'Managed' not in settings.window.text(), 'what is not there has no options'
    settings.press_by_keys(button.name)
    wait_for(lambda: not settings.rows('Assigned', 'not in this computer'), 'the row to go')
    settings.apply()
    assert addresses(KVM, 'old-mac') == []


@stories.story('a device that moved is followed with one click')
def moved(desk):
    computer = Recorded(desk, 'kvm-laptop')
    computer.change('vms.ini', 'e2907b6c-41d5-4a8b-9f03-6c5d2e1b8a05 configured', '0000:02:00.0',
                    '8086-a0f0-8086-0074-028000;managed;')  # the Wi-Fi card is at 00:14.3
    settings = start_settings(desk, computer.uri, 'old-mac')
    settings.select('Assigned', 'not in this computer')
    settings.push('Use the One at 00:14.3')
    assert settings.assigned('AX201').wait('selected'), 'the pane goes with it'
    settings.apply()
    assert addresses(computer.uri, 'old-mac') == ['0000:00:14.3']


@stories.story('danger asks: Escape writes nothing, Apply Anyway does')
def danger(desk):
    settings = start_settings(desk, KVM, 'media')
    settings.select('Assigned', 'another device')
    desk.turn_wheel(settings.button('This Is the Right One'), 10)
    desk.click(settings.window.find('check box', 'Managed'))
    settings.push('Apply')
    dialog = settings.dialog('“media”?')
    assert 'sits where another device was meant' in dialog.text(), 'the evidence'
    desk.press('Escape')
    gone(settings, '“media”?')
    settings.window.wait('active')
    assert stays_false(lambda: not device(KVM, 'media', CHANGED)['options'])
    settings.push('OK')
    desk.click(settings.dialog('“media”?').find('push button', 'Anyway'))
    settings.app.gone('frame', 'media')
    assert device(KVM, 'media', CHANGED)['options'] == []


@stories.story('the VM that has it now is one click away')
def opens_vm(desk):
    settings = start_settings(desk, KVM, 'work')
    settings.select('Available', 'RTX 3070')
    settings.push('Open “windows-11”')
    Settings(settings.app, 'windows-11')


@stories.story('what is so of the whole VM is said once, with its details one click away')
def whole_vm(desk):
    computer = Recorded(desk, 'kvm-laptop')
    computer.change('computer.ini', 'computer', 'iommu', 'false')
    settings = start_settings(desk, computer.uri, 'work')
    settings.push('Details')
    review = settings.app.find('frame', 'Review').wait('active')
    assert 'has no IOMMU' in review.text()
    desk.press('Escape')
    settings.window.wait('active')
    settings.assign('I350')
    settings.push('Apply')
    dialog = settings.dialog('“work”')
    assert 'has no IOMMU' in dialog.text()
    desk.press('Return')
    gone(settings, '“work”')
    assert addresses(computer.uri, 'work') == ['0000:00:14.3'], 'Enter is the safe answer'


@stories.story('what is needed meanwhile cannot be applied, and the reason stands there')
def refused_meanwhile(desk):
    computer = Recorded(desk, 'kvm-laptop')
    settings = start_settings(desk, computer.uri, 'work')
    settings.assign('I350')
    settings.button('Apply', 'sensitive')
    computer.add('uses.ini', '[0000:05:00.0]\ndisk=sda1 /\n')
    desk.press('F5')
    wait_for(lambda: 'cannot be given away' in settings.window.text(), 'the reason')
    assert not settings.button('Apply').has('sensitive')
    assert not settings.button('OK').has('sensitive')
    settings.take_back('I350')
    wait_for(lambda: settings.button('OK').has('sensitive'), 'OK')


@stories.story('two options that were asked about each are asked about once more together')
def both_options(desk):
    settings = start_settings(desk, QUBES, 'vault')

    def ask_about(card):
        settings.assign(card)
        settings.select('Assigned', card)
        for name in ('Permissive', 'No strict reset'):
            desk.turn_wheel(settings.window.find('label', card), 20)
            desk.click(settings.window.find('check box', name))
            desk.click(settings.dialog('Switch on').find('push button', 'Switch On'))
            gone(settings, 'Switch on')
            settings.window.wait('active')
        settings.push('Apply')
        dialog = settings.dialog('“vault”?')
        assert 'are both on' in dialog.text() and 'XSA-120' not in dialog.text(), dialog.text()
        desk.click(dialog.find('push button', 'Anyway'))
        gone(settings, '“vault”?')
        settings.settled()

    ask_about('RTS522A')
    ask_about('Serial IO I2C')  # a yes to one is none to the other


@stories.story('a way out can be taken in the review, and is seen there')
def in_review(desk):
    settings = start_settings(desk, QUBES, 'personal')
    settings.assign('RTS522A')
    settings.select('Assigned', 'RTS522A')
    option = settings.window.find('check box', 'Permissive')
    desk.click(option)
    desk.click(settings.dialog('ermissive').find('push button', 'Switch On'))
    option.wait('checked')
    settings.window.wait('active')
    review = settings.review()
    assert 'RTS522A' in review.text() and 'XSA-120' in review.text()
    button = review.find('push button', 'Switch Off “Permissive”')
    desk.turn_wheel(review.find('list', 'Steps'), 20)
    desk.click(button)
    wait_for(lambda: 'XSA-120' not in review.text(), 'the finding to go')
    desk.press('Escape')
    settings.window.wait('active')
    option.wait('checked', False)


if __name__ == '__main__':
    stories.tell()
