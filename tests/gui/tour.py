#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tour.py PICTURE: what a person does first, by a real pointer on a private screen: opens a VM's
settings in the demo, clicks a device across, presses Apply. Then says what berthctl finds."""

import functools
import os
import sys

from desk import Desk, Failure
from windows import BERTH, KVM, berthctl, start_list

print = functools.partial(print, flush=True)  # what happens is said when it happens

VM = 'work'
DEVICE = 'I350'
ADDRESS = '0000:05:00.0'


def go(desk, picture):
    print(f'- starting {os.path.basename(BERTH)} --demo')
    vms = start_list(desk, '--demo')
    print(f'- opening the settings of “{VM}” by a double click')
    settings = vms.open(VM)
    print(f'- clicking {settings.available(DEVICE).name.split(",")[0]} across and pressing Apply')
    settings.assign(DEVICE)
    settings.apply()
    desk.picture(picture, settings.window)
    told = berthctl('--demo', '--connect', KVM, 'show', VM)
    print(f'\nberthctl --demo --connect {KVM} show {VM}\n\n{told}')
    if ADDRESS not in told and ADDRESS[5:] not in told:
        raise Failure(f'berthctl does not say that “{VM}” has {ADDRESS}')
    print(f'The picture of the window: {picture}')


def main():
    picture = os.path.abspath(sys.argv[1])
    with Desk() as desk:
        try:
            go(desk, picture)
        except BaseException as error:  # pylint: disable=broad-except
            desk.picture(picture)
            print(f'It did not work: {error}\nWhat the screen showed: {picture}', file=sys.stderr)
            return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
