#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check-units.py UNIT…: the units that systemd is given, as they are installed: without a mistake,
and each service shut in well enough."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

from tap import Tap

MAX_EXPOSURE = 2.0
REPAIRS = ('single', 's', 'S', '1', 'rescue', 'emergency', '-b', 'systemd.unit=rescue.target',
           'systemd.unit=emergency.target')
# Nothing is installed here, and so neither the program nor the manual is found.
NOT_HERE = re.compile(r'is not executable|man |Failed to (create|prepare) .*bus', re.I)


def read_exposure(unit):
    """What systemd thinks of it, 0 to 10; None with a reason where it cannot be asked."""
    result = subprocess.run(['systemd-analyze', 'security', '--offline=true', unit],
                            capture_output=True, text=True, env={**os.environ, 'LC_ALL': 'C'})
    found = re.search(r'Overall exposure level for \S+: ([\d.]+)', result.stdout)
    return (float(found[1]), None) if found else (None, result.stderr.strip() or 'no answer')


def complain(folder, names):
    result = subprocess.run(['systemd-analyze', 'verify', *(f'{folder}/{n}' for n in names)],
                            capture_output=True, text=True, env={**os.environ, 'LC_ALL': 'C'})
    ours = [line for line in result.stderr.split('\n') if any(name in line for name in names)]
    return [line for line in ours if not NOT_HERE.search(line)]


def list_missing_words(path):
    """Words for a boot for repairs (kernel-command-line(7)) at which PATH would bind devices."""
    with open(path, encoding='utf-8') as file:
        refused = set(re.findall(r'^ConditionKernelCommandLine=!(\S+)$', file.read(), re.M))
    return [word for word in REPAIRS if word not in refused]


def main():
    tap = Tap()
    units = sys.argv[1:]
    if shutil.which('systemd-analyze') is None:
        print('1..0 # SKIP systemd-analyze is not installed')
        return
    with tempfile.TemporaryDirectory() as folder:
        for unit in units:
            shutil.copy(unit, folder)
        names = [os.path.basename(unit) for unit in units]
        tap.report('no mistakes in the units', complain(folder, names))
        tap.report('nothing is bound at a boot for repairs',
                   [word for name in names if name == 'berth-boot.service'
                    for word in list_missing_words(f'{folder}/{name}')])
        for name in names:
            if not name.endswith('.service'):
                continue
            exposure, reason = read_exposure(f'{folder}/{name}')
            if exposure is None:
                tap.skip(f'{name} is shut in', f'systemd-analyze cannot tell: {reason}')
                continue
            tap.report(f'{name} is shut in ({exposure})',
                       [f'exposure {exposure}, at most {MAX_EXPOSURE}']
                       if exposure > MAX_EXPOSURE else [])
    tap.done()


if __name__ == '__main__':
    main()
