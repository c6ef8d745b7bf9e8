"""Reads the values of Configs, as the flow will see them: from an option, a file or a default.

JSON, TOML and YAML are read here, and so is a parser of the author's own that only computes. Any
other parser is code, which the compiler does not run: the run then gets the text as it is.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic, Label
from compiler.frontends.python import files
from compiler.frontends.python import rules_values as rules
from compiler.frontends.python.calls import call_of
from compiler.frontends.python.config_text import (
    PARSERS,
    NotKeepable,
    NotUnderstood,
    check_keepable,
    parser_of,
    understood,
)
from compiler.frontends.python.plain import NotPlain, folded, plain, settled
from compiler.frontends.python.symbols import Scope
from compiler.ir.settings import Config, literal
from compiler.language.configs import ConfigRequest, config_request
from compiler.language.values import Code, Folded, Known, Unknown
from compiler.records import dataclass
from compiler.source import Source, Span, source_of

if TYPE_CHECKING:
    from compiler.frontends.python.project import Project

_TEXT = "the text of the config"  # no identifier, so that no name of the source can be it


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadConfig:
    """A Config as the IR has it, its value for folding, and what is wrong with it."""

    config: Config
    value: Folded
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Declared:
    """A Config as the source declares it, with all that reading its value needs."""

    node: ast.Call
    request: ConfigRequest
    scope: Scope
    project: Project


def read_config(
    node: ast.Call, attribute: str, scope: Scope, project: Project
) -> ReadConfig | None:
    """Return the Config that `attribute = Config(…)` declares, with its value in this compilation.

    An option that gives the value itself comes first, then one that names a file, then the
    default file, beside the flow, from the project's root or the working folder, then the default
    value. The answer
    is None, with diagnostics in the project, if the declaration itself makes no sense.
    """
    request, found = config_request(call_of(node, "Config", scope, project), attribute)
    if request is None:
        for diagnostic in found:
            project.report(diagnostic)
        return None
    declared = _Declared(node=node, request=request, scope=scope, project=project)
    read = _read(declared)
    return replace(read, diagnostics=(*found, *read.diagnostics))


def value_of(node: ast.Call, scope: Scope, project: Project) -> Folded:
    """Return the value of the Config that the call `node` declares, for folding."""
    request, _ = config_request(call_of(node, "Config", scope, project), "")
    if request is None:
        return Unknown(reason="this Config has no name", span=scope.module.span(node))
    return _read(_Declared(node=node, request=request, scope=scope, project=project)).value


def _read(declared: _Declared) -> ReadConfig:
    request, options = declared.request, declared.project.options
    if request.name in options.config_values:
        text = options.config_values[request.name]
        return _parsed(declared, source_of(f"<config {request.name}>", text))
    if request.name in options.config_files:
        return _from_file(declared, options.config_files[request.name])
    path = _default_file(declared)
    return _without_file(declared) if path is None else _from_file(declared, path)


def _default_file(declared: _Declared) -> Path | None:
    """Return where the default file is: beside the flow, or from the root or working folder."""
    request, project = declared.request, declared.project
    if request.path is None:
        return None
    entry = project.entry or declared.scope.module
    options = project.options
    folders = (entry.path.parent, declared.scope.module.path.parent, options.root, options.folder)
    candidates = (folder / request.path for folder in folders if folder is not None)
    return next((path for path in candidates if path.is_file()), None)


def _from_file(declared: _Declared, path: Path) -> ReadConfig:
    project = declared.project
    shown = project.shown(path)
    data = files.read_bytes(path, shown)
    source = data if isinstance(data, Diagnostic) else files.decode(data, shown)
    if isinstance(source, Diagnostic):
        option = f"--config {declared.request.name}=PATH"
        advice = f"name a text file that flowc may read: `{option}`"
        return _failed(declared, replace(source, span=declared.request.span, help=advice))
    if isinstance(data, bytes):
        project.keep(path, data)
    return _parsed(declared, source, shown)


def _without_file(declared: _Declared) -> ReadConfig:
    request = declared.request
    match request.default_value:
        case Known(value=str(text)) if text.strip() or "parser" in _words(declared.node):
            return _parsed(declared, source_of(f"<config {request.name}>", text))
        case None | Known(value=str()):
            return _missing(declared)
        case value:
            return _keepable(declared, value, "")


def _words(node: ast.Call) -> set[str | None]:
    return {word.arg for word in node.keywords}


def _missing(declared: _Declared) -> ReadConfig:
    """Return a Config without a value; that is an error if it is required, or names a file."""
    request = declared.request
    if request.path is None and request.default_value is None and not request.required:
        return ReadConfig(config=_config(request, None), value=Known(value=None, span=request.span))
    advice = f"give its file when compiling: `--config {request.name}=settings.json`"
    message = f"the Config `{request.name}` is given no value"
    if request.path is not None:
        advice = f"create `{request.path}` beside the flow, or {advice}"
        message = f"the file `{request.path}` of the Config `{request.name}` does not exist"
    found = Diagnostic(rule=rules.MISSING_CONFIG, message=message, span=request.span, help=advice)
    return _failed(declared, found)


def _parsed(declared: _Declared, source: Source, path: str = "") -> ReadConfig:
    """Return the Config whose text is `source`, read with the parser that the flow names."""
    declared.project.sources[source.path] = source
    parser = next((word.value for word in declared.node.keywords if word.arg == "parser"), None)
    try:
        if parser is None and declared.request.plain:
            return _kept(declared, source.text, path)
        if parser is None:
            return _kept(declared, understood(source.text, parser_of(path)), path)
        value = _applied(declared, parser, source.text)
    except NotUnderstood as error:
        return _failed(declared, _malformed(declared, source, error))
    except NotKeepable as error:
        return _failed(declared, _unusable(declared, error))
    if isinstance(value, Unknown | Code):
        return _unparsed(declared, source.text, path)
    return _keepable(declared, value, path)


def _applied(declared: _Declared, parser: ast.expr, text: str) -> Folded:
    """Return what `parser` makes of `text`: a function, a lambda, or a function's dotted name."""
    folder = declared.project.folder
    named = folder.fold(parser, declared.scope)
    name = (
        named.value if isinstance(named, Known) else named.name if isinstance(named, Code) else ""
    )
    span = declared.request.span
    if isinstance(name, str) and name in PARSERS:
        return settled(folded(understood(text, name), (), span))
    argument = ast.copy_location(ast.Name(id=_TEXT, ctx=ast.Load()), parser)
    call = ast.copy_location(ast.Call(func=parser, args=[argument], keywords=[]), parser)
    local = {**declared.scope.local, _TEXT: Known(value=text, span=span)}
    return folder.fold(call, replace(declared.scope, local=local))


