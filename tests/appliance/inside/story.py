# SPDX-License-Identifier: GPL-3.0-or-later
"""A story: what is done to the computer, and what must be so afterwards, as TAP.

A story is made of chapters, functions that each leave the computer as they found it. One that
breaks off is a failure, and the next one is told all the same."""

import json
import sys
import threading
import time
import traceback

LIMIT = 60.0


def load_start():
    """What this start of the computer is: {'number': …, 'kind': …}."""
    with open('/share/start', encoding='utf-8') as file:
        return json.load(file)


START = load_start()
STATE = '/root/story.json'  # on the disk, which stays from one start to the next


def keep_alive():
    """Says to run-appliance that the computer's clock goes on, whatever the story waits for."""
    while True:
        with open('/share/alive', 'w', encoding='utf-8') as file:
            file.write(f'{time.monotonic():.0f}\n')
        time.sleep(5)


class BrokenOff(Exception):
    """What the rest of the chapter needs did not come."""


def tell(text):
    """Something to read beside a failure."""
    for line in str(text).splitlines():
        print('# ' + ''.join(char if char.isprintable() else '?' for char in line))


def check(what, good, *found):
    """One case. @found: told when it is not so."""
    print(f'{"ok" if good else "not ok"} - {what}')
    print(f'{time.monotonic():.1f} {what}', file=sys.stderr)
    if not good:
        for text in found:
            tell(text)
    return bool(good)


def same(what, found, wanted):
    return check(what, found == wanted, f'found {found!r}, wanted {wanted!r}')


def wait_for(question, limit=LIMIT):
    """Asks until the answer is true; returns the last answer."""
    end = time.monotonic() + limit
    while True:
        answer = question()
        if answer or time.monotonic() > end:
            return answer
        time.sleep(0.1)


def comes(what, question, limit=LIMIT):
    """One case: it becomes true within the limit."""
    return check(what, wait_for(question, limit), f'it was not so within {limit:.0f} s')


def remember(**things):
    """Keeps things for the next start."""
    with open(STATE, 'w', encoding='utf-8') as file:
        json.dump(things, file)


def recall():
    with open(STATE, encoding='utf-8') as file:
        return json.load(file)


def play(*starts):
    """Each of @starts is (what the start shall be, its chapters…); runs those of this one, and asks
    for the next one. What a start can be: {'card': True, 'append': words for the kernel}."""
    threading.Thread(target=keep_alive, daemon=True).start()
    broken = False
    for chapter in starts[START['number'] - 1][1:]:
        print(f'# {chapter.__name__} at {time.monotonic():.0f} s')
        try:
            chapter()
        except Exception:  # pylint: disable=broad-except
            broken = True
            print(f'not ok - {chapter.__name__} was told to its end')
            tell(traceback.format_exc())
        sys.stdout.flush()
    if START['number'] < len(starts) and not broken:
        with open('/share/next', 'w', encoding='utf-8') as file:
            json.dump(starts[START['number']][0], file)
