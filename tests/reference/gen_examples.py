"""Prints the `EXAMPLES` of the items that PyTorch has, to be pasted into their files.

    python tests/reference/gen_examples.py [FAMILY [ID]]

Every line of TABLE has an item, its settings and its PyTorch counterpart; the numbers are computed in float64.
"""

import sys

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
COS = "torch.optim.lr_scheduler."

ACTIVATIONS = [
    ("identity", "", "nn.Identity()", "1.0"),
    ("sigmoid", "", "nn.Sigmoid()", "1.0"),
    ("tanh", "", "nn.Tanh()", "25.0 / 9.0"),
    ("relu", "", "nn.ReLU()", "2.0"),
    ("leaky_relu", "", "nn.LeakyReLU(0.01)", "2.0 / 1.0001"),
    ("leaky_relu", "negative_slope=0.5", "nn.LeakyReLU(0.5)", "1.6"),
    ("elu", "", "nn.ELU(1)", "2.0"),
    ("elu", "elu_alpha=0.5", "nn.ELU(0.5)", "2.0"),
    ("selu", "", "nn.SELU()", "0.5625"),
    ("gelu", "", "nn.GELU()", "2.0"),
    ("gelu_tanh", "", 'nn.GELU(approximate="tanh")', "2.0"),
    ("silu", "", "nn.SiLU()", "2.0"),
    ("softplus", "", "nn.Softplus()", "2.0"),
    ("mish", "", "nn.Mish()", "2.0"),
    ("softsign", "", "nn.Softsign()", "1.0"),
    ("hardtanh", "", "nn.Hardtanh()", "1.0"),
]

