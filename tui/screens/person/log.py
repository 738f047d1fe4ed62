"""The page of what was changed about one person."""

from tui.framework.text_page import TextPage
from tui.keys import keys


class PersonLog(TextPage):
    """What was changed about one person, newest first."""

    BINDINGS = keys("log", ("escape,f7,enter", "app.pop_screen", "Đóng", "Đóng nhật ký", "close"))
