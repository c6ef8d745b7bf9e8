"""What a run is started with: parameters, files and configurations, as an author declares them."""

from __future__ import annotations

from runtime_shim.task import place_of, state_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


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

    is_flowc_parameter = True

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

    def __set_name__(self, owner: type, attribute: str) -> None:
        self._attribute = attribute

    def __get__(self, flow: Any, owner: type | None = None) -> Any:
        """Return the value that the run was started with; on the class, the declaration."""
        state = None if flow is None else state_of(flow)
        if state is None:
            return self
        try:
            return state.value(self._attribute)
        except KeyError:
            raise AttributeError(f"the parameter `{self.name}` has no value in this run") from None

    def __set__(self, flow: Any, value: Any) -> NoReturn:
        raise AttributeError(f"the parameter `{self.name}` cannot be assigned to: it has one value")

    def __delete__(self, flow: Any) -> NoReturn:
        raise AttributeError(f"the parameter `{self.name}` cannot be deleted: it has one value")


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

    _is_flowc_config = True

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

    def __get__(self, flow: Any, owner: type | None = None) -> Any:
        """Return the value that the flow was compiled with; in the class body, the declaration."""
        place = None if flow is None else place_of(flow)
        if place is None:
            return self
        if self._name not in place.configs:
            raise AttributeError(f"the config `{self._name}` has no value in this run")
        return config_value(place.configs[self._name])

    def __set__(self, flow: Any, value: Any) -> NoReturn:
        raise AttributeError(f"the config `{self._name}` cannot be assigned to")

    def __delete__(self, flow: Any) -> NoReturn:
        raise AttributeError(f"the config `{self._name}` cannot be deleted")

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


class ConfigValue(dict[str, "Any"]):
    """A table of a configuration: keys are read as attributes, too; nothing can be changed."""

    def __getattr__(self, key: str) -> Any:
        """Return the value of a key; raises AttributeError where there is none."""
        try:
            return self[key]
        except KeyError:
            raise AttributeError(f"the configuration has no key `{key}`") from None

    def __reduce__(self) -> tuple[Any, ...]:
        return config_value, (dict(self),)

    def to_dict(self) -> dict[str, Any]:
        """Return an ordinary dict with the same values."""
        return {k: v.to_dict() if isinstance(v, ConfigValue) else v for k, v in self.items()}

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("a configuration cannot be changed")

    __setitem__ = __delitem__ = __setattr__ = __delattr__ = _refuse
    update = pop = popitem = clear = setdefault = __ior__ = _refuse


def config_value(value: Any) -> Any:
    """Return a configuration's value as flows read it: tables become ConfigValues."""
    if isinstance(value, dict):
        return ConfigValue((key, config_value(entry)) for key, entry in value.items())
    return [config_value(item) for item in value] if isinstance(value, list) else value


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

    def evaluate(self, configs: dict[str, Any]) -> Any:
        """Return the value of the expression, in the task of a flow compiled with `configs`."""
        # The author's own words, in the author's own task: the compiler folds them instead.
        return eval(self.text, {"__builtins__": {}}, config_value(configs))  # noqa: S307

    def __call__(self, *arguments: Any) -> ConfigExpression:
        """Extend the expression by a call, such as `.get("key", 1)`."""
        return ConfigExpression(f"{self.text}({', '.join(map(repr, arguments))})")


def config_expr(text: str) -> ConfigExpression:
    """Stand for the value of an expression such as `"config.project.name"`."""
    return ConfigExpression(text)
