#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that come from a device, a VM, a server or a file go through base/berth-text before they
are shown, logged or printed.

Foreign is what a doc comment calls foreign (a field, a parameter, what a function returns), the
message of any error, and what the calls in FOREIGN_CALLS return. It is followed through variables,
fields and functions (c_flow.py) to the SINKS. Each sink says what it takes: a label wants isolates,
a log has none, and where markup is read the text must be escaped, but nowhere else."""

import re
import sys

from c_flow import Program
from tap import Tap, list_files, read

# What berth-text makes of foreign text, and which kinds of place take it.
MADE_SAFE = {'berth_text_dup_shown': 'shown', 'berth_text_dup_name': 'shown',
             'berth_text_dup_error': 'shown', 'berth_text_dup_line': 'line',
             'berth_text_dup_markup': 'markup'}
TAKEN = {'window': {'shown'}, 'markup': {'markup'}, 'error': {'shown', 'line'},
         'terminal': {'line'}}
WAY_OUT = {'window': 'berth_text_dup_shown() or berth_text_dup_name()',
           'markup': 'berth_text_dup_markup()',
           'error': 'berth_text_dup_name(), _shown(), _error()',
           'terminal': 'berth_text_dup_line()'}

# Name of a function, its first argument that people read, and what kind of place that is.
SINKS = [(re.compile(name + '$'), first, kind) for name, first, kind in (
    ('gtk_(label|link_button)_new(_with_mnemonic)?', 0, 'window'),
    ('gtk_inscription_new', 0, 'window'),
    ('gtk_(check_|toggle_)?button_new_with_\\w+', 0, 'window'),
    ('gtk_(label|inscription|button|check_button|menu_button|frame|window|tooltip|editable|'
     'entry|text_buffer|progress_bar|widget)_set_(text|label|title|tooltip_text|placeholder_text)',
     1, 'window'),
    ('gtk_accessible_update_property\\w*', 1, 'window'),
    ('gtk_string_list_(append|splice|new)', 0, 'window'),
    ('adw_window_title_(new|set_\\w+)', 0, 'window'),
    ('adw_message_dialog_(new|add_\\w+|set_\\w+|format_(body|heading))', 1, 'window'),
    ('adw_(preferences_row_set_title|action_row_set_subtitle|combo_row_set_\\w+)', 1, 'window'),
    # The title is a plain label in libadwaita 1.2, the description below it is markup.
    ('adw_status_page_set_title', 1, 'window'),
    ('adw_status_page_set_description', 1, 'markup'),
    ('adw_preferences_group_set_(title|description)', 1, 'markup'),
    ('adw_toast_new(_format)?', 0, 'markup'),
    ('adw_toast_set_title', 1, 'markup'),
    ('g_notification_(new|set_title|set_body|add_button)', 0, 'window'),
    ('g_menu_(append|prepend|insert)(_section|_submenu)?', 0, 'window'),
    ('g_menu_item_(new|set_label)\\w*', 0, 'window'),
    ('g_object_(new|set)', 1, 'window'),
    ('g_set_error(_literal)?', 1, 'error'),
    ('g_error_new(_literal)?', 1, 'error'),
    ('g_prefix_error|g_task_return_new_error', 1, 'error'),
    # Not followed into: what is behind a format has no name there.
    ('berth_libvirt_error_set|set_mistake', 1, 'error'),
    ('g_(message|warning|debug|critical|info|error|print|printerr|log|log_structured)', 0,
     'terminal'),
    ('g_application_command_line_print(err)?', 1, 'terminal'),
    ('f?printf|f?puts|g_f?printf', 0, 'terminal'),
    ('berth_table_add_cell', 1, 'terminal'),
    ('berth_terminal_(ask|print)', 0, 'terminal'),
)]

# Calls of libraries that return what somebody else wrote.
FOREIGN_CALLS = re.compile(
    r'(vir(Domain|Connect|Network|NodeDevice)Get(Name|UUIDString|XMLDesc|Hostname|URI|Parent)|'
    r'virGetLastErrorMessage|xml(GetProp|GetNsProp|NodeGetContent|NodeListGetString)|'
    r'g_key_file_(get_(string|value|groups|keys|string_list|locale_string))|g_get_host_name|'
    r'g_get_(user_\w+|home|tmp)_dir|'
    r'g_getenv|g_file_(peek_path|get_path|get_uri|get_basename|get_parse_name)|g_dir_read_name|'
    r'json_\w+_get_string\w*|g_file_info_get_\w*name|g_file_read_link|readlink)$')
# Calls whose answer holds no words of their arguments.
WORDLESS_CALLS = re.compile(
    r'(g_strcmp0|g_str_(equal|hash)|strlen|g_utf8_(strlen|collate|validate)|g_ascii_str\w*cmp|'
    r'g_compute_checksum_\w+|g_type_name|g_strerror|g_strv_length|berth_table_new|'
    r'g_object_get_data|gtk_\w+_new|g_object_new|berth_\w+_get_type)$')
MARKUP_CALLS = re.compile(r'g_markup_(escape_text|printf_escaped)$')


def read_docs(texts):
    """{(name, member): its paragraph} of all doc comments; the member of a result is ''."""
    docs = {}
    for text in texts.values():
        for comment in re.findall(r'/\*\*\n \* (\w+):\n(.*?)\*/', text, re.S):
            body = re.sub(r'^ \*[ ]?', '', comment[1], flags=re.M)
            for match in re.finditer(r'^(?:@(\w+)|Returns):(.*?)(?=^@\w+:|^Returns:|^\s*$|\Z)',
                                     body, re.M | re.S):
                docs[comment[0], match[1] or ''] = ' '.join(match[2].split())
    return docs


class Rules:
    """What the names mean to c_flow.Program. A label is (kind, where the words are from)."""

    def __init__(self, texts):
        docs = read_docs(texts)
        self.foreign = {key for key, words in docs.items() if re.search(r'\bforeign\b', words)}
        self.foreign_fields = {member for name, member in self.foreign if name[0].isupper()}

    def of_field(self, owner, field):
        if field == 'message' or (owner, field) in self.foreign \
                or owner is None and field in self.foreign_fields:
            return {('foreign', f'{owner or "…"}.{field}')}
        return set()

    def of_parameter(self, function, i):
        if (function.name, function.parameters[i]) in self.foreign and \
                function.name not in MADE_SAFE:
            return {('foreign', f'@{function.parameters[i]} of {function.name}()')}
        return set()

    def of_result(self, function):
        if (function.name, '') in self.foreign:
            return {('foreign', f'{function.name}()')}
        return set()

    @staticmethod
    def of_call(call, labels):
        if call.name in MADE_SAFE:
            return {(MADE_SAFE[call.name], f'{call.name}()')}
        if FOREIGN_CALLS.match(call.name):
            return {('foreign', f'{call.name}()')}
        if WORDLESS_CALLS.match(call.name):
            return set()
        if MARKUP_CALLS.match(call.name):
            return {('markup' if x[0] == 'shown' else x[0], x[1]) if isinstance(x, tuple) else x
                    for x in labels}
        return None

    @staticmethod
    def sinks(call, i):
        for name, first, kind in SINKS:
            if i >= first and name.match(call.name):
                return [(call.name, kind)]
        return []

    @staticmethod
    def may(label, sink):
        return label[0] in TAKEN[sink[1]]


# What must be found, and what must not: (what is in it, C, how many whether something
# is wrong). If the check went blind, it would fail here. EXAMPLE stands before each.
EXAMPLE = '''
/**
 * BerthVm:
 * @name: foreign text
 */
typedef struct
{
  char *name;
  char *title;
  guint n;
} BerthVm;
'''
EXAMPLES = (
    ('a field in a label', 'void f (BerthVm *vm) { gtk_label_set_text (l, vm->name); }', True),
    ('a field of a field', """typedef struct { BerthVm *vm; } X;
      void f (X *self) { gtk_label_set_text (l, self->vm->name); }""", True),
    ('a number', 'void f (BerthVm *vm) { gtk_label_set_text (l, g_strdup_printf ("%u", vm->n)); }',
     False),
    ('a sentence around it', """void f (BerthVm *vm)
      { char *words = g_strdup_printf (_ ("“%s” is on"), vm->name);
        gtk_widget_set_tooltip_text (w, words); }""", True),
    ('made safe', """void f (BerthVm *vm)
      { char *name = berth_text_dup_name (vm->name);
        char *words = g_strdup_printf (_ ("“%s” is on"), name);
        gtk_widget_set_tooltip_text (w, words); }""", False),
    ('made safe in one of two ways', """void f (BerthVm *vm)
      { g_message ("%s", vm->n > 1 ? berth_text_dup_line (vm->name, 9) : vm->name); }""", True),
    ('only compared', """void f (BerthVm *vm)
      { gtk_label_set_text (l, g_strcmp0 (vm->name, "x") == 0 ? _("yes") : _("no")); }""", False),
    ('through another function', """static void show (const char *words)
      { gtk_label_set_text (l, words); }
      void f (BerthVm *vm) { show (vm->name); }""", True),
    ('out of another function', """const char *get (BerthVm *vm) { return vm->name; }
      void f (BerthVm *vm) { gtk_label_set_text (l, get (vm)); }""", True),
    ('out of another function by a pointer', """void get (BerthVm *vm, const char **words)
      { *words = vm->name; }
      void f (BerthVm *vm) { const char *x; get (vm, &x); gtk_label_set_text (l, x); }""", True),
    ('through another field', """void f (BerthVm *vm) { vm->title = g_strdup (vm->name); }
      void g (BerthVm *vm) { gtk_label_set_text (l, vm->title); }""", True),
    ('through another field, set elsewhere', """
      void set (BerthVm *vm, const char *title) { vm->title = g_strdup (title); }
      void f (BerthVm *vm) { set (vm, vm->name); }
      void g (BerthVm *vm) { gtk_label_set_text (l, vm->title); }""", True),
    ('through a list', """void f (BerthVm *vm)
      { GString *all = g_string_new (NULL);
        g_string_append (all, vm->name);
        gtk_label_set_text (l, all->str); }""", True),
    ('through a list that another function fills', """
      static void fill (GString *all, BerthVm *vm) { g_string_append (all, vm->name); }
      typedef struct { GString *text; } X;
      void f (X *self, BerthVm *vm)
      { fill (self->text, vm); g_print ("%s", self->text->str); }""", True),
    ('through an array', """void f (BerthVm *vm)
      { const char *names[] = { vm->name, NULL }; gtk_string_list_splice (l, 0, 0, names); }""",
     True),
    ('an error of somebody else', 'void f (GError *e) { g_warning ("%s", e->message); }', True),
    ('an error of libvirt in one of ours', """void f (virErrorPtr problem)
      { g_set_error (error, D, 1, _ ("Failed: %s"), problem->message); }""", True),
    ('what a library returns', 'void f (void) { g_printerr ("%s", virDomainGetName (d)); }', True),
    ('a parameter that is said to be foreign', """/**
 * f:
 * @word: foreign
 */
      void f (const char *word) { adw_window_title_set_subtitle (t, word); }""", True),
    ('plain text in a toast', """void f (BerthVm *vm)
      { adw_toast_new (berth_text_dup_name (vm->name)); }""", True),
    ('escaped text in a label', """void f (BerthVm *vm)
      { gtk_label_set_text (l, berth_text_dup_markup (vm->name, 9)); }""", True),
    ('escaped text in a toast', """void f (BerthVm *vm)
      { adw_toast_new (berth_text_dup_markup (vm->name, 9)); }""", False),
    ('text without isolates in a window', """void f (BerthVm *vm)
      { gtk_window_set_title (w, berth_text_dup_line (vm->name, 9)); }""", True),
    ('in an accessible name', """void f (BerthVm *vm) { gtk_accessible_update_property (
      GTK_ACCESSIBLE (w), GTK_ACCESSIBLE_PROPERTY_LABEL, vm->name, -1); }""", True),
    ('in a dialog', """void f (BerthVm *vm)
      { adw_message_dialog_new (p, _ ("Sure?"), vm->name); }""", True),
    ('in a notification', 'void f (BerthVm *vm) { g_notification_set_body (n, vm->name); }', True),
    ('isolates in a log', """void f (BerthVm *vm)
      { g_message ("%s", berth_text_dup_name (vm->name)); }""", True),
    ('in a log', 'void f (BerthVm *vm) { g_message ("%s is gone", vm->name); }', True),
)


def check(texts):
    found = set()
    for function, call, labels, (name, kind) in Program(texts, Rules(texts)).complaints():
        where = f'{function.path}:{call.line}: {function.name}(): '
        via = '' if name == call.name else f', by {call.name}(),'
        for got, origin in labels:
            what = {'foreign': 'foreign text', 'markup': 'escaped text'}.get(got, 'plain text')
            found.add(f'{where}{what} from {origin} goes{via} to {name}(): '
                      f'it takes what comes from {WAY_OUT[kind]}')
    return sorted(found)


def main():
    tap = Tap()
    texts = {name: read(name) for name in list_files() if re.match(r'src/.*\.[ch]$', name)}
    for title, text, is_wrong in EXAMPLES:
        found = check({'src/example.c': EXAMPLE + text})
        tap.report(('finds: ' if is_wrong else 'leaves alone: ') + title,
                   [] if bool(found) == is_wrong else found or ['it was not found'])
    tap.report('foreign text is made safe before it is shown', check(texts))
    tap.done()


if __name__ == '__main__':
    sys.exit(main())
