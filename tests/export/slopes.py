# Gradscape: scenario=option-price&points=64&slope_weight=1&hidden_layers=1&width=8&batch=16
# Needs torch and safetensors; reads slopes.safetensors.
import json

import torch
from safetensors.torch import load_file
from torch import nn

torch.set_default_dtype(torch.float32)
file = load_file("slopes.safetensors")
model = nn.Sequential(
    nn.Linear(3, 8),
    nn.Tanh(),
    nn.Linear(8, 1),
)
model.load_state_dict({name: file[name] for name in model.state_dict()})
parameters = list(model.parameters())
names = ["layers.0", "layers.1"]
layers = list(zip(names, [list(m.parameters(recurse=False)) for m in model.modules() if [*m.parameters(recurse=False)]]))
x, y = file["input"], file["target"]

optimizer = torch.optim.Adam(parameters, lr=0.01, betas=(0.9, 0.999), eps=0.00000001, weight_decay=0)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 8000, eta_min=0)
loss_of = nn.MSELoss()


def slopes(rows):  # differential machine learning (Huge, Savine 2020)
    at = x[rows].detach().requires_grad_()
    got, = torch.autograd.grad(model(at).sum(), at, create_graph=True)
    want = file["slope"]
    return 1 * ((got - want[rows]).square() / want.square().mean(0)).mean()


def loss_at(step):  # every epoch has its own order of the rows
    epoch, k = divmod(step, 3)
    rows = file["order"][epoch].split(16)[k]
    return loss_of(model(x[rows]), y[rows]) + slopes(rows)


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
        schedule.step()
