"""What was answered on the screen of incoming files, so that Ctrl+Z takes it back before it touches the store."""

from dataclasses import dataclass, field

from store import history
from store.database import Store
from tui.screens.receive import desk
from tui.screens.receive.desk import Incoming


@dataclass(frozen=True, slots=True)
class Step:
    """How a file stood before an answer, or where it was before it was left out."""

    told: str  # what is taken back, in words
    standing: int  # the last change of the store that stood then
    incoming: Incoming
    unit: str | None
    settled: dict[tuple[int, int], str]
    gone: dict[int, bool]
    row: int  # under the cursor
    dropped_from: int | None = None


@dataclass(slots=True)
class Steps:
    """The answers of this sitting, the last one at the end."""

    steps: list[Step] = field(default_factory=list)

    def keep(
        self, store: Store, incoming: Incoming, told: str, row: int = 0, *, dropped_from: int | None = None
    ) -> None:
        """Remember how a file stands, before something is answered."""
        self.steps.append(
            Step(
                told,
                history.last_standing(store),
                incoming,
                incoming.unit,
                dict(incoming.settled),
                dict(incoming.gone),
                row,
                dropped_from,
            )
        )

    def forget(self, incoming: Incoming) -> None:
        """Its answers went into the store, or its rows are others now."""
        self.steps = [step for step in self.steps if step.incoming is not incoming]

    def last(self, store: Store) -> Step | None:
        """The last answer; None: something was written since, which is to be taken back first."""
        return self.steps[-1] if self.steps and self.steps[-1].standing == history.last_standing(store) else None

    def unwritten(self, files: list[Incoming]) -> int:
        """How many answers are lost when the program is closed now."""
        return sum(len(one.settled) + len(one.gone) for one in files if not one.done)


def take_back(store: Store, step: Step, files: list[Incoming]) -> None:
    """Put a file back to how it stood before its last answer."""
    incoming = step.incoming
    if step.dropped_from is not None:
        files.insert(min(step.dropped_from, len(files)), incoming)
    incoming.unit, incoming.settled, incoming.gone = step.unit, dict(step.settled), dict(step.gone)
    if not incoming.done:
        desk.plan_again(store, incoming)
