#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A device goes across and comes back: what Berth is there for."""

from desk import Stories, stays_false, wait_for
from windows import KVM, addresses, start_list, start_settings

CARD = 'I350'
CARD_ADDRESSES = ['0000:05:00.0', '0000:05:00.1']
WIFI = '0000:00:14.3'  # “work” has it from the beginning

stories = Stories()


@stories.story('by pointer, from the VM list to what berthctl says, and back')
def by_pointer(desk):
    settings = start_list(desk, '--demo').open('work')
    assert settings.button('Assign').has('sensitive') is False, 'nothing is selected yet'
    settings.assign(CARD)
    assert not settings.rows('Available', CARD)
    assert addresses(KVM, 'work') == [WIFI], 'nothing is written before Apply'
    settings.apply()
    assert addresses(KVM, 'work') == [WIFI] + CARD_ADDRESSES
    settings.take_back(CARD)
    settings.apply()
    assert addresses(KVM, 'work') == [WIFI]


@stories.story('by keyboard alone, from the VM list to what berthctl says, and back')
def by_keyboard(desk):
    vms = start_list(desk, '--demo')
    row = vms.row('work')
    desk.press_until('Down', lambda: row.has('focused'), 'Down to reach “work”')
    desk.press('Return')
    settings = vms.settings('work')
    settings.carry_by_keys('Available', CARD, 'Assign')
    settings.press_by_keys('Apply')
    settings.settled()
    assert addresses(KVM, 'work') == [WIFI] + CARD_ADDRESSES
    settings.carry_by_keys('Assigned', CARD, 'Take Back')
    settings.press_by_keys('Apply')
    settings.settled()
    assert addresses(KVM, 'work') == [WIFI]


@stories.story('a double click goes across, Enter too, and Cancel leaves all as it was')
def double_click_and_cancel(desk):
    settings = start_settings(desk, KVM, 'work')
    desk.double_click(settings.available(CARD))
    settings.assigned(CARD)
    settings.select('Available', 'RTS525A')
    desk.press('Return')
    settings.assigned('RTS525A')
    settings.push('Cancel')
    settings.app.gone('frame', 'work')
    assert addresses(KVM, 'work') == [WIFI]


@stories.story('several at once: Ctrl and Shift select, one arrow takes all, ≪ brings all back')
def several(desk):
    settings = start_settings(desk, KVM, 'work')
    settings.select('Available', CARD)
    desk.click(settings.available('RTS525A'), hold='ctrl')
    wait_for(lambda: len([r for r in settings.rows('Available') if r.has('selected')]) == 2,
             'two selected rows')
    settings.push('Assign')
    settings.assigned(CARD)
    settings.assigned('RTS525A')
    settings.push('Take All Back')
    settings.available(CARD)
    settings.available('RTS525A')
    wait_for(lambda: not settings.rows('Assigned', CARD), 'the other side to be empty of them')
    settings.apply()
    assert addresses(KVM, 'work') == []


@stories.story('OK applies and closes')
def ok_closes(desk):
    settings = start_settings(desk, KVM, 'work')
    settings.assign(CARD)
    settings.push('OK')
    settings.app.gone('frame', 'work')
    assert addresses(KVM, 'work') == [WIFI] + CARD_ADDRESSES


@stories.story('✕ with changes asks; staying is one Escape away, discarding leaves all as it was')
def close_asks(desk):
    settings = start_settings(desk, KVM, 'work')
    settings.assign(CARD)
    desk.click(settings.button('Close'))
    settings.dialog('iscard')
    desk.press('Escape')
    wait_for(lambda: not settings.app.look('dialog'), 'the dialog to close')
    assert settings.rows('Assigned', CARD), 'Escape stays'
    settings.window.wait('active')
    desk.press('Escape')
    dialog = settings.dialog('iscard')
    desk.click(dialog.find('push button', 'iscard'))
    settings.app.gone('frame', 'work')
    assert addresses(KVM, 'work') == [WIFI]


@stories.story('✕ without changes closes at once')
def close_at_once(desk):
    settings = start_settings(desk, KVM, 'work')
    desk.click(settings.button('Close'))
    settings.app.gone('frame', 'work')


@stories.story('what the computer needs can be selected, says why, and does not move')
def refused(desk):
    settings = start_settings(desk, KVM, 'work')
    settings.select('Available', '980PRO')
    wait_for(lambda: 'starts from' in settings.window.text(), 'the reason in the pane')
    assert not settings.button('Assign').has('sensitive')
    desk.double_click(settings.available('980PRO'))
    assert stays_false(lambda: settings.rows('Assigned', '980PRO'))
    assert not settings.window.look('push button', 'Apply', 'sensitive')


if __name__ == '__main__':
    stories.tell()
