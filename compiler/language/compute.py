"""What one decorator, such as `@resources` or `@kubernetes`, asks for to run a step.

    @kubernetes(cpu=8, image="train:1")     →  Compute(cpu="8", image="train:1")

What nobody asked for stays None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.ir.settings import Compute, JsonValue, Literal, literal

if TYPE_CHECKING:
    from compiler.language.arguments import Arguments

COMPUTE_DECORATORS = ("resources", "kubernetes", "batch", "titus")

NUMBERS = ("cpu", "gpu", "memory", "disk", "shared_memory", "tmpfs_size", "network")
_MAY_BE_ZERO = ("gpu", "shared_memory")
_IN_COMPUTE = frozenset(
    (
        *NUMBERS,
        *("gpu_vendor", "image", "image_pull_policy", "image_pull_secrets", "service_account"),
        *("node_selector", "labels", "annotations", "tolerations", "persistent_volume_claims"),
        *("use_tmpfs", "tmpfs_path", "secrets"),
    )
)
_UNITS = {
    "cpu": "a number of cores",
    "gpu": "a number of devices",
    "network": "a number of Mbit/s",
}
_MEANINGS = {"qos": ("Guaranteed", "Burstable", "BestEffort"), "gpu_vendor": ("nvidia", "amd")}
_TOLERATION_KEYS = {
    "key": "key",
    "operator": "operator",
    "value": "value",
    "effect": "effect",
    "toleration_seconds": "tolerationSeconds",
    "tolerationSeconds": "tolerationSeconds",
}


def compute_of(arguments: Arguments) -> Compute:
    """Return what one decorator asks for."""
    _check_meanings(arguments)
    return Compute(
        cpu=_amount(arguments, "cpu"),
        gpu=_amount(arguments, "gpu"),
        gpu_vendor=arguments.text("gpu_vendor"),
        memory=_amount(arguments, "memory"),
        disk=_amount(arguments, "disk"),
        shared_memory=_amount(arguments, "shared_memory"),
        tmpfs=bool(arguments.flag("use_tmpfs")) or arguments.given("tmpfs_size"),
        tmpfs_size=_amount(arguments, "tmpfs_size"),
        tmpfs_path=arguments.text("tmpfs_path"),
        network=_amount(arguments, "network"),
        image=arguments.text("image"),
        image_pull_policy=arguments.text("image_pull_policy"),
        image_pull_secrets=arguments.texts("image_pull_secrets"),
        service_account=arguments.text("service_account"),
        node_selector=arguments.pairs("node_selector"),
        tolerations=_tolerations(arguments),
        labels=arguments.pairs("labels"),
        annotations=arguments.pairs("annotations"),
        volumes=arguments.pairs("persistent_volume_claims"),
        target_options=_target_options(arguments),
        span=arguments.call.span,
    )


def _amount(arguments: Arguments, name: str) -> str | None:
    number = arguments.number(name, _UNITS.get(name, "a number of MB"))
    if number is None:
        return None
    least = "0" if name in _MAY_BE_ZERO else "more than 0"
    if float(number) < 0 or (float(number) == 0 and name not in _MAY_BE_ZERO):
        arguments.unusable(name, f"is {number}", f"ask for {least}, or leave `{name}` out")
        return None
    if name == "gpu" and "." in number:
        arguments.unusable(name, f"is {number}", "devices are counted in whole numbers")
        return None
    return number


def _check_meanings(arguments: Arguments) -> None:
    for name, words in _MEANINGS.items():
        word = arguments.json(name)
        if isinstance(word, str) and word.lower() not in {known.lower() for known in words}:
            known = ", ".join(f"`{known}`" for known in words)
            arguments.unusable(name, f"is `{word}`", f"it can be {known}")


def _tolerations(arguments: Arguments) -> tuple[Literal, ...]:
    value = arguments.json("tolerations")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        arguments.wrong("tolerations", "a list of dicts")
        return ()
    return tuple(literal(_toleration(arguments, item)) for item in value if isinstance(item, dict))


def _toleration(arguments: Arguments, item: dict[str, JsonValue]) -> dict[str, JsonValue]:
    for key in item:
        if key not in _TOLERATION_KEYS:
            arguments.unusable(
                "tolerations",
                f"has a toleration with `{key}`",
                "a toleration has `key`, `operator`, `value`, `effect` and `toleration_seconds`",
            )
    return {_TOLERATION_KEYS.get(key, key): value for key, value in item.items()}


def _target_options(arguments: Arguments) -> tuple[tuple[str, str, Literal], ...]:
    """Return the arguments that only one kind of target knows, in the order of the source."""
    target = arguments.call.name
    named = dict.fromkeys(argument.name for argument in arguments.call.arguments)
    options = []
    for name in named:
        if name is None or name in _IN_COMPUTE or not arguments.given(name):
            continue
        value = arguments.literal(name)
        if value is not None:
            options.append((target, name, value))
    return tuple(options)