OPTIMIZERS = [
    ("sgd", "lr=0.1&weight_decay=0.5", "torch.optim.SGD(parameters, lr=0.1, weight_decay=0.5)"),
    ("momentum", "lr=0.1", "torch.optim.SGD(parameters, lr=0.1, momentum=0.9, dampening=0, weight_decay=0)"),
    ("momentum", "lr=0.1&momentum=0.5&dampening=0.25&weight_decay=0.5", "torch.optim.SGD(parameters, lr=0.1, momentum=0.5, dampening=0.25, weight_decay=0.5)"),
    ("nesterov", "lr=0.1", "torch.optim.SGD(parameters, lr=0.1, momentum=0.9, weight_decay=0, nesterov=True)"),
    ("nesterov", "lr=0.1&weight_decay=0.5", "torch.optim.SGD(parameters, lr=0.1, momentum=0.9, weight_decay=0.5, nesterov=True)"),
    ("adagrad", "", "torch.optim.Adagrad(parameters, lr=0.01, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=0.0000000001)"),
    ("adagrad", "lr=0.1&lr_decay=0.5&weight_decay=0.5&initial_accumulator_value=2&eps=0.01", "torch.optim.Adagrad(parameters, lr=0.1, lr_decay=0.5, weight_decay=0.5, initial_accumulator_value=2, eps=0.01)"),
    ("rmsprop", "", "torch.optim.RMSprop(parameters, lr=0.01, alpha=0.99, eps=0.00000001, weight_decay=0, momentum=0, centered=bool(0))"),
    ("rmsprop", "lr=0.1&alpha=0.9&eps=0.01&weight_decay=0.5&momentum=0.5&centered=1", "torch.optim.RMSprop(parameters, lr=0.1, alpha=0.9, eps=0.01, weight_decay=0.5, momentum=0.5, centered=bool(1))"),
    ("adadelta", "", "torch.optim.Adadelta(parameters, lr=1, rho=0.9, eps=0.000001, weight_decay=0)"),
    ("adadelta", "lr=0.5&rho=0.8&eps=0.01&weight_decay=0.5", "torch.optim.Adadelta(parameters, lr=0.5, rho=0.8, eps=0.01, weight_decay=0.5)"),
    ("adam", "", "torch.optim.Adam(parameters, lr=0.001, betas=(0.9, 0.999), eps=0.00000001, weight_decay=0)"),
    ("adam", "lr=0.1&beta1=0.8&beta2=0.9&eps=0.01&weight_decay=0.5", "torch.optim.Adam(parameters, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.5)"),
    ("adamw", "", "torch.optim.AdamW(parameters, lr=0.001, betas=(0.9, 0.999), eps=0.00000001, weight_decay=0.01)"),
    ("adamw", "lr=0.1&beta1=0.8&beta2=0.9&eps=0.01&weight_decay=0.5", "torch.optim.AdamW(parameters, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.5)"),
    ("nadam", "", "torch.optim.NAdam(parameters, lr=0.002, betas=(0.9, 0.999), eps=0.00000001, weight_decay=0, momentum_decay=0.004, decoupled_weight_decay=bool(0))"),
    ("nadam", "lr=0.1&beta1=0.8&beta2=0.9&eps=0.01&weight_decay=0.5&momentum_decay=0.1&decoupled_weight_decay=1", "torch.optim.NAdam(parameters, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.5, momentum_decay=0.1, decoupled_weight_decay=bool(1))"),
    ("radam", "", "torch.optim.RAdam(parameters, lr=0.001, betas=(0.9, 0.999), eps=0.00000001, weight_decay=0, decoupled_weight_decay=bool(0))"),
    ("radam", "lr=0.1&beta1=0.8&beta2=0.9&eps=0.01&weight_decay=0.5&decoupled_weight_decay=1", "torch.optim.RAdam(parameters, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.5, decoupled_weight_decay=bool(1))"),
    ("amsgrad", "", "torch.optim.Adam(parameters, lr=0.001, betas=(0.9, 0.999), eps=0.00000001, weight_decay=0, amsgrad=True, decoupled_weight_decay=bool(0))"),
    ("amsgrad", "lr=0.1&beta1=0.8&beta2=0.9&eps=0.01&weight_decay=0.5&decoupled_weight_decay=1", "torch.optim.Adam(parameters, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.5, amsgrad=True, decoupled_weight_decay=bool(1))"),
    ("muon", "", "Muon(parameters, lr=0.001, aux_lr=0.0003, momentum=0.95, nesterov=bool(1), weight_decay=0.1, eps=0.0000001, ns_steps=5, match_rms_adamw=bool(0))"),
    ("muon", "lr=0.1&aux_lr=0.02&momentum=0.8&nesterov=0&weight_decay=0.5&eps=0.01&ns_steps=3&match_rms_adamw=1", "Muon(parameters, lr=0.1, aux_lr=0.02, momentum=0.8, nesterov=bool(0), weight_decay=0.5, eps=0.01, ns_steps=3, match_rms_adamw=bool(1))"),
    ("lbfgs", "lr=0.5&max_iter=2", 'LBFGS(parameters, lr=0.5, max_iter=2, tolerance_grad=0.0000001, tolerance_change=0.000000001, history_size=100, line_search_fn="strong_wolfe" if 1 else None)'),
    ("lbfgs", "lr=0.1&max_iter=1&strong_wolfe=0&history_size=2", 'LBFGS(parameters, lr=0.1, max_iter=1, tolerance_grad=0.0000001, tolerance_change=0.000000001, history_size=2, line_search_fn="strong_wolfe" if 0 else None)'),
]

LOSSES = [
    ("mse", "", "nn.MSELoss()", 0),
    ("mae", "", "nn.L1Loss()", 0),
    ("huber", "", "nn.HuberLoss(delta=1)", 0),
    ("huber", "delta=0.5", "nn.HuberLoss(delta=0.5)", 0),
    ("smooth_l1", "", "nn.SmoothL1Loss(beta=1)", 0),
    ("smooth_l1", "beta=0.5", "nn.SmoothL1Loss(beta=0.5)", 0),
    ("bce", "", "nn.BCEWithLogitsLoss()", 1),
    ("cross_entropy", "", "nn.CrossEntropyLoss()", 2),
]

