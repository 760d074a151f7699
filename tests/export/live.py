# Gradscape: hidden_layers=2&activation=tanh&clip=norm&threshold=0.5&changes=lr~0.2@3,threshold~0.1@5,optimizer~momentum@6,momentum~0.5@8,schedule~exponential@9,lr~0.05@11,clip~autoclip@12,threshold~50@14,clip~none@17,lr~1@40
# Needs torch and safetensors; reads live.safetensors.
import json

import torch
from safetensors.torch import load_file
from torch import nn

torch.set_default_dtype(torch.float32)
file = load_file("live.safetensors")


seen = []


def autoclip(parameters, percentile):  # of the norms so far, of the last 10,000
    seen.append(sum(p.grad.double().square().sum() for p in parameters).sqrt().item())
    threshold = torch.quantile(torch.tensor(seen[-10_000:], dtype=torch.float64), percentile / 100)
    nn.utils.clip_grad_norm_(parameters, threshold.item())


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


def kept(before, after):  # the new optimizer goes on with the state of the old one
    after.state = before.state
    for old, new in zip(getattr(before, "companions", []), getattr(after, "companions", [])):
        new.state = old.state
    for group in after.param_groups:
        for p in group["params"] if group.get("centered") else []:
            after.state[p].setdefault("grad_avg", torch.zeros_like(p))
    return after


optimizer = torch.optim.SGD(parameters, lr=0.05, weight_decay=0)
loss_of = nn.BCEWithLogitsLoss()


def loss_at(step):  # every epoch has its own order of the rows
    epoch, k = divmod(step, 8)
    rows = file["order"][epoch].split(32)[k]
    return loss_of(model(x[rows]), y[rows])


def norms():  # of every layer, accumulated in double precision
    return [sum(p.grad.double().square().sum() for p in tensors).sqrt().item() for _, tensors in layers]


for step in range(20 + 1):
    if step == 3:
        for group in optimizer.param_groups:
            group["lr"] = 0.2
    if step == 6:
        optimizer = torch.optim.SGD(parameters, lr=0.2, momentum=0.9, dampening=0, weight_decay=0)
    if step == 8:
        optimizer = kept(optimizer, torch.optim.SGD(parameters, lr=0.2, momentum=0.5, dampening=0, weight_decay=0))
    if step == 9:
        optimizer = kept(optimizer, torch.optim.SGD(parameters, lr=0.2, momentum=0.5, dampening=0, weight_decay=0))
        schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.995)
    if step == 11:
        optimizer = kept(optimizer, torch.optim.SGD(parameters, lr=0.05, momentum=0.5, dampening=0, weight_decay=0))
        schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.995)
        for _ in range(2):  # it goes on from there
            schedule.step()
    if step == 12:
        seen = []
    optimizer.zero_grad()
    loss = loss_at(step)
    loss.backward()
    raw = norms()
    if step < 5:
        nn.utils.clip_grad_norm_(parameters, 0.5)
    elif 5 <= step < 12:
        nn.utils.clip_grad_norm_(parameters, 0.1)
    elif 12 <= step < 14:
        autoclip(parameters, 0.1)
    elif 14 <= step < 17:
        autoclip(parameters, 50)
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
        if step >= 9:
            schedule.step()
