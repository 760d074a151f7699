# Gradscape: hidden_layers=2&activation=tanh&l1=0.001&l2=0.01&batch=full
# Needs torch and safetensors; reads penalty.safetensors.
import json

import torch
from safetensors.torch import load_file
from torch import nn

torch.set_default_dtype(torch.float32)
file = load_file("penalty.safetensors")
model = nn.Sequential(
    nn.Linear(2, 16),
    nn.Tanh(),
    nn.Linear(16, 16),
    nn.Tanh(),
    nn.Linear(16, 1),
)
model.load_state_dict({name: file[name] for name in model.state_dict()})
parameters = list(model.parameters())
names = ["layers.0", "layers.1", "layers.2"]
layers = list(zip(names, [list(m.parameters(recurse=False)) for m in model.modules() if [*m.parameters(recurse=False)]]))
x, y = file["input"], file["target"]

optimizer = torch.optim.SGD(parameters, lr=0.05, weight_decay=0)
loss_of = nn.BCEWithLogitsLoss()


def penalty():  # of the weights; biases are free
    weights = [p for _, tensors in layers for p in tensors if p.dim() > 1]
    return sum(0.001 * w.abs().sum() + 0.01 / 2 * w.square().sum() for w in weights)


def loss_at(step):
    return loss_of(model(x), y) + penalty()


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
