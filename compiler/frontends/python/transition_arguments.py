"""Reads the arguments of one `self.next`: which kind of transition it is, and what is wrong."""

from __future__ import annotations

import ast
from dataclasses import field
from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic, Label, Rule
from compiler.frontends.python import rules_transitions as rules
from compiler.frontends.python.bodies import body_scope, through_flow
from compiler.frontends.python.fold import fold
from compiler.frontends.python.symbols import Scope
from compiler.frontends.python.transition_calls import first_parameter
from compiler.ir.graph import Case, ForEach, Go, Link, Switch, Transition
from compiler.language.values import Known, Unknown
from compiler.names import suggest
from compiler.records import dataclass
from compiler.source import Span

if TYPE_CHECKING:
    from compiler.frontends.python.members import Declared, Method
    from compiler.frontends.python.project import Project
    from compiler.ir.nodes import Key
    from compiler.language.values import Folded

_KEYWORDS = ("foreach", "num_parallel", "condition")


@dataclass(slots=True, kw_only=True)
class NextReader:
    """Reads the calls of `self.next` in `step`; what is wrong is collected in `found`."""

    step: Method
    declared: Declared
    project: Project
    found: list[Diagnostic] = field(default_factory=list)
    _body: Scope | None = None

    @property
    def flow(self) -> str:
        """Return the name that stands for `self`."""
        return first_parameter(self.step.node) or "self"

    def read(self, call: ast.Call) -> Transition | None:
        """Return the transition that `call` means, or None if it cannot be told."""
        words = self._words(call)
        if words is None:
            return None
        if not call.args:
            self._refuse(
                rules.EMPTY_TRANSITION,
                call,
                "`self.next` names no step",
                f"name the step that comes next: `{self.flow}.next({self.flow}.end)`",
            )
            return None
        if "condition" in words or isinstance(call.args[0], ast.Dict):
            return self._switch(call, words)
        links = self._links(call.args)
        if links is None:
            return None
        if "foreach" in words:
            return self._foreach(call, links, words)
        if "num_parallel" in words:
            return self._gang(call, links, words["num_parallel"])
        return Go(links=links, span=self._span(call))

    def _words(self, call: ast.Call) -> dict[str, ast.keyword] | None:
        """Return the keyword arguments by name, or None if some are not known."""
        before = len(self.found)
        for argument in call.args:
            if isinstance(argument, ast.Starred):
                self._refuse(
                    rules.UNKNOWN_TRANSITION_ARGUMENT,
                    argument,
                    f"`{self._text(argument)}` hides which steps come next",
                    f"name them: `{self.flow}.next({self.flow}.first, {self.flow}.second)`",
                )
        for word in call.keywords:
            self._check_word(word)
        if len(self.found) > before:
            return None
        return {word.arg: word for word in call.keywords if word.arg}

    def _check_word(self, word: ast.keyword) -> None:
        if word.arg is None:
            self._refuse(
                rules.UNKNOWN_TRANSITION_ARGUMENT,
                word,
                f"`**{self._text(word.value)}` hides how the step goes on",
                'write it out: `foreach="items"`, `num_parallel=4` or `condition="way"`',
            )
        elif word.arg not in _KEYWORDS:
            meant = suggest(word.arg, _KEYWORDS)
            self._refuse(
                rules.UNKNOWN_TRANSITION_ARGUMENT,
                word,
                f"`self.next` takes no `{word.arg}=`",
                f"did you mean `{meant}=`?"
                if meant
                else "it takes steps and one of `foreach=`, `num_parallel=`, `condition=`",
            )

    def _links(self, arguments: list[ast.expr]) -> tuple[Link, ...] | None:
        links = [self._link(argument) for argument in arguments]
        known = tuple(link for link in links if link is not None)
        return known if len(known) == len(links) else None

    def _link(self, node: ast.expr) -> Link | None:
        match node:
            case ast.Attribute(value=ast.Name(id=flow), attr=name) if flow == self.flow:
                return Link(target=name, span=self._span(node))
            case _:
                self._refuse(
                    rules.COMPUTED_TARGET,
                    node,
                    f"`{self._text(node)}` is not a step written as `{self.flow}.<step>`",
                    _target_help(node, self.flow),
                )
                return None

    def _foreach(
        self, call: ast.Call, links: tuple[Link, ...], words: dict[str, ast.keyword]
    ) -> ForEach | None:
        word = words["foreach"]
        if len(links) > 1 or "num_parallel" in words:
            what = "several steps" if len(links) > 1 else "`num_parallel=`"
            self._refuse(
                rules.UNUSABLE_FOREACH,
                call,
                f"`foreach=` is used together with {what}",
                f"give `self.next` one step: `self.next(self.{links[0].target},"
                f" foreach={self._text(word.value)})`",
            )
            return None
        over = self._artifact(word, rules.UNUSABLE_FOREACH)
        if over is None:
            return None
        return ForEach(
            link=links[0], over=over, over_span=self._span(word.value), span=self._span(call)
        )

    def _artifact(self, word: ast.keyword, rule: Rule) -> str | None:
        """Return the name of the artifact that `foreach=` or `condition=` gives."""
        match self._fold(word.value):
            case Known(value=str() as name) if name.isidentifier():
                return name
            case _:
                self._refuse(
                    rule,
                    word.value,
                    f"`{word.arg}={self._text(word.value)}` does not name an artifact",
                    self._artifact_help(word),
                )
                return None

    def _artifact_help(self, word: ast.keyword) -> str:
        match word.value:
            case ast.Attribute(value=ast.Name(id=flow), attr=name) if flow == self.flow:
                return f'give its name: `{word.arg}="{name}"`'
            case _:
                name = "items" if word.arg == "foreach" else "way"
                return f'assign the value to `self.{name}`, and write `{word.arg}="{name}"`'

    def _gang(self, call: ast.Call, links: tuple[Link, ...], word: ast.keyword) -> ForEach | None:
        if len(links) > 1:
            self._refuse(
                rules.UNUSABLE_WIDTH,
                call,
                "`num_parallel=` is used together with several steps",
                f"give `self.next` one step: `self.next(self.{links[0].target},"
                f" num_parallel={self._text(word.value)})`",
            )
            return None
        over, width = self._width(word.value)
        if width is not None and width < 1:
            self._refuse(
                rules.UNUSABLE_WIDTH,
                word.value,
                f"`num_parallel={self._text(word.value)}` is no number of tasks",
                "give a whole number from 1, or an artifact that holds one: `num_parallel=self.n`",
            )
            return None
        return ForEach(
            link=links[0],
            over=over,
            over_span=self._span(word.value),
            gang=True,
            width=width,
            span=self._span(call),
        )

    def _width(self, node: ast.expr) -> tuple[str, int | None]:
        """Return the artifact that holds the number of tasks ("" if none), and the number.

        A number of 0 stands for a value that cannot be one; None for one that only the run knows.
        """
        match self._fold(node):
            case Known(value=bool() | None):
                return "", 0
            case Known(value=int() as width):
                return "", width
            case Known():
                return "", 0
            case _:
                pass
        match node:
            case ast.Attribute(value=ast.Name(id=flow), attr=name) if flow == self.flow:
                return name, None
            case ast.List() | ast.Tuple() | ast.Dict() | ast.Set() | ast.JoinedStr():
                return "", 0
            case _:
                return "", None

    def _switch(self, call: ast.Call, words: dict[str, ast.keyword]) -> Switch | None:
        node = call.args[0]
        if not isinstance(node, ast.Dict):
            self._not_written_out(node)
            return None
        if "condition" not in words:
            self._refuse(
                rules.INCOMPLETE_SWITCH,
                call,
                "the cases of `self.next` come without a `condition=`",
                'name the artifact that decides: `condition="way"`',
            )
            return None
        if len(call.args) > 1 or len(words) > 1:
            self._refuse(
                rules.INCOMPLETE_SWITCH,
                call,
                "a switch is mixed with another kind of transition",
                f"keep the dict and `{self._text(words['condition'])}` alone",
            )
            return None
        return self._cases(call, node, words["condition"])

    def _not_written_out(self, node: ast.expr) -> None:
        match node:
            case ast.Attribute(value=ast.Name(id=flow)) if flow == self.flow:
                problem = "`condition=` comes without the cases that it decides between"
            case _:
                text = self._text(node)
                problem = f"the cases of this switch are not written in the call, but as `{text}`"
        self._refuse(
            rules.INCOMPLETE_SWITCH,
            node,
            problem,
            f'write a dict: `{self.flow}.next({{"yes": {self.flow}.first, "no":'
            f' {self.flow}.second}}, condition="way")`',
        )

    def _cases(self, call: ast.Call, node: ast.Dict, word: ast.keyword) -> Switch | None:
        before = len(self.found)
        on = self._artifact(word, rules.INCOMPLETE_SWITCH)
        cases = [self._case(key, value) for key, value in zip(node.keys, node.values, strict=True)]
        if not cases:
            self._refuse(
                rules.EMPTY_TRANSITION,
                call,
                "the switch has no cases",
                f'name them: `{{"yes": {self.flow}.first, "no": {self.flow}.second}}`',
            )
        known = [case for case in cases if case is not None]
        self._check_repeated(known, node)
        if on is None or len(self.found) > before:
            return None
        return Switch(
            cases=tuple(known), on=on, on_span=self._span(word.value), span=self._span(call)
        )

    def _case(self, node: ast.expr | None, value: ast.expr) -> Case | None:
        link = self._link(value) if node is not None else None
        if node is None:
            self._refuse(
                rules.UNUSABLE_CASE,
                value,
                f"`**{self._text(value)}` hides the cases of the switch",
                "write the cases out",
            )
            return None
        key = self._key(node)
        return Case(key=key, link=link) if key is not None and link is not None else None

    def _key(self, node: ast.expr) -> Key | None:
        value = self._fold(node)
        match value:
            case Known(value=str() | bool() | int() as key):
                return key
            case _:
                self._refuse(
                    rules.UNUSABLE_CASE,
                    node,
                    f"the case `{self._text(node)}` is {_why(value)}",
                    'use text, such as `"yes"`, and assign that to the artifact',
                )
                return None

    def _fold(self, node: ast.expr) -> Folded:
        """Return the value of `node`; only through `self` does it see the class's members."""
        module = self.step.owner.module
        if isinstance(node, ast.Constant):
            return fold(node, Scope(module=module), self.project)
        plain = through_flow(node, self.flow)
        if plain is node:
            self._body = self._body or body_scope(self.step.node, module)
            return fold(node, self._body, self.project)
        return fold(plain, Scope(module=module, members=self.declared.values), self.project)

    def _check_repeated(self, cases: list[Case], node: ast.Dict) -> None:
        if len(cases) != len(node.keys):
            return
        spans = [self._span(key) for key in node.keys if key is not None]
        first: dict[object, Span] = {}
        for case, span in zip(cases, spans, strict=True):
            if case.key in first:
                self.found.append(
                    Diagnostic(
                        rule=rules.REPEATED_CASE,
                        message=f"the case `{case.key!r}` stands twice in this switch",
                        span=span,
                        labels=(Label(span=first[case.key], text="the same key"),),
                        help="remove one of the two, or give it another key",
                    )
                )
            first.setdefault(case.key, span)

    def _refuse(self, rule: Rule, node: ast.AST, message: str, advice: str) -> None:
        span = self._span(node)
        self.found.append(Diagnostic(rule=rule, message=message, span=span, help=advice))

    def _span(self, node: ast.AST) -> Span:
        return self.step.owner.module.span(node)

    def _text(self, node: ast.AST) -> str:
        line = " ".join(self.step.owner.module.text(node).split())
        return line if len(line) <= 60 else f"{line[:57]}…"


def _why(value: Folded) -> str:
    match value:
        case Unknown(reason=reason):
            return f"not known: {reason}"
        case Known():
            return "no text, whole number or bool"
        case _:
            return "no text, whole number or bool"


def _target_help(node: ast.expr, flow: str) -> str:
    match node:
        case ast.Constant(value=str() as name) if name.isidentifier():
            return f"write `{flow}.{name}`"
        case ast.Name(id=name):
            return f"write `{flow}.{name}` if `{name}` is a step"
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=name)) if owner == flow:
            return f"leave out the brackets if `{name}` is a step: `{flow}.{name}`"
        case _:
            return (
                "write the step out; where a value decides, use a switch: `self.next({"
                '"a": self.first, "b": self.second}, condition="way")`'
            )
