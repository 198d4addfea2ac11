# SPDX-License-Identifier: GPL-3.0-or-later
"""Computers of the demo with something about them changed, in a folder of a desk."""

import os
import shutil

RECORDED = os.path.join(os.path.dirname(os.path.realpath(__file__)), '../../data/demo')


class Recorded:
    """A copy of one computer of the demo."""

    def __init__(self, desk, name):
        self.folder = os.path.join(desk.home, 'computer')
        self.uri = 'folder://' + self.folder
        shutil.copytree(os.path.join(RECORDED, name), self.folder)

    def change(self, file, group, key, value):
        """Replaces the value of a key that is there."""
        path = os.path.join(self.folder, file)
        with open(path, encoding='utf-8') as stream:
            before, _, after = stream.read().partition(f'[{group}]\n')
        head, _, tail = after.partition(key + '=')
        with open(path, 'w', encoding='utf-8') as stream:
            stream.write(f'{before}[{group}]\n{head}{key}={value}\n{tail.partition(chr(10))[2]}')

    def remove(self, file, group):
        """Removes a group that is there."""
        path = os.path.join(self.folder, file)
        with open(path, encoding='utf-8') as stream:
            before, _, after = stream.read().partition(f'[{group}]\n')
        with open(path, 'w', encoding='utf-8') as stream:
            stream.write(before + ''.join(after.partition('\n[')[1:]))

    def add(self, file, text):
        """Adds groups at the end of a file."""
        with open(os.path.join(self.folder, file), 'a', encoding='utf-8') as stream:
            stream.write('\n' + text)

    def write(self, file, text):
        """Writes a file that was not there."""
        with open(os.path.join(self.folder, file), 'x', encoding='utf-8') as stream:
            stream.write(text)
