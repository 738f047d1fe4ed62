"""The colours of the program on a terminal of 16 million; on one of 16 those of the terminal itself are used."""

from textual.theme import Theme

#: Slate and water blue: one hue for where one is, amber for keys and what is near, red and green for states alone.
THEME = Theme(
    name="tramyte",
    primary="#2f7ba3",
    secondary="#7fb2c9",
    accent="#f2b65c",
    foreground="#dde6ec",
    background="#0f161d",
    surface="#15202a",
    panel="#1f2e3b",
    success="#7fcb8d",
    warning="#f0c674",
    error="#f48d84",
    dark=True,
    variables={
        "footer-background": "#1f2e3b",
        "footer-key-background": "#1f2e3b",
        "footer-key-foreground": "#f2b65c",
        "border": "#2f7ba3",
        "scrollbar": "#33485a",
        "scrollbar-background": "#15202a",
        "scrollbar-corner-color": "#15202a",
    },
)
