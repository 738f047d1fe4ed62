"""Asks for passphrases on the command line: of an encrypted store, and of bundles.

That of a store comes from `TYT_PASSPHRASE`, from the file descriptor in `TYT_PASSPHRASE_FD`, or from a prompt, never
from an argument, which every user of the computer could read. A new one is the second line of that file, or comes from
`TYT_NEW_PASSPHRASE`. Bundles have passphrases of their own: `TYT_BUNDLE_PASSPHRASE`, or a prompt.
"""

import os
import sys
from functools import cache
from pathlib import Path

import click

from store import driver
from store.errors import PassphraseNeededError, RefusedError, WrongPassphraseError
from store.masks import cover_in_name
from tui.terminals import is_terminal

_BUNDLE = "TYT_BUNDLE_PASSPHRASE"
_VARIABLE, _NEW, _DESCRIPTOR = "TYT_PASSPHRASE", "TYT_NEW_PASSPHRASE", "TYT_PASSPHRASE_FD"
_TRIES = 3


def unlock(path: Path) -> str | None:
    """Unlock the store or copy at `path` for this run; answers what was typed, None when it is not encrypted."""
    if not driver.is_locked(path):
        return None
    return current(path)


def current(path: Path) -> str:
    """Unlock a file by its passphrase or recovery code, given or typed (three tries); answers what opened it."""
    driver.load_cipher(path)
    from store import key_file

    known = _given()[0]
    if known:
        try:
            key_file.unlock(path, known)
        except WrongPassphraseError:
            if not is_terminal(sys.stdin):
                raise
        else:
            return known
    if not is_terminal(sys.stdin):
        error = PassphraseNeededError(path)
        error.message += f" Không có bàn phím để hỏi thì đặt {_VARIABLE}."
        raise error
    for left in reversed(range(_TRIES)):
        typed = str(click.prompt(f"Mật khẩu của {cover_in_name(path.name)}", hide_input=True, err=True))
        try:
            key_file.unlock(path, typed)
        except WrongPassphraseError as error:
            if not left:
                raise
            click.echo(error.message, err=True)
        else:
            return typed
    raise AssertionError  # pragma: no cover - the last try answers or raises


def new() -> str:
    """The new passphrase, given or typed twice at a prompt; raises RefusedError when nobody can be asked."""
    if known := _given()[1]:
        return known
    if not is_terminal(sys.stdin):
        raise RefusedError(f"Không có bàn phím để hỏi mật khẩu mới. Hãy đặt {_NEW}.")
    return str(click.prompt("Mật khẩu mới", hide_input=True, confirmation_prompt="Gõ lại mật khẩu mới", err=True))


def of_bundle(name: str) -> str | None:
    """The passphrase of a received bundle, from `TYT_BUNDLE_PASSPHRASE` or a prompt; None: nobody can be asked."""
    if known := os.environ.get(_BUNDLE, ""):
        return known
    return str(click.prompt(f"Mật khẩu của gói {name}", hide_input=True, err=True)) if is_terminal(sys.stdin) else None


def new_of_bundle() -> str:
    """The passphrase for a new bundle, from `TYT_BUNDLE_PASSPHRASE` or typed twice at a prompt.

    Raises RefusedError when nobody can be asked.
    """
    if known := os.environ.get(_BUNDLE, ""):
        return known
    if not is_terminal(sys.stdin):
        raise RefusedError(f"Gói có danh sách người phải có mật khẩu. Không có bàn phím để hỏi thì đặt {_BUNDLE}.")
    words = "Mật khẩu của gói (nơi nhận dùng để mở)"
    return str(click.prompt(words, hide_input=True, confirmation_prompt="Gõ lại mật khẩu", err=True))


@cache
def _given() -> tuple[str, str]:
    """The passphrase and the new one from the environment or the file descriptor; "" for each that is not given.

    The variables are removed from the environment, so that programs started by this one do not inherit them.
    """
    known, wanted = os.environ.pop(_VARIABLE, ""), os.environ.pop(_NEW, "")
    if number := os.environ.pop(_DESCRIPTOR, ""):
        try:
            with os.fdopen(int(number), encoding="utf-8") as lines:
                first, second, *_ = [*lines.read().splitlines(), "", ""]
        except (OSError, ValueError) as error:
            raise RefusedError(f"Không đọc được mật khẩu từ {_DESCRIPTOR}={number}.") from error
        known, wanted = first or known, second or wanted
    return known, wanted
