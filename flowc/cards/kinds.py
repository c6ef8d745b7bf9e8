"""The kinds of cards: those that are built in, and the class that one's own derive from."""

from __future__ import annotations

from flowc.cards.component import MetaflowCardComponent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


class MetaflowCard:
    """A kind of card. Derive from it, set `type`, and write `render(task)`, which returns HTML.

    `@card(type="mine", options={…})` on a step makes one, once the step has ended. With
    `ALLOW_USER_COMPONENTS` the step may append components, which come as HTML; with
    `RUNTIME_UPDATABLE` the card is written during the step, too, by `render_runtime`.
    """

    RELOAD_POLICY_NEVER = "never"
    RELOAD_POLICY_ALWAYS = "always"
    RELOAD_POLICY_ONCHANGE = "onchange"
    RELOAD_POLICY_TOKEN = "[METAFLOW_RELOAD_TOKEN]"  # noqa: S105 - no secret

    type: str | None = None
    ALLOW_USER_COMPONENTS = False
    RUNTIME_UPDATABLE = False
    RELOAD_POLICY = RELOAD_POLICY_NEVER
    scope = "task"
    runtime_data: Any = None

    def __init__(
        self,
        options: dict[str, Any] | None = None,
        components: Sequence[str] = (),
        graph: Any = None,
        flow: Any = None,
        **more: Any,
    ) -> None:
        """Keep the options and the components."""
        self.options = options or {}
        self.components = components

    def render(self, task: Any) -> Any:
        """Return the card of a task as HTML."""
        raise NotImplementedError(f"the card `{type(self).__name__}` has no method `render`")

    def render_runtime(self, task: Any, data: Any) -> Any:
        """Return the card of a task that runs; `data` is what `refresh` was given."""
        raise NotImplementedError(f"the card `{type(self).__name__}` has no `render_runtime`")

    def refresh(self, task: Any, data: Any) -> Any:
        """Return data for a card that loads some; cards load nothing here."""
        raise NotImplementedError(f"the card `{type(self).__name__}` has no method `refresh`")

    def reload_content_token(self, task: Any, data: Any) -> str:
        """Return what changes with the content of the card."""
        return "content-token"


class _BuiltIn(MetaflowCard):
    """A card that is made of what is known of the task: a `TaskFacts`, or a Task of the client."""

    ALLOW_USER_COMPONENTS = True
    RUNTIME_UPDATABLE = True
    RELOAD_POLICY = MetaflowCard.RELOAD_POLICY_ONCHANGE

    def render_runtime(self, task: Any, data: Any) -> str:
        """Return the card as it is now."""
        made: str = self.render(task)
        return made


class DefaultCard(_BuiltIn):
    """What is known of the task, the components, and the artifacts."""

    type = "default"

    def render(self, task: Any) -> str:
        """Return the card of a task."""
        from flowc.cards.report import default_html

        return default_html(task, self.components)


class BlankCard(_BuiltIn):
    """The components alone; `options={"title": …}` sets a title over them."""

    type = "blank"

    def render(self, task: Any) -> str:
        """Return the card of a task."""
        from flowc.cards.report import blank_html

        return blank_html(task, self.components, str(self.options.get("title") or ""))


class HtmlCard(MetaflowCard):
    """A card whose HTML a step has made itself: the artifact `html`, or another by `artifact`."""

    type = "html"

    def render(self, task: Any) -> Any:
        """Return the artifact as it is."""
        from flowc.cards.report import TaskFacts

        return TaskFacts.of(task).value(str(self.options.get("artifact", "html")))


class ErrorCard(MetaflowCard):
    """Why the step failed, or why another card could not be made."""

    type = "error"

    def render(self, task: Any, stack_trace: str | None = None) -> str:
        """Return the card of a task, with a traceback if one is given."""
        from flowc.cards.report import error_html

        return error_html(task, stack_trace)


class PageComponent(MetaflowCardComponent):
    """Components below a title: a page of a card that has several."""

    type = "page"

    def __init__(
        self, title: str | None = None, subtitle: str | None = None, contents: Sequence[Any] = ()
    ) -> None:
        """Keep the components."""
        self._title = title
        self._subtitle = subtitle
        self._contents = contents

    def render(self) -> str:
        """Return the titles and the components."""
        from flowc.cards import markup
        from flowc.cards.components import html_of

        head = markup.text("h3", self._title) + markup.text("p", self._subtitle, "note")
        parts = "".join(html_of(self._contents))
        return markup.element("div", head + markup.element("div", parts, "components"), "page")


def all_kinds() -> dict[str, type[MetaflowCard]]:
    """Return the kinds of cards by their types: those built in, and classes that are imported.

    Of several classes of one type an heir of another counts, else the one defined last.
    """
    found: dict[str, type[MetaflowCard]] = {}
    kinds: list[type[MetaflowCard]] = [MetaflowCard]
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
        if "type" in vars(kind) and kind.type is not None:
            found[kind.type] = kind
    return found | {kind.type or "": kind for kind in BUILT_IN}


BUILT_IN: tuple[type[MetaflowCard], ...] = (DefaultCard, BlankCard, HtmlCard, ErrorCard)
"""The kinds that every step may use; classes of the author's cannot take their types."""
