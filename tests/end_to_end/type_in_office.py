"""Types into a workbook as a person at LibreOffice does; run by a Python that has its bridge, not by ours.

Usage: type_in_office.py WORK, a JSON file: {"profile": folder, "opened": path, "typed": [[sheet, cell, text]],
"saved": [[path, filter]]}. What is typed goes through the program's own input line, so protected cells refuse it.
"""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(address):
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("the office program does not answer")


def main():
    work = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    address = f"pipe,name=tyt-{secrets.token_hex(8)}"  # names are the whole machine's
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={Path(work['profile']).as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            f"--accept={address};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # the command starts a process of its own, which must end too
    )
    try:
        context = connect(address)
        manager = context.ServiceManager
        desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        document = desktop.loadComponentFromURL(
            Path(work["opened"]).as_uri(), "_blank", 0, (option("Hidden", True),)
        )  # fmt: skip
        frame = document.CurrentController.Frame
        keys = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        for sheet, cell, text in work["typed"]:
            document.CurrentController.setActiveSheet(document.Sheets.getByName(sheet))
            keys.executeDispatch(frame, ".uno:GoToCell", "", 0, (option("ToPoint", cell),))
            if text:
                keys.executeDispatch(frame, ".uno:EnterString", "", 0, (option("StringName", text),))
            else:
                keys.executeDispatch(frame, ".uno:ClearContents", "", 0, ())
        for path, written_as in work["saved"]:
            document.storeToURL(Path(path).as_uri(), (option("FilterName", written_as),))
        document.close(True)
        with contextlib.suppress(Exception):  # it hangs up while it answers
            desktop.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            office.wait(10)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(office.pid, signal.SIGKILL)


main()
