"""The page that lists the changes of one person."""

from tui.framework.text_page import TextPage
from tui.keys import keys


class PersonLog(TextPage):
    """The changes of one person, newest first."""

    BINDINGS = keys("log", ("escape,f7,enter", "app.pop_screen", "Đóng", "Đóng nhật ký", "close"))
