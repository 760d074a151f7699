# Gradscape: scenario=svi-smile&batch=5
# Needs torch and safetensors; reads smile.safetensors.
import json

import torch
from safetensors.torch import load_file
from torch import nn

torch.set_default_dtype(torch.float64)
file = load_file("smile.safetensors")
names = ["u_w0", "u_b", "u_rho", "u_m", "u_sigma"]
parameters = [nn.Parameter(file[name]) for name in names]
layers = [(name, [p]) for name, p in zip(names, parameters)]
x, y = file["input"], 100.0 * file["target"]


def smile(u_w0, u_b, u_rho, u_m, u_sigma):  # from any numbers into the box
    b = 0.0 + 2.0 * torch.sigmoid(1.0 * u_b)
    rho = -0.999 + 1.998 * torch.sigmoid(2.0 * u_rho)
    m = -1.5 + 3.0 * torch.sigmoid(0.4 * u_m)
    sigma = 0.0001 + 2.9999 * torch.sigmoid(1.0 * u_sigma)
    a = 0.006736938328767123 * u_w0.exp() - b * ((m * m + sigma * sigma).sqrt() - rho * m)
    return a.clamp(-2.0, 2.0), b, rho, m, sigma


def model(k):  # raw SVI (Gatheral 2004): implied volatilities in volatility points
    a, b, rho, m, sigma = (p.squeeze() for p in smile(*parameters))
    w = a + b * (rho * (k - m) + ((k - m).square() + sigma * sigma).sqrt())
    at = w.clamp(min=3.883332931506849e-5)  # the root goes on along its tangent below
    root = (at / 0.03561643835616438).sqrt()
    return 100.0 * (root + (w - at) * (0.5 / (root.detach() * 0.03561643835616438)))

optimizer = torch.optim.Adam(parameters, lr=0.01, betas=(0.9, 0.999), eps=0.00000001, weight_decay=0)
loss_of = nn.MSELoss()


def loss_at(step):  # every epoch has its own order of the rows
    epoch, k = divmod(step, 3)
    rows = file["order"][epoch].split(5)[k]
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
