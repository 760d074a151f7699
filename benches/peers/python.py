"""PyTorch and JAX, if installed, as a process that answers line by line like `process.mjs`; first prints their versions.

PyTorch runs eagerly, as in its tutorials; JAX compiles the whole loop of steps. Both use one core and float32.
"""

import base64
import json
import os
import sys
import time

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"

try:
    import numpy as np
except ImportError:
    np = None
try:
    import torch

    torch.set_num_threads(1)
except ImportError:
    torch = None
try:
    import jax
    import jax.numpy as jnp
except ImportError:
    jax = None


def floats(text):
    return np.frombuffer(base64.b64decode(text), dtype=np.float32).copy()


class Problem:
    """Data, initial parameters and batches of the engine."""

    def __init__(self, workload, problem):
        self.kind = workload["kind"]
        self.rate = workload.get("rate")
        self.batch = workload["batch"]
        self.rows = workload["rows"]
        self.order = [np.array(rows) for rows in problem["order"]]
        self.activation = workload.get("activation")
        parameters, inputs = floats(problem["parameters"]), floats(problem["inputs"])
        self.targets = floats(problem["targets"]).reshape(self.rows, -1)
        if self.kind == "sequence":
            self.length, self.hidden = workload["length"], workload["hidden"]
            self.inputs = inputs.reshape(self.length, self.rows, workload["inputs"])
            gates = 4 * self.hidden
            outputs = workload["outputs"]
            shapes = [(gates, workload["inputs"]), (gates, self.hidden), (gates,), (gates,), (outputs, self.hidden), (outputs,)]
        else:
            self.inputs = inputs.reshape(self.rows, -1)
            sizes = workload["sizes"]
            shapes = [shape for a, b in zip(sizes, sizes[1:]) for shape in ((b, a), (b,))]
        self.tensors = []
        at = 0
        for shape in shapes:
            size = int(np.prod(shape))
            self.tensors.append(parameters[at : at + size].reshape(shape))
            at += size
        assert at == len(parameters), f"{len(parameters)} parameters for a network of {at}"

    def batches(self):
        """Yields the rows of batches for ever: every row once per epoch, in a new random order each time."""
        random = np.random.default_rng(1)
        while True:
            order = random.permutation(self.rows)
            for start in range(0, self.rows, self.batch):
                yield order[start : start + self.batch]


class Torch:
    def __init__(self, problem):
        self.problem = problem
        self.inputs, self.targets = torch.from_numpy(problem.inputs), torch.from_numpy(problem.targets)
        self.network, self.optimizer = self.make()
        self.draw = problem.batches() if problem.batch else None

    def make(self):
        p = self.problem
        if p.kind == "sequence":
            network = Recurrent(p)
        else:
            act = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[p.activation]
            modules = []
            for weight in p.tensors[::2]:
                modules += [torch.nn.Linear(weight.shape[1], weight.shape[0]), act()]
            network = torch.nn.Sequential(*modules[:-1])
        with torch.no_grad():
            for parameter, value in zip(network.parameters(), p.tensors, strict=True):
                parameter.copy_(torch.from_numpy(value))
        # Workloads with a forward pass only have no learning rate.
        return network, torch.optim.SGD(network.parameters(), lr=p.rate or 0.0)

    def take(self, rows):
        rows = torch.from_numpy(rows)
        inputs = self.inputs[:, rows] if self.problem.kind == "sequence" else self.inputs[rows]
        return inputs, self.targets[rows]

    def step(self, network, optimizer, rows):
        inputs, targets = self.take(rows)
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(network(inputs), targets).backward()
        optimizer.step()

    def loss_of(self, network):
        with torch.no_grad():
            return torch.nn.functional.mse_loss(network(self.inputs), self.targets).item()

    def loss(self):
        return self.loss_of(self.network)

    def check(self, steps):
        network, optimizer = self.make()
        for rows in self.problem.order[:steps]:
            self.step(network, optimizer, rows)
        return self.loss_of(network)

    def work(self, times):
        for _ in range(times):
            if self.draw:
                self.step(self.network, self.optimizer, next(self.draw))
            else:
                self.loss_of(self.network)


if torch:

    class Recurrent(torch.nn.Module):
        """An LSTM with a linear head on its last hidden state."""

        def __init__(self, p):
            super().__init__()
            self.lstm = torch.nn.LSTM(p.inputs.shape[2], p.hidden)
            self.head = torch.nn.Linear(p.hidden, p.targets.shape[1])

        def forward(self, x):
            return self.head(self.lstm(x)[0][-1])


