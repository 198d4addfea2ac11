# SPDX-License-Identifier: GPL-3.0-or-later
"""The forty strings of strings.json: what somebody may have chosen as a name, to hurt."""

import json
import os

FOLDER = os.path.dirname(os.path.realpath(__file__))
# What a terminal, a log or a label must never get: controls, and what hides or reorders words.
HARMFUL = ('[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff'
           '\ue000-\uf8ff\U000e0000-\U000e007f]')


def read_strings():
    """[(what, the bytes)]"""
    with open(os.path.join(FOLDER, 'strings.json'), encoding='utf-8') as file:
        rows = json.load(file)
    return [(row['what'], row.get('start', '').encode()
             + row.get('text', '').encode() * row.get('times', 1)
             + bytes.fromhex(row.get('hex', ''))) for row in rows]


def names():
    """{what: text} of those that can stand in a text file at all."""
    found = {}
    for what, data in read_strings():
        try:
            text = data.decode()
        except UnicodeDecodeError:
            continue
        if '\0' not in text:
            found[what] = text
    return found


def escape(text):
    """As a key file has it."""
    for plain, escaped in (('\\', '\\\\'), ('\n', '\\n'), ('\t', '\\t'), ('\r', '\\r')):
        text = text.replace(plain, escaped)
    return '\\s' + text[1:] if text.startswith(' ') else text
