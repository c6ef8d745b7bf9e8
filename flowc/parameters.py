"""What a run is started with: parameters, files and configurations, as an author declares them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class JSONTypeClass:
    """The type of a parameter whose text is JSON."""

    name = "JSON"

    def __repr__(self) -> str:
        return "JSONType"


JSONType = JSONTypeClass()


class Parameter:
    """A parameter of a flow: called `name` when a run is started, read as its attribute.

    `type` is str, int, float, bool or JSONType, and taken from the default if it is not given.
    Further settings (`separator`, `is_flag`, `envvar` …) are kept in `settings`.
    """

    def __init__(
        self,
        name: str,
        *,
        default: Any = None,
        type: Any = None,
        help: str = "",
        required: bool = False,
        **settings: Any,
    ) -> None:
        """Declare a parameter; `default` may be a function that is called when a run starts."""
        self.name = name
        self.default = default
        self.type = type
        self.help = help
        self.required = required
        self.settings = settings

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"


class IncludeFile(Parameter):
    """A parameter whose value is the content of a file; `default` is the file's path."""

    def __init__(
        self, name: str, *, is_text: bool = True, encoding: str = "utf-8", **settings: Any
    ) -> None:
        """Declare a file; the content is text unless `is_text` is false."""
        super().__init__(name, **settings)
        self.is_text = is_text
        self.encoding = encoding


class Config:
    """A configuration, read when the flow is compiled; `default` is the path of its file.

    `default_value` is the value itself, `parser` a function (or its dotted name) from the file's
    text to a dict. Inside the class body `config.key` stands for the value of a key, so what was
    declared is kept in `_declared`, out of the keys' way.
    """

    def __init__(
        self,
        name: str,
        *,
        default: Any = None,
        default_value: Any = None,
        parser: Any = None,
        **settings: Any,
    ) -> None:
        """Declare a configuration: JSON, TOML and YAML are read without a parser."""
        settings |= {"default": default, "default_value": default_value, "parser": parser}
        self._name = name
        self._declared = settings

    def __repr__(self) -> str:
        return f"Config({self._name!r})"

    def __getattr__(self, key: str) -> Any:
        """Stand for the value of a key until the flow is compiled or run."""
        if key.startswith("_"):
            raise AttributeError(key)
        return config_expr(f"{self._name}.{key}")

    def __getitem__(self, key: str) -> Any:
        """Stand for the value of a key until the flow is compiled or run."""
        return config_expr(f"{self._name}[{key!r}]")

    def get(self, key: str, default: Any = None) -> Any:
        """Stand for the value of a key, or `default`, until the flow is compiled or run."""
        return config_expr(f"{self._name}.get({key!r}, {default!r})")

    def keys(self) -> tuple[str, ...]:
        """Let `**config` stand in a decorator's arguments."""
        return ()


class ConfigExpression:
    """An expression over configurations that is evaluated when the flow is compiled."""

    def __init__(self, text: str) -> None:
        """Keep the expression's text."""
        self.text = text

    def __repr__(self) -> str:
        return f"config_expr({self.text!r})"

    def __getattr__(self, key: str) -> ConfigExpression:
        """Extend the expression by a key."""
        if key.startswith("__"):
            raise AttributeError(key)
        return ConfigExpression(f"{self.text}.{key}")

    def __getitem__(self, key: str | int) -> ConfigExpression:
        """Extend the expression by a key or an index."""
        return ConfigExpression(f"{self.text}[{key!r}]")

    def __call__(self, *arguments: Any) -> ConfigExpression:
        """Extend the expression by a call, such as `.get("key", 1)`."""
        return ConfigExpression(f"{self.text}({', '.join(map(repr, arguments))})")


def config_expr(text: str) -> ConfigExpression:
    """Stand for the value of an expression such as `"config.project.name"`."""
    return ConfigExpression(text)