class Jax:
    def __init__(self, problem):
        self.problem = p = problem
        self.inputs, self.targets = jnp.asarray(p.inputs), jnp.asarray(p.targets)
        self.start = [jnp.asarray(value) for value in p.tensors]
        self.value = jax.jit(lambda params: self.mean(params, self.inputs, self.targets))
        self.many = jax.jit(self.evaluations)
        self.params = self.start
        if p.batch:
            # The last batch of an epoch is smaller, so it is padded with rows of weight zero.
            self.steps = jax.jit(self.loop)
            random = np.random.default_rng(1)
            epochs = [self.padded(np.split(random.permutation(p.rows), range(p.batch, p.rows, p.batch))) for _ in range(8)]
            self.order, self.weight = (jnp.concatenate(part) for part in zip(*epochs))
            self.done = 0

    def padded(self, batches):
        p = self.problem
        rows = np.zeros((len(batches), p.batch), dtype=np.int32)
        weight = np.zeros((len(batches), p.batch, 1), dtype=np.float32)
        for k, batch in enumerate(batches):
            rows[k, : len(batch)] = batch
            weight[k, : len(batch)] = 1 / (len(batch) * p.targets.shape[1])
        return jnp.asarray(rows), jnp.asarray(weight)

    def forward(self, params, x):
        if self.problem.kind == "sequence":
            from_input, from_state, bias_input, bias_state, head, head_bias = params

            def cell(state, step):
                h, c = state
                i, f, g, o = jnp.split(step @ from_input.T + h @ from_state.T + bias_input + bias_state, 4, axis=1)
                c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
                return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None

            zeros = jnp.zeros((x.shape[1], self.problem.hidden))
            (h, _), _ = jax.lax.scan(cell, (zeros, zeros), x)
            return h @ head.T + head_bias
        act = {"tanh": jnp.tanh, "relu": jax.nn.relu}[self.problem.activation]
        for k in range(0, len(params), 2):
            x = x @ params[k].T + params[k + 1]
            if k + 2 < len(params):
                x = act(x)
        return x

    def mean(self, params, x, y):
        return jnp.mean((self.forward(params, x) - y) ** 2)

    def loop(self, params, order, weight, first, times):
        def body(k, params):
            at = (first + k) % order.shape[0]
            rows = order[at]
            x = self.inputs[:, rows] if self.problem.kind == "sequence" else self.inputs[rows]
            loss = lambda params: jnp.sum(weight[at] * (self.forward(params, x) - self.targets[rows]) ** 2)
            return [p - self.problem.rate * g for p, g in zip(params, jax.grad(loss)(params))]

        return jax.lax.fori_loop(0, times, body, params)

    def evaluations(self, params, times):
        # Adds zero times the loss to the parameters; otherwise JAX would hoist the constant body out of the loop.
        def body(_, state):
            params, loss = state
            params = [p + 0 * loss for p in params]
            return params, self.mean(params, self.inputs, self.targets)

        return jax.lax.fori_loop(0, times, body, (params, jnp.float32(0)))[1]

    def loss(self):
        return float(self.value(self.start))

    def check(self, steps):
        if not self.problem.batch:
            return float(self.many(self.start, 2))
        order, weight = self.padded(self.problem.order[:steps])
        return float(self.value(self.steps(self.start, order, weight, 0, steps)))

    def work(self, times):
        if self.problem.batch:
            self.params = self.steps(self.params, self.order, self.weight, self.done, times)
            self.done = (self.done + times) % len(self.order)
            jax.block_until_ready(self.params)
        else:
            self.many(self.params, times).block_until_ready()


CONTENDERS = {"torch": Torch, "jax": Jax}


def measure(cell, milliseconds):
    started, before, times, took = time.perf_counter(), time.process_time(), 0, 0.0
    while took * 1000 < milliseconds:
        last = took
        cell["one"].work(cell["chunk"])
        times += cell["chunk"]
        took = time.perf_counter() - started
        if took - last < 0.0025:
            cell["chunk"] *= 2
        elif took - last > 0.01 and cell["chunk"] > 1:
            cell["chunk"] //= 2
    return {"times": times, "seconds": took, "cpu": time.process_time() - before}


def main():
    versions = {}
    if np and torch:
        versions["torch"] = torch.__version__
    if np and jax:
        versions["jax"] = jax.__version__
    print(json.dumps(versions), flush=True)
    cells = {}
    for line in sys.stdin:
        message = json.loads(line)
        try:
            if message["do"] == "prepare":
                one = CONTENDERS[message["name"]](Problem(message["workload"], message["problem"]))
                cells[message["key"]] = {"one": one, "chunk": 1}
                answer = {"start": one.loss(), "loss": one.check(message["checked"])}
            else:
                answer = measure(cells[message["key"]], message["milliseconds"])
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
