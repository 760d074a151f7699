"""Writes torch_names.json: the public names of PyTorch that exported scripts may use, and their signatures.

    python tests/reference/gen_torch_names.py > tests/reference/torch_names.json

The value of a name is null if Python knows no signature, "value" if the name cannot be called, and otherwise its
parameters: "name" (required), "name=default" (optional), "*name", "**name", "name!" (keyword-only, required) or
"name!=default". "methods" lists the attributes of tensors, modules, optimizers and schedules, and of Python's own
numbers, strings and containers.
"""

import builtins
import inspect
import json

import torch

MODULES = ["torch", "torch.nn", "torch.autograd", "torch.nn.functional", "torch.nn.init", "torch.nn.utils", "torch.optim", "torch.optim.lr_scheduler"]


def parameters(thing):
    if not callable(thing):
        return "value"
    try:
        signature = inspect.signature(thing)
    except (TypeError, ValueError):
        return None
    out = []
    for p in signature.parameters.values():
        star = {p.VAR_POSITIONAL: "*", p.VAR_KEYWORD: "**"}.get(p.kind, "")
        only = "!" if p.kind == p.KEYWORD_ONLY else ""
        plain = isinstance(p.default, (int, float, str, tuple, bool, type(None)))
        default = "" if p.default is p.empty else f"={p.default!r}" if plain else "=..."
        out.append(star + p.name + only + default)
    return out


names = {}
for module in MODULES:
    place = eval(module)
    for name in sorted(dir(place)):
        thing = getattr(place, name)
        if not name.startswith("_") and not inspect.ismodule(thing):
            names[f"{module}.{name}"] = parameters(thing)

kinds = [torch.Tensor, torch.nn.Module, torch.optim.Optimizer, torch.optim.lr_scheduler.OneCycleLR, torch.optim.lr_scheduler.ReduceLROnPlateau]
kinds += [int, float, str, list, dict, tuple]
methods = sorted({name for kind in kinds for name in dir(kind) if not name.startswith("_")} | {"__init__"})
own = ["defaults", "param_groups", "state", "last_epoch", "total_steps", "grad"]  # set by __init__
builtin = sorted(name for name in dir(builtins) if name[0].islower())
table = {"torch": torch.__version__.split("+")[0], "names": names, "methods": sorted(set(methods) | set(own)), "builtins": builtin}
print("{")
for key in ("torch", "methods", "builtins"):
    print(f" {json.dumps(key)}: {json.dumps(table[key])},")
print(' "names": {')
print(",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in names.items()))
print(" }\n}")