SCHEDULES = [
    ("exponential", "lr=0.5", COS + "ExponentialLR(optimizer, gamma=0.995)", [], 3),
    ("step", "lr=0.5", COS + "StepLR(optimizer, 300, gamma=0.1)", [], 2),
    ("cosine", "lr=0.5", COS + "CosineAnnealingLR(optimizer, 1000, eta_min=0)", [], 3),
    ("plateau", "lr=0.5", COS + 'ReduceLROnPlateau(optimizer, factor=0.5, patience=50, threshold=0.0001, threshold_mode="rel", cooldown=0, min_lr=0)', [], 2),
    ("exponential", "lr=0.5&gamma=0.9", COS + "ExponentialLR(optimizer, gamma=0.9)", [], 4),
    ("step", "lr=0.5&step_size=2&gamma=0.5", COS + "StepLR(optimizer, 2, gamma=0.5)", [], 6),
    ("cosine", "lr=0.5&t_max=4&eta_min=0.1", COS + "CosineAnnealingLR(optimizer, 4, eta_min=0.1)", [], 14),
    ("plateau", "lr=0.5&patience=2", COS + 'ReduceLROnPlateau(optimizer, factor=0.5, patience=2, threshold=0.0001, threshold_mode="rel", cooldown=0, min_lr=0)', [1.0], 12),
    ("plateau", "lr=0.5&patience=1&cooldown=1", COS + 'ReduceLROnPlateau(optimizer, factor=0.5, patience=1, threshold=0.0001, threshold_mode="rel", cooldown=1, min_lr=0)', [1.0, 0.9, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95], 13),
    ("plateau", "lr=0.5&patience=0&factor=0.25&plateau_threshold=0.1&threshold_mode=abs&min_lr=0.05", COS + 'ReduceLROnPlateau(optimizer, factor=0.25, patience=0, threshold=0.1, threshold_mode="abs", cooldown=0, min_lr=0.05)', [1.0, 0.95, 0.8, 0.75], 6),
]
CYCLE = "max_lr={}, total_steps={}, pct_start={}, anneal_strategy=\"{}\", cycle_momentum={}, base_momentum={}, max_momentum={}, div_factor={}, final_div_factor={}, three_phase=bool({})"
CYCLES = [
    ("lr=0.5&optimizer=momentum", (0.5, 1000, 0.3, "cos", 1, 0.85, 0.95, 25, 10000, 0)),
    ("lr=0.5&optimizer=momentum&total_steps=10", (0.5, 10, 0.3, "cos", 1, 0.85, 0.95, 25, 10000, 0)),
    ("lr=0.5&optimizer=momentum&max_lr=2&total_steps=12&pct_start=0.25&anneal_strategy=linear&base_momentum=0.5&max_momentum=0.75&div_factor=10&final_div_factor=100&three_phase=1", (2, 12, 0.25, "linear", 1, 0.5, 0.75, 10, 100, 1)),
]

NORMS = [
    ("batch", "", "nn.BatchNorm1d(FEATURES, eps=0.00001, momentum=0.1)"),
    ("batch", "norm_eps=0.5&norm_momentum=0.25", "nn.BatchNorm1d(FEATURES, eps=0.5, momentum=0.25)"),
    ("layer", "", "nn.LayerNorm(FEATURES, eps=0.00001)"),
    ("layer", "norm_eps=0.5", "nn.LayerNorm(FEATURES, eps=0.5)"),
    ("rms", "", "nn.RMSNorm(FEATURES, eps=0.000001)"),
    ("rms", "norm_eps=0.5", "nn.RMSNorm(FEATURES, eps=0.5)"),
]


def number(x):
    x = float(x)
    text = repr(float(f"{x:.12g}"))
    return text


def numbers(values):
    return "[" + ", ".join(number(x) for x in values) + "]"


