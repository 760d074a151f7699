# Gradscape: activation=relu&init=he-normal&batch=full&clip=norm&threshold=0.5&precision=f64
# Needs torch and safetensors; reads cure.safetensors.
import json

import torch
from safetensors.torch import load_file
from torch import nn

torch.set_default_dtype(torch.float64)
file = load_file("cure.safetensors")
model = nn.Sequential(
    nn.Linear(2, 16),
    *[module for _ in range(11) for module in (nn.ReLU(), nn.Linear(16, 16))],
    nn.ReLU(),
    nn.Linear(16, 1),
)
model.load_state_dict({name: file[name] for name in model.state_dict()})
parameters = list(model.parameters())
names = [f"layers.{k}" for k in range(13)]
layers = list(zip(names, [list(m.parameters(recurse=False)) for m in model.modules() if [*m.parameters(recurse=False)]]))
x, y = file["input"], file["target"]

optimizer = torch.optim.SGD(parameters, lr=0.05, weight_decay=0)
loss_of = nn.BCEWithLogitsLoss()


def loss_at(step):
    return loss_of(model(x), y)


def norms():  # of every layer, accumulated in double precision
    return [sum(p.grad.double().square().sum() for p in tensors).sqrt().item() for _, tensors in layers]


for step in range(20 + 1):
    optimizer.zero_grad()
    loss = loss_at(step)
    loss.backward()
    raw = norms()
    nn.utils.clip_grad_norm_(parameters, 0.5)
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