def _keepable(declared: _Declared, value: Folded, path: str) -> ReadConfig:
    try:
        found = plain(value)
        check_keepable(found)
    except NotPlain as unknown:
        return _failed(declared, _unread(declared, unknown.value))
    except NotKeepable as error:
        return _failed(declared, _unusable(declared, error))
    return _held(declared, found, value, path)


def _kept(declared: _Declared, found: object, path: str) -> ReadConfig:
    return _held(declared, found, settled(folded(found, (), declared.request.span)), path)


def _held(declared: _Declared, found: object, value: Folded, path: str) -> ReadConfig:
    """Return the Config whose value is `found`: a table, unless it is `plain`."""
    if not isinstance(found, dict) and not declared.request.plain:
        error = NotKeepable("it is no table of keys and values")
        return _failed(declared, _unusable(declared, error))
    config = replace(_config(declared.request, path), value=literal(found))
    return ReadConfig(config=config, value=value)


def _unparsed(declared: _Declared, text: str, path: str) -> ReadConfig:
    """Return a Config whose parser is code: the run gets its text, and nothing is known of it."""
    request = declared.request
    message = f"the parser of the Config `{request.name}` is code that is not run when compiling"
    warning = Diagnostic(
        rule=rules.CONFIG_PARSER_IS_CODE,
        message=message,
        span=request.span,
        help="use `json.loads`, `tomllib.loads` or `yaml.safe_load` if a decorator needs its value",
    )
    reason = f"the Config `{request.name}` is read by a function that only the run calls"
    config = replace(_config(request, path), value=literal(text))
    value = Unknown(reason=reason, span=request.span)
    return ReadConfig(config=config, value=value, diagnostics=(warning,))


def _failed(declared: _Declared, found: Diagnostic) -> ReadConfig:
    reason = f"the Config `{declared.request.name}` could not be read"
    value = Unknown(reason=reason, span=declared.request.span)
    return ReadConfig(config=_config(declared.request, None), value=value, diagnostics=(found,))


def _malformed(declared: _Declared, source: Source, error: NotUnderstood) -> Diagnostic:
    line, column = max(error.line, 1), max(error.column, 1)
    span = Span(path=source.path, line=line, column=column, end_line=line, end_column=column + 1)
    return Diagnostic(
        rule=rules.MALFORMED_CONFIG,
        message=f"the Config `{declared.request.name}` is malformed: {error.message}",
        span=span,
        help="mend the line, or name the parser of its format: `parser=yaml.safe_load`",
    )


def _unread(declared: _Declared, value: Unknown) -> Diagnostic:
    name = declared.request.name
    return Diagnostic(
        rule=rules.UNREAD_CONFIG,
        message=f"the value of the Config `{name}` is not known when compiling: {value.reason}",
        span=value.span,
        labels=(Label(span=declared.request.span, text="this is the Config"),),
        help=f"write the path as text, or give it: `--config {name}=settings.json`",
    )


def _unusable(declared: _Declared, error: NotKeepable) -> Diagnostic:
    return Diagnostic(
        rule=rules.UNUSABLE_CONFIG,
        message=f"the Config `{declared.request.name}` cannot be kept with the run: {error}",
        span=declared.request.span,
        help="write a table of keys and values, with dates and the like as text",
    )


def _config(request: ConfigRequest, path: str | None) -> Config:
    return Config(
        name=request.name, attribute=request.attribute, path=path or "", span=request.span
    )
