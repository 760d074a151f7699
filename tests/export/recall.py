# Gradscape: scenario=recall&optimizer=nesterov&clip=value
# Needs torch and safetensors; reads recall.safetensors.
import json

import torch
from safetensors.torch import load_file
from torch import nn

torch.set_default_dtype(torch.float32)
file = load_file("recall.safetensors")


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(1, 16)
        self.head = nn.Linear(16, 1)

    def forward(self, x):  # [length, rows, features]
        states, _ = self.rnn(x)
        return self.head(states[-1])


model = Recurrent()
model.load_state_dict({name: file[name] for name in model.state_dict()})
parameters = list(model.parameters())
names = ["rnn", "head"]
layers = list(zip(names, [list(m.parameters(recurse=False)) for m in model.modules() if [*m.parameters(recurse=False)]]))
x, y = file["input"], file["target"]

optimizer = torch.optim.SGD(parameters, lr=0.001, momentum=0.9, weight_decay=0, nesterov=True)
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
    nn.utils.clip_grad_value_(parameters, 0.5)
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
