# Gradscape: hidden_layers=3&width=6&norm=batch&residual=scaled&residual_learned=1&dropout=0.1
# Needs torch and safetensors; reads residual.safetensors.
# PyTorch drops other units than Gradscape does, so that the numbers agree only on average.
import json

import torch
from safetensors.torch import load_file
from torch import nn

torch.set_default_dtype(torch.float32)
file = load_file("residual.safetensors")


class Residual(nn.Module):
    def __init__(self, *body, scale=1, learned=0):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor([float(scale)])) if learned else scale
        self.body = nn.Sequential(*body)

    def forward(self, x):
        return x + self.scale * self.body(x)


model = nn.Sequential(
    nn.Linear(2, 6, bias=False),
    nn.BatchNorm1d(6, eps=0.00001, momentum=0.1),
    nn.Sigmoid(),
    nn.Dropout(0.1),
    Residual(nn.Linear(6, 6, bias=False), nn.BatchNorm1d(6, eps=0.00001, momentum=0.1), nn.Sigmoid(), nn.Dropout(0.1), scale=0.5, learned=1),
    Residual(nn.Linear(6, 6, bias=False), nn.BatchNorm1d(6, eps=0.00001, momentum=0.1), nn.Sigmoid(), nn.Dropout(0.1), scale=0.5, learned=1),
    nn.Linear(6, 1),
)
model.load_state_dict({name: file[name] for name in dict(model.named_parameters())}, strict=False)
parameters = list(model.parameters())
names = [f"layers.{k}" for k in range(9)]
layers = list(zip(names, [list(m.parameters(recurse=False)) for m in model.modules() if [*m.parameters(recurse=False)]]))
x, y = file["input"], file["target"]

optimizer = torch.optim.SGD(parameters, lr=0.05, weight_decay=0)
loss_of = nn.BCEWithLogitsLoss()


def loss_at(step):  # every epoch has its own order of the rows
    epoch, k = divmod(step, 8)
    rows = file["order"][epoch].split(32)[k]
    return loss_of(model(x[rows]), y[rows])


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
