# SPDX-License-Identifier: GPL-3.0-or-later
"""The test's two hands on libvirt: Berth's backend (see hand.c) and virsh, the independent eye."""

import os
import queue
import subprocess
import threading

PATIENCE = 60  # seconds until what does not come counts as not coming


class Refused(Exception):
    """What the backend answered instead: code and sentence."""

    def __init__(self, answer):
        self.code, _, self.sentence = answer.partition(' ')
        super().__init__(answer)


class Hand:
    """A backend in a process of its own."""

    def __init__(self, program, wrapper=(), environment=None):
        self.process = subprocess.Popen([*wrapper, program], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True,
                                        env=os.environ | (environment or {}))
        self.answers = queue.Queue()
        self.events = queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            line = line.rstrip('\n')
            if line.startswith('event '):
                self.events.put(line[len('event '):])
            else:
                self.answers.put(line)
        self.answers.put('error GONE the process has ended')

    def tell(self, command):
        self.process.stdin.write(command + '\n')
        self.process.stdin.flush()

    def hear(self):
        kind, _, rest = self.answers.get(timeout=PATIENCE).partition(' ')
        if kind != 'ok':
            raise Refused(rest)
        return rest

    def ask(self, command):
        self.tell(command)
        return self.hear()

    def refusal(self, command):
        """The code with which @command is refused; the sentence has to be whole."""
        try:
            answer = self.ask(command)
        except Refused as refused:
            assert refused.sentence.rstrip('”').endswith('.'), refused.sentence
            assert '(null)' not in refused.sentence, refused.sentence
            return refused.code
        raise AssertionError(f'“{command}” was not refused: {answer}')

    def event(self):
        return self.events.get(timeout=PATIENCE)

    def close(self):
        self.process.stdin.close()
        code = self.process.wait(timeout=PATIENCE)
        assert code == 0, f'the backend’s process ended with {code}'


def virsh(*arguments, stdin=None, fails=False):
    run = subprocess.run(['virsh', '--connect', 'qemu:///system', *arguments], input=stdin,
                         capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (run.returncode != 0) == fails, f'virsh {arguments}: {run.stdout}{run.stderr}'
    return run.stdout


def define(text):
    virsh('define', '/dev/stdin', stdin=text)


def configuration(name):
    """All that the VM is configured to be, passwords too."""
    return virsh('dumpxml', '--inactive', '--security-info', name)
