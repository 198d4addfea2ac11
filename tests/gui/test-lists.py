#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding a device: search, classes, narrow windows."""

from desk import Stories, wait_for
from windows import KVM, start_settings

stories = Stories()


@stories.story('every word of the search must match, and what is selected stays so when hidden')
def search(desk):
    settings = start_settings(desk, KVM, 'work')
    everything = len(settings.rows('Available'))
    settings.select('Available', 'I350')
    settings.search('asmedia usb')
    wait_for(lambda: 0 < len(settings.rows('Available')) < everything, 'fewer rows')
    assert all('ASM' in r.name for r in settings.rows('Available'))
    assert settings.button('Assign').has('sensitive'), 'the card is still selected'
    settings.search('')
    wait_for(lambda: len(settings.rows('Available')) == everything, 'all rows')
    assert settings.available('I350').has('selected')
    settings.push('Assign')
    settings.assigned('I350')


@stories.story('nothing found says so, and one click shows everything again')
def nothing_found(desk):
    settings = start_settings(desk, KVM, 'work')
    settings.search('no such device')
    desk.click(settings.window.find('push button', 'Clear Filter'))
    settings.available('I350')


@stories.story('one class of devices only, and what is selected stays so when hidden')
def classes(desk):
    settings = start_settings(desk, KVM, 'work')
    everything = len(settings.rows('Available'))
    settings.select('Available', 'I350')
    box = settings.window.find('combo box')
    desk.click(box)
    desk.press('Down', 'Return')
    wait_for(lambda: 0 < len(settings.rows('Available')) < everything, 'fewer rows')
    assert settings.button('Assign').has('sensitive'), 'the card is still selected'


@stories.story('a button that can be pressed no more gives the keyboard to the rows')
def focus(desk):
    settings = start_settings(desk, KVM, 'work')

    def row_has_it():
        return any(row.has('focused') for row in settings.rows('Available'))

    settings.press_by_keys('Take All Back')
    wait_for(row_has_it, 'the focus on a row')
    settings.press_by_keys('Apply')
    wait_for(row_has_it, 'the focus on a row again')


@stories.story('at 360 pixels one list at a time, with one button', width=1280)
def narrow(desk):
    settings = start_settings(desk, KVM, 'work')
    desk.resize(settings.window, 360, 640)
    side = settings.window.find('push button', 'Assigned (')
    settings.select('Available', 'I350')
    settings.push('Add')
    wait_for(lambda: '(2)' in side.name, 'the count of the other side')
    desk.click(side)
    settings.select('Assigned', 'I350')
    settings.push('Take Back')
    wait_for(lambda: '(1)' in side.name, 'the count of the other side')
    assert not settings.window.look('push button', 'Take All Back'), 'no arrow is read out'
    desk.resize(settings.window, 980, 640)
    settings.button('Take All Back')


@stories.story('the sentence across the top makes room for a narrow window', width=1280)
def narrow_notice(desk):
    settings = start_settings(desk, KVM, 'media')
    settings.button('Details')
    desk.resize(settings.window, 360, 640)
    wait_for(lambda: settings.window.extents().width < 400, 'the narrow window')


if __name__ == '__main__':
    stories.tell()
