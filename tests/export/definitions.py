# What exported scripts define where PyTorch does not have it. Written by `UPDATE=1 cargo test --lib oracles`.
import torch
from torch import nn



def bowl(x, y, kappa, degrees):
    angle = torch.deg2rad(torch.tensor(float(degrees)))
    u, v = x * angle.cos() + y * angle.sin(), y * angle.cos() - x * angle.sin()
    return (u * u + kappa * v * v) / 2



def cliff(w, b):
    h = torch.tensor(0.5)
    for _ in range(50):
        h = w * torch.sigmoid(h) + b
    return (torch.sigmoid(h) - 0.7) ** 2



class Sine(nn.Module):
    def forward(self, x):
        return torch.sin(x)



class Residual(nn.Module):
    def __init__(self, *body, scale=1, learned=0):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor([float(scale)])) if learned else scale
        self.body = nn.Sequential(*body)

    def forward(self, x):
        return x + self.scale * self.body(x)



class Lion(torch.optim.Optimizer):
    def __init__(self, parameters, lr, betas, weight_decay):
        super().__init__(parameters, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            (b1, b2), lr = group["betas"], group["lr"]
            for p in group["params"]:
                m = self.state[p].setdefault("exp_avg", torch.zeros_like(p))
                p.mul_(1 - lr * group["weight_decay"])
                p.sub_(lr * torch.sign(b1 * m + (1 - b1) * p.grad))
                m.copy_(b2 * m + (1 - b2) * p.grad)



class Muon(torch.optim.Optimizer):  # torch.optim.Muon iterates in bfloat16; AdamW moves what is no matrix
    def __init__(self, parameters, lr, aux_lr, **options):
        matrices, rest = [p for p in parameters if p.ndim == 2], [p for p in parameters if p.ndim != 2]
        groups = [dict(params=matrices)] + [dict(params=[p], lr=aux_lr) for p in rest]
        super().__init__(groups, dict(lr=lr, **options))
        adamw = lambda p: torch.optim.AdamW([p], lr=aux_lr, betas=(0.9, 0.95), eps=1e-10, weight_decay=0)
        self.companions = [adamw(p) for p in rest]

    @torch.no_grad()
    def step(self):
        matrices, *rest = self.param_groups
        lr, mu = matrices["lr"], matrices["momentum"]
        for p in matrices["params"]:
            m = self.state[p].setdefault("momentum_buffer", torch.zeros_like(p))
            m.add_((1 - mu) * (p.grad - m))
            x = p.grad + mu * (m - p.grad) if matrices["nesterov"] else m
            rows, columns = p.shape
            x = (x.T if rows > columns else x) / x.norm().clamp(min=matrices["eps"])
            for _ in range(matrices["ns_steps"]):
                a = x @ x.T
                x = 3.4445 * x + (-4.775 * a + 2.0315 * (a @ a)) @ x
            x = x.T if rows > columns else x
            ratio = 0.2 * max(p.shape) ** 0.5 if matrices["match_rms_adamw"] else max(1, rows / columns) ** 0.5
            p.mul_(1 - lr * matrices["weight_decay"])
            p.sub_(lr * ratio * x)
        for group, companion in zip(rest, self.companions):
            companion.param_groups[0]["lr"] = group["lr"]
            companion.step()



class LBFGS(torch.optim.LBFGS):
    def step(self):  # asks for gradients elsewhere, over the batch of the step; they are not clipped here
        def closure():
            self.zero_grad()
            loss = loss_at(step)
            loss.backward()
            return loss

        return super().step(closure)



def warmup_cosine(warmup, total_steps, min_ratio):
    def factor(step):
        if step < warmup:
            return (step + 1) / warmup
        u = min(step - warmup, max(total_steps - warmup, 0)) / max(total_steps - warmup, 1)
        return min_ratio + (1 - min_ratio) * (1 + torch.cos(torch.tensor(torch.pi * u, dtype=torch.float64)).item()) / 2

    return factor



class OneCycle(torch.optim.lr_scheduler.OneCycleLR):
    def __init__(self, optimizer, cycle_momentum, **rest):  # no momentum stays no momentum
        momentum = optimizer.defaults.get("momentum", "betas" in optimizer.defaults)
        super().__init__(optimizer, cycle_momentum=bool(cycle_momentum and momentum), **rest)

    def step(self, epoch=None):  # the last rate stays
        if self.last_epoch + 1 < self.total_steps:
            super().step(epoch)



def agc(parameters, clip_factor, eps=1e-3):  # unit by unit: every row of a matrix, a vector as a whole
    for p in parameters:
        w, g = (t.reshape(len(t) if t.dim() > 1 else 1, -1) for t in (p.detach(), p.grad))
        most = clip_factor * w.norm(dim=1, keepdim=True).clamp(min=eps)
        size = g.norm(dim=1, keepdim=True)
        g.mul_(torch.where(size < most, 1, most / size.clamp(min=1e-6)))



seen = []


def autoclip(parameters, percentile):  # of the norms so far, of the last 10,000
    seen.append(sum(p.grad.double().square().sum() for p in parameters).sqrt().item())
    threshold = torch.quantile(torch.tensor(seen[-10_000:], dtype=torch.float64), percentile / 100)
    nn.utils.clip_grad_norm_(parameters, threshold.item())



past = {"seen": [], "mean": 0.0, "variance": 0.0}


def zclip(parameters, z_thresh, warmup_steps, alpha):
    norm = sum(p.grad.double().square().sum() for p in parameters).sqrt().item()
    if len(past["seen"]) < warmup_steps:  # these are only looked at
        past["seen"].append(norm)
        past["mean"] = sum(past["seen"]) / len(past["seen"])
        past["variance"] = sum((n - past["mean"]) ** 2 for n in past["seen"]) / len(past["seen"])
        return
    deviation = past["variance"] ** 0.5
    z = (norm - past["mean"]) / (deviation + 1e-6)
    if z > z_thresh:
        norm = past["mean"] + z_thresh**2 * deviation / z
        nn.utils.clip_grad_norm_(parameters, norm)
    past["mean"] = alpha * past["mean"] + (1 - alpha) * norm
    past["variance"] = alpha * past["variance"] + (1 - alpha) * (norm - past["mean"]) ** 2
