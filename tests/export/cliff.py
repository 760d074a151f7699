# Gradscape: scenario=cliff&clip=norm
# Needs torch and safetensors; reads cliff.safetensors.
import json

import torch
from safetensors.torch import load_file
from torch import nn

torch.set_default_dtype(torch.float32)
file = load_file("cliff.safetensors")


def cliff(w, b):
    h = torch.tensor(0.5)
    for _ in range(50):
        h = w * torch.sigmoid(h) + b
    return (torch.sigmoid(h) - 0.7) ** 2


point = nn.Parameter(file["point"])
parameters = [point]
layers = [("point", parameters)]


def f(x, y):
    return cliff(x, y)


optimizer = torch.optim.SGD(parameters, lr=0.1, weight_decay=0)


def loss_at(step):
    return f(point[0, 0], point[0, 1])


def norms():  # of every layer, accumulated in double precision
    return [sum(p.grad.double().square().sum() for p in tensors).sqrt().item() for _, tensors in layers]


for step in range(20 + 1):
    optimizer.zero_grad()
    loss = loss_at(step)
    loss.backward()
    raw = norms()
    nn.utils.clip_grad_norm_(parameters, 1)
    clipped = norms()
    print(json.dumps({
        "step": step,
        "loss": loss.item(),
        "lr": optimizer.param_groups[0]["lr"],
        "grad_norm": sum(n * n for n in raw) ** 0.5,
        "clipped_grad_norm": sum(n * n for n in clipped) ** 0.5,
        "layers": [
            {"name": name, "grad_norm": g, "clipped_grad_norm": c}
            for (name, _), g, c in zip(layers, raw, clipped)
        ],
    }))
    if step < 20:
        optimizer.step()
