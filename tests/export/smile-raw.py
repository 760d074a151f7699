# Gradscape: scenario=svi-smile&maturity=75&coordinates=raw&lr=0.1
# Needs torch and safetensors; reads smile-raw.safetensors.
import json

import torch
from safetensors.torch import load_file
from torch import nn

torch.set_default_dtype(torch.float64)
file = load_file("smile-raw.safetensors")
names = ["a", "b", "rho", "m", "sigma"]
parameters = [nn.Parameter(file[name]) for name in names]
layers = [(name, [p]) for name, p in zip(names, parameters)]
x, y = file["input"], 100.0 * file["target"]


def smile(a, b, rho, m, sigma):
    return a, b, rho, m, sigma


def model(k):  # raw SVI (Gatheral 2004): implied volatilities in volatility points
    a, b, rho, m, sigma = (p.squeeze() for p in smile(*parameters))
    w = a + b * (rho * (k - m) + ((k - m).square() + sigma * sigma).sqrt())
    at = w.clamp(min=0.0001365633698630137)  # the root goes on along its tangent below
    root = (at / 0.2054794520547945).sqrt()
    return 100.0 * (root + (w - at) * (0.5 / (root.detach() * 0.2054794520547945)))

optimizer = torch.optim.Adam(parameters, lr=0.1, betas=(0.9, 0.999), eps=0.00000001, weight_decay=0)
loss_of = nn.MSELoss()


def loss_at(step):
    return loss_of(model(x), y)


def norms():  # of every layer, accumulated in double precision
    return [sum(p.grad.double().square().sum() for p in tensors).sqrt().item() for _, tensors in layers]


for step in range(20 + 1):
    optimizer.zero_grad()
    loss = loss_at(step)
    loss.backward()
    raw = norms()
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
        with torch.no_grad():  # back into the box
            for p, (low, high) in zip(parameters, [[-2.0, 2.0], [0.0, 2.0], [-0.999, 0.999], [-1.5, 1.5], [0.0001, 3.0]]):
                p.clamp_(low, high)
