"""`tyt protect`: encrypts the store by a passphrase, changes the passphrase, or removes the encryption."""

import os
from pathlib import Path
from typing import Literal

import click

from store import driver, key_file, settings, whole_files
from store.copies import protecting
from store.errors import RefusedError, StoreError, reason_text
from store.opening import open_store
from tui import passphrases
from tui.cli import store_option


@click.command("protect")
@click.option("--change", "what", flag_value="change", help="Đổi mật khẩu; mã khôi phục vẫn như cũ.")
@click.option("--remove", "what", flag_value="remove", help="Bỏ mã hoá: ai mở được máy cũng đọc được sổ.")
@click.option("--show-code", "what", flag_value="code", help="Hiện lại mã khôi phục; hỏi mật khẩu trước.")
@click.option(
    "--copies",
    type=click.Choice(("encrypt", "remove", "keep")),
    help="Các bản sao cũ chưa mã hoá: mã hoá (encrypt), xoá (remove), để nguyên (keep); không ghi thì hỏi.",
)
@click.option("--save-code", type=click.Path(path_type=Path), metavar="TỆP", help="Ghi mã khôi phục vào tệp này để in.")
@click.option(
    "--lock-after", type=click.IntRange(0, 480), metavar="PHÚT", help="Khoá màn hình sau số phút này; 0: không tự khoá."
)
@store_option
def protect(
    what: Literal["change", "remove", "code"] | None,
    copies: Literal["encrypt", "remove", "keep"] | None,
    save_code: Path | None,
    lock_after: int | None,
    path: Path,
) -> None:
    """Mã hoá cả sổ, bản sao và tệp đã nhận bằng một mật khẩu.

    Mật khẩu được hỏi, không ghi sau lệnh. Lần đầu có một mã khôi phục: in ra, cất chỗ khác; xem lại bằng --show-code.
    Mất cả hai thì không ai mở được nữa.
    """
    if not path.is_file():
        raise RefusedError(f"Không có kho dữ liệu ở {path}.")
    driver.load_cipher(None)
    if what == "change":
        protecting.change(path, passphrases.current(path), passphrases.new())
        click.echo("Đã đổi mật khẩu. Mã khôi phục vẫn như cũ.")
    elif what == "remove":
        protecting.remove(path, passphrases.current(path))
        click.echo("Đã bỏ mã hoá. Các bản sao cũ vẫn mã hoá, mở bằng mật khẩu cũ.")
    elif what == "code":
        if driver.salt_of(path) is None:
            raise RefusedError(f"{path} chưa mã hoá, không có mã khôi phục.")
        _show(key_file.unlock(path, passphrases.current(path)), save_code)
    else:
        if driver.salt_of(path) is None:
            _protect(path, save_code)
        elif copies is None and lock_after is None:
            raise RefusedError(f"{path} đã được mã hoá rồi. Đổi mật khẩu: --change; bỏ mã hoá: --remove.")
        passphrases.unlock(path)
        _mind_copies(path, copies)
    if lock_after is not None and what != "remove":
        with open_store(path, must_exist=True) as store:
            settings.save(store, lock_minutes=str(lock_after))


def _protect(path: Path, save_code: Path | None) -> None:
    shown: list[str] = []

    def show(code: str) -> None:
        _show(code, save_code)
        shown.append(code)

    try:
        protecting.protect(path, passphrases.new(), show)
    except StoreError:
        if shown and driver.salt_of(path) is None:
            if save_code is not None:
                save_code.unlink(missing_ok=True)
            click.echo("Chưa mã hoá được: mã khôi phục vừa hiện không mở được gì, hãy bỏ đi.", err=True)
        raise
    click.echo("Đã mã hoá sổ.", err=True)


def _show(code: str, save_code: Path | None) -> None:
    if save_code is not None:
        if save_code.name.endswith(whole_files.SIDE_FILES):
            raise RefusedError(f"{save_code} là tên tệp phụ của kho. Hãy ghi mã khôi phục vào một tệp tên khác.")
        try:
            handle = os.open(save_code, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(f"Mã khôi phục sổ trạm: {code}\n")
        except FileExistsError:
            raise RefusedError(f"Đã có tệp {save_code}. Hãy ghi mã khôi phục vào một tệp mới.") from None
        except OSError as error:
            raise RefusedError(f"Không ghi được mã khôi phục vào {save_code}: {reason_text(error)}.") from error
    click.echo("Mã khôi phục (quên mật khẩu thì gõ nó vào chỗ mật khẩu):", err=True)
    click.echo(code)
    click.echo("Hãy chép ra giấy và cất chỗ khác máy này. Mất cả mã lẫn mật khẩu thì không ai mở được nữa.", err=True)


def _mind_copies(path: Path, wanted: Literal["encrypt", "remove", "keep"] | None) -> None:
    """Encrypt, remove or keep the older copies that are not encrypted; ask which if `wanted` is None."""
    found = protecting.plain_copies(path)
    if not found:
        return
    if wanted is None:
        question = f"Còn {len(found)} bản sao cũ ai cũng đọc được. Mã hoá chúng?"
        try:
            wanted = "encrypt" if click.confirm(question, default=True, err=True) else "keep"
        except click.Abort:  # nobody to ask
            wanted = "keep"
    if wanted == "encrypt":
        left = protecting.encrypt_copies(path, found)
        click.echo(f"Đã mã hoá {len(found) - len(left)} bản sao cũ.", err=True)
        for why in dict.fromkeys(left.values()):
            click.echo(why, err=True)
        found = list(left)
    elif wanted == "remove":
        protecting.remove_copies(found)
        click.echo(f"Đã xoá {len(found)} bản sao cũ.", err=True)
        found = []
    for copy in found:
        click.echo(f"Chưa mã hoá, ai cũng đọc được: {copy}", err=True)
