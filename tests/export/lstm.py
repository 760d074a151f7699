# Gradscape: scenario=recall&hidden_layers=2&cell=lstm&tbptt=10&batch=16
# Needs torch and safetensors; reads lstm.safetensors.
import json

import torch
from safetensors.torch import load_file
from torch import nn

torch.set_default_dtype(torch.float32)
file = load_file("lstm.safetensors")


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(1, 16, num_layers=2)
        self.head = nn.Linear(16, 1)

    def forward(self, x):  # [length, rows, features]
        states, carried = [], None
        for piece in x.split(10):  # no gradient goes further back
            piece, carried = self.rnn(piece, carried)
            carried = tuple(c.detach() for c in carried) if isinstance(carried, tuple) else carried.detach()
            states.append(piece)
        states = torch.cat(states)
        return self.head(states[-1])


model = Recurrent()
model.load_state_dict({name: file[name] for name in model.state_dict()})
parameters = list(model.parameters())
layers = [(f"rnn.l{k}", [p for name, p in model.rnn.named_parameters() if name.endswith(f"_l{k}")]) for k in range(2)]
layers.append(("head", list(model.head.parameters())))
x, y = file["input"], file["target"]

optimizer = torch.optim.SGD(parameters, lr=0.1, weight_decay=0)
loss_of = nn.BCEWithLogitsLoss()


def loss_at(step):  # every epoch has its own order of the rows
    epoch, k = divmod(step, 4)
    rows = file["order"][epoch].split(16)[k]
    return loss_of(model(x[:, rows]), y[rows])


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