def quoted(text):
    return f'r#"{text}"#' if '"' in text else f'"{text}"'


def head(settings, call):
    return f"        super::Example {{\n            settings: \"{settings}\",\n            torch: {quoted(call)},\n"


def activation(name, settings, call, gain):
    places = [-3.0, -1.0, -0.4, 0.0, 0.4, 1.0, 3.0]
    if name == "softplus":
        places.remove(0.0)  # ln 2
    x = torch.tensor(places, requires_grad=True)
    y = eval(call)(x)
    slope = torch.autograd.grad(y.sum(), x)[0]
    points = ", ".join(numbers(point) for point in zip(x.tolist(), y.tolist(), slope.tolist()))
    return head(settings, call) + f"            gain_squared: {gain},\n            points: &[{points}],\n        }},\n"


class LBFGS(torch.optim.LBFGS):
    def step(self):
        def closure():
            self.zero_grad()
            loss = quadratic(self.parameters)
            loss.backward()
            return loss

        self.parameters = self.param_groups[0]["params"]
        return super().step(closure)


class Muon:
    """torch.optim.Muon by its documentation, but in float64; AdamW updates everything that is not a matrix."""

    def __init__(self, parameters, lr, aux_lr, momentum, nesterov, weight_decay, eps, ns_steps, match_rms_adamw):
        self.matrix, rest = parameters
        self.rest = torch.optim.AdamW([rest], lr=aux_lr, betas=(0.9, 0.95), eps=1e-10, weight_decay=0)
        self.m = torch.zeros(2, 2)
        self.options = (lr, momentum, nesterov, weight_decay, eps, ns_steps, 0.2 * 2**0.5 if match_rms_adamw else 1)

    def zero_grad(self):
        self.matrix.grad = None
        self.rest.zero_grad()

    def step(self):
        lr, mu, nesterov, weight_decay, eps, steps, ratio = self.options
        g = self.matrix.grad
        self.m = mu * self.m + (1 - mu) * g
        x = mu * self.m + (1 - mu) * g if nesterov else self.m
        x = x / max(x.norm().item(), eps)
        for _ in range(steps):
            square = x @ x.T
            x = 3.4445 * x + (-4.775 * square + 2.0315 * square @ square) @ x
        with torch.no_grad():
            self.matrix.mul_(1 - lr * weight_decay).sub_(lr * ratio * x)
        self.rest.step()


def quadratic(parameters):
    theta = torch.cat([p.flatten() for p in parameters])
    return 0.5 * (torch.arange(1.0, 7.0) * theta * theta).sum()


def optimizer(name, settings, call):
    parameters = [nn.Parameter(torch.tensor([[0.5, -1.0], [2.0, 0.25]])), nn.Parameter(torch.tensor([-0.125, 3.0]))]
    o = eval(call, globals(), {"parameters": parameters})
    for _ in range(3):
        o.zero_grad()
        quadratic(parameters).backward()
        o.step()
    after = torch.cat([p.detach().flatten() for p in parameters])
    return head(settings, call) + f"            after: {numbers(after)},\n        }},\n"


def loss(name, settings, call, kind):
    output = torch.tensor([[0.5, -1.0, 2.0, 0.25, 0.5], [-3.0, 0.75, 1.0, 800.0, -0.25]])
    target = torch.tensor([[0.0, 1.0, 2.5, 0.25, -0.25], [-3.5, 0.5, 2.0, 0.0, 0.75]])
    if kind == 1:
        target = torch.tensor([[0.0, 1.0, 0.5, 1.0, 0.0], [1.0, 0.0, 0.25, 0.0, 1.0]])
    if kind == 2:
        output = torch.cat([output, torch.tensor([[1.0, 2.0, -1.0, -800.0, 0.0]])])
        target = torch.tensor([2, 0, 1, 1, 0])
    rows = output.T.clone().requires_grad_()
    value = eval(call)(rows, target if kind == 2 else target.T)
    slope = torch.autograd.grad(value, rows)[0].T
    table = lambda t: "&[" + ", ".join("&" + numbers(row) for row in t.tolist()) + "]"
    wanted = target[None].double() if kind == 2 else target
    return head(settings, call) + f"            output: {table(output)},\n            target: {table(wanted)},\n            value: {number(value)},\n            slope: {table(slope)},\n        }},\n"


