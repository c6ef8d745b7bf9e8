"""`flowc explain`: say what each step is given, does and becomes; or what a code means."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING

from compiler.cli.options import output_option, reading_options, target_options
from compiler.cli.world import UsageError
from compiler.names import suggest

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from compiler.cli.world import World
    from compiler.diagnostics import Rule
    from compiler.explanation import StepFacts
    from compiler.ir.nodes import Flow
    from compiler.ir.settings import Parameter
    from compiler.report.palette import Palette

CODE = re.compile(r"FLC\d+", re.IGNORECASE)


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.epilog = "A code, or the name of its rule, stands in the place of FILE: FLC203."
    reading_options(parser)
    target_options(parser)
    output_option(parser)


def run(args: Namespace, world: World) -> int:
    """Explain the codes, or the flows, that are named."""
    names = args.flows
    if names and all(_is_code(name, world) for name in names):
        for name in names:
            _explain_rule(_rule(name), args, world)
        return 0
    return _explain_flows(args, world)


def _is_code(name: str, world: World) -> bool:
    if CODE.fullmatch(name):
        return True
    return bool(re.fullmatch(r"[A-Za-z-]+", name)) and not world.path(name).exists()


def _rule(name: str) -> Rule:
    from compiler.catalogue import all_rules

    rules = all_rules()
    by_slug = {rule.slug: rule for rule in rules.values()}
    found = rules.get(name.upper()) or by_slug.get(name)
    if found is None:
        near = suggest(name.upper(), rules) or suggest(name, by_slug)
        hint = f"; did you mean `{near}`?" if near else ""
        raise UsageError(f"there is no rule, and no file, called `{name}`{hint}")
    return found


def _explain_rule(rule: Rule, args: Namespace, world: World) -> None:
    if args.output == "json":
        document = {
            "code": rule.code,
            "slug": rule.slug,
            "severity": rule.severity.value,
            "page": rule.page,
        }
        world.emit(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        return
    title = f"{rule.code} {rule.slug} ({rule.severity.value})"
    if not world.is_terminal(world.out):
        world.say(f"# {title}\n\n{rule.page.rstrip()}")
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(file=world.out, width=100).print(Markdown(f"# {title}\n\n{rule.page}"))


def _explain_flows(args: Namespace, world: World) -> int:
    from compiler.cli.reading import compile_all, report_of
    from compiler.cli.reporting import FINDINGS, has_failed, tell
    from compiler.explanation import explain_steps

    units = compile_all(args, world, emit=False)
    report = report_of(units, world)
    if has_failed(report, strict=False):
        tell(report, world)
        return FINDINGS
    known = [
        (done.flow, world.shown(unit.path), explain_steps(done.flow, unit.targets))
        for unit in units
        for done in unit.result.flows
        if done.flow is not None
    ]
    if args.output == "json":
        documents = [_document(*each) for each in known]
        world.emit(json.dumps({"format": "flowc.explain/1", "flows": documents}, indent=2) + "\n")
        return 0
    palette = world.palette(world.out)
    for i, (flow, path, steps) in enumerate(known):
        about = [line for step in steps for line in _step(step, palette)]
        world.say(("\n" if i else "") + "\n".join([*_flow(flow, path, palette), *about]))
    return 0


def _document(flow: Flow, path: str, steps: tuple[StepFacts, ...]) -> dict[str, object]:
    return {
        "name": flow.name,
        "path": path,
        "environment": list(flow.origin.environment),
        "steps": [asdict(step) | {"becomes": dict(step.becomes)} for step in steps],
    }


def _flow(flow: Flow, path: str, palette: Palette) -> Iterator[str]:
    yield f"{palette.paint(palette.strong, flow.name)}, in {path}"
    if flow.doc:
        yield flow.doc.split("\n\n")[0]
    wide = max((len(p.name) for p in flow.parameters), default=0)
    for parameter in flow.parameters:
        yield f"  parameter {parameter.name:<{wide}}  {_parameter(parameter)}"
    for config in flow.configs:
        yield f"  config {config.name}  from {config.path or 'a value given'}"
    for name in flow.origin.environment:
        yield f"  reads the environment variable {name} when it is compiled"
    if flow.schedule is not None:
        zone = f" ({flow.schedule.timezone})" if flow.schedule.timezone else ""
        yield f"  scheduled {', '.join(flow.schedule.crons)}{zone}"
    for trigger in flow.triggers:
        events = " and ".join(event.name or f"the end of {event.flow}" for event in trigger.events)
        yield f"  started by {events}"


def _parameter(parameter: Parameter) -> str:
    from compiler.ir.settings import Deferred, Literal

    word = parameter.type.value
    match parameter.default:
        case Literal(text=text):
            return f"{word}, default {text}"
        case Deferred(source=source):
            return f"{word}, default computed when a run starts: {source}"
        case None:
            return f"{word}, required" if parameter.required else word


def _step(step: StepFacts, palette: Palette) -> Iterator[str]:
    summary = step.doc.split("\n")[0]
    title = palette.paint(palette.strong, step.name)
    yield f"\n{title}" + (f"  {palette.paint(palette.faint, summary)}" if summary else "")
    facts = [
        ("inputs", step.inputs),
        ("reads", ", ".join(step.reads)),
        ("writes", ", ".join(step.writes)),
        ("settings", "; ".join(step.settings)),
        *((f"on {target}", words) for target, words in step.becomes),
    ]
    for name, words in facts:
        if words:
            yield f"  {name:<9} {words}"
