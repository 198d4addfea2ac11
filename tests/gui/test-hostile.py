#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that somebody chose to hurt: they are text, never markup, and move nothing."""

import glob
import os
import re
import sys

from desk import Stories, run, wait_for
from recorded import Recorded
from windows import BERTH, Settings, berthctl, start_list

UUID = '15f6a7c8-c394-4fa0-91b2-5d6e7f809116'  # “personal”
CARD = '0000:01:00.0'
# Markup that is whole and markup that is broken, an override of the direction, a line break.
VM = '<b>x</b> & </span>\u202egnp.\\n\\t\u0007%s'
DEVICE = '<span size="99999">big</span></i>&' + 'W' * 4000

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), '../hostile'))
import hostile

# A null byte cannot stand in a text file.
FORTY = [data for _, data in hostile.read_strings() if b'\0' not in data]
# What Berth itself puts around words from right to left.
ISOLATE = '\u2068([^\u2068\u2069]*)\u2069'
# A name of 120 characters in each of some sentences, or one command.
LONGEST = 1000

stories = Stories()


def record(desk):
    """The laptop with Qubes OS, on which one qube and one card have terrible names."""
    computer = Recorded(desk, 'qubes-laptop')
    computer.change('vms.ini', UUID, 'name', VM)
    computer.change('pci.ini', CARD, 'product-name', DEVICE)
    return computer.uri


def record_forty(desk):
    """A computer on which each string is a VM, a network card, its driver, a USB device and their
    makers."""
    folder = f'{desk.home}/forty'
    os.mkdir(folder)
    files = {'computer': b'[computer]\nplatform=bare\niommu=true\n'}
    for i, data in enumerate(FORTY):
        raw = hostile.escape(data.decode(errors='surrogateescape')).encode(errors='surrogateescape')
        # Only names of VMs may be other bytes than text.
        name = raw.decode(errors='replace').encode()
        for file, lines in (
                ('pci', [b'[0000:%02x:00.0]' % (i + 1), b'vendor=10de', b'device=1234',
                         b'class=020000', b'iommu-group=%d' % i, b'reset=flr',
                         b'vendor-name=' + name, b'product-name=' + name, b'driver=' + name]),
                ('usb', [b'[1-%d]' % (i + 1), b'vendor=046d', b'product=c31c', b'class=00',
                         b'interfaces=030101', b'controller=0000:01:00.0',
                         b'number=%d' % (i + 2), b'manufacturer=' + name,
                         b'product-name=' + name, b'driver=usb']),
                ('vms', [b'[00000000-0000-0000-0000-0000000000%02x]' % i, b'name=' + raw])):
            files[file] = files.get(file, b'') + b'\n'.join(lines) + b'\n\n'
    for file in ('computer', 'pci', 'usb', 'uses', 'vms'):
        with open(f'{folder}/{file}.ini', 'wb') as stream:
            stream.write(files.get(file, b''))
    return f'folder://{folder}'


def check_words(window):
    """Every word that a person or a screen reader gets in it."""
    for thing in window.walk():
        for words in (thing.name, thing.accessible.description):
            bare = re.sub(ISOLATE, r'\1', words)
            found = re.search('[\n]|' + hostile.HARMFUL, bare)
            # Sentences of ours may stand below each other; a name has no lines.
            assert found is None or found[0] == '\n' and thing.role != 'list item', \
                f'{thing.role} “{words[:200]!r}” has {found[0]!r}'
            assert all(len(line) < LONGEST for line in words.split('\n')), \
                f'{thing.role} “{words[:200]}…” has {len(words)} characters'


def check_rows(window, rows):
    """Those that can be seen stand below each other, equally high, inside of the window."""
    inner = window.extents()
    places = [place for place in (row.extents() for row in rows) if place.height > 0]
    assert len(places) > 2, f'{len(places)} rows can be seen'
    assert len({(place.x, place.width) for place in places}) == 1, 'a row is wider than another'
    assert max(place.height for place in places) <= 1.2 * min(place.height for place in places), \
        f'heights of {sorted({place.height for place in places})}'
    assert all(place.x >= 0 and place.x + place.width <= inner.width for place in places)


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


@stories.story('forty of them, in the list of VMs and in This Computer')
def forty_vms(desk):
    vms = start_list(desk, '--connect', record_forty(desk))
    wait_for(lambda: len(vms.window.look('list item')) == len(FORTY), 'the rows')
    for _ in range(len(FORTY) // 8):
        check_rows(vms.window, vms.window.look('list item'))
        desk.press('Page_Down')
    check_words(vms.window)
    text = vms.window.text()
    for words in ('<b>bold</b> & “quoted”', '</span></i>&', '&#x202e;&amp;', '%s%n', '$(reboot)',
                  'work␍␊Nov 20', '␛[31mred', '\u2068שלום עולם\u2069'):
        assert words in text, f'“{words}” is not shown as it is'
    before = vms.window.extents()
    computer = vms.computer()
    wait_for(lambda: len(computer.rows()) >= len(FORTY), 'the devices')
    check_words(vms.window)
    after = vms.window.extents()
    assert (after.width, after.height) == (before.width, before.height), 'the window has grown'


@stories.story('forty of them, in the lists, the pane and the tooltips of the settings')
def forty_devices(desk):
    app = desk.program(desk.start(BERTH, '--connect', record_forty(desk), '--vm',
                                  '00000000-0000-0000-0000-000000000007'))
    settings = Settings(app, '<b>bold</b> & “quoted”')
    before = settings.window.extents()
    wait_for(lambda: len(settings.rows('Available')) == 2 * len(FORTY), 'the rows')
    check_rows(settings.window, settings.rows('Available'))
    check_words(settings.window)
    settings.select('Available', 'network card 10de:1234')
    for _ in FORTY:
        check_words(settings.window.find('panel', 'Details'))
        desk.press('Down')
    desk.press('End')
    check_words(settings.window.find('panel', 'Details'))
    desk.press('ctrl+a', 'Return')
    wait_for(lambda: settings.rows('Assigned'), 'the devices on the other side')
    check_words(settings.window)
    after = settings.window.extents()
    assert (after.width, after.height) == (before.width, before.height), 'the window has grown'
    review = settings.review()
    check_words(review)
    assert review.extents().width <= before.width


if __name__ == '__main__':
    stories.tell()