def schedule(name, settings, call, losses, steps, momentum=None):
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.5, momentum=0.9 if momentum else 0.0)
    arguments = call.replace("OneCycle(", COS + "OneCycleLR(") if momentum else call
    s = eval(arguments, globals(), {"optimizer": optimizer})
    rates, moved = [], []
    for step in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        moved.append(optimizer.param_groups[0]["momentum"])
        optimizer.step()
        if losses or "Plateau" in call:
            s.step(losses[min(step, len(losses) - 1)] if losses else 1.0)
        elif step + 1 < steps or not momentum:
            s.step()
    return head(settings, call) + f"            losses: &{numbers(losses)},\n            rates: &{numbers(rates)},\n            momentum: &{numbers(moved if momentum else [])},\n        }},\n"


def norm(name, settings, call):
    x = torch.tensor([[0.5, -1.0, 2.0, 0.25, 4.0], [1.5, 0.5, -0.75, 3.0, -2.0], [-0.3, 0.8, 1.1, -2.5, 0.6]]).T.clone().requires_grad_()
    delta = torch.tensor([[0.2, -0.4, 1.0, 0.3, -0.7], [0.6, 0.1, -0.2, 0.5, 0.9], [-1.1, 0.4, 0.25, 0.75, 0.05]]).T
    module = eval(call.replace("FEATURES", "3"))
    with torch.no_grad():
        module.weight.copy_(torch.tensor([1.5, -0.5, 2.0]))
        if hasattr(module, "bias") and module.bias is not None:
            module.bias.copy_(torch.tensor([0.1, 0.2, -0.3]))
    y = module(x)
    (y * delta).sum().backward()
    table = lambda t: "[" + ", ".join(numbers(row) for row in t.T.tolist()) + "]"
    bias = module.bias.grad.tolist() if getattr(module, "bias", None) is not None else []
    running = [*module.running_mean.tolist(), *module.running_var.tolist()] if hasattr(module, "running_mean") else []
    return (
        head(settings, call)
        + f"            y: {table(y.detach())},\n            of_x: {table(x.grad)},\n            of_gamma: &{numbers(module.weight.grad)},\n"
        + f"            of_beta: &{numbers(bias)},\n            running: &{numbers(running)},\n        }},\n"
    )


TABLE = [("activations", activation, row) for row in ACTIVATIONS]
TABLE += [("optimizers", optimizer, row) for row in OPTIMIZERS]
TABLE += [("losses", loss, row) for row in LOSSES]
TABLE += [("schedules", schedule, row) for row in SCHEDULES]
TABLE += [("schedules", schedule, ("one_cycle", settings, f"OneCycle(optimizer, {CYCLE.format(*values)})", [], min(values[1], 13), True)) for settings, values in CYCLES]
TABLE += [("networks/norms", norm, row) for row in NORMS]


def main(wanted):
    blocks = {}
    for family, write, row in TABLE:
        if (not wanted or family == wanted[0]) and (len(wanted) < 2 or row[0] == wanted[1]):
            blocks.setdefault((family, row[0]), []).append(write(*row))
    for (family, name), examples in blocks.items():
        print(f"// {family}/{name}.rs: PyTorch {torch.__version__.split('+')[0]}, by tests/reference/gen_examples.py")
        print("    #[cfg(test)]\n    const EXAMPLES: &'static [super::Example] = &[\n" + "".join(examples) + "    ];\n")


if __name__ == "__main__":
    main(sys.argv[1:])
