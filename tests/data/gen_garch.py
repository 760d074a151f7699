"""Writes garch.json: GARCH(1,1) with zero mean and normal residuals, fitted by arch 8.0.0 to daily S&P 500 returns.

python tests/data/gen_garch.py (needs arch==8.0.0), in the repository's root.
"""
import json

import numpy as np
from arch import __version__, arch_model
from arch.univariate import GARCH, ZeroMean

close = np.genfromtxt("data/sp500_vix_daily.csv", delimiter=",", skip_header=1, usecols=1)
returns = 100 * np.diff(np.log(close))
fits, likelihoods = [], []
for count in (500, 2275, 5029):
    r = returns[:count]
    model = ZeroMean(r, volatility=GARCH(p=1, q=1))
    fit = model.fit(disp="off", tol=1e-12, options={"maxiter": 1000})
    omega, alpha, beta = (float(fit.params[k]) for k in ("omega", "alpha[1]", "beta[1]"))
    following = float(fit.forecast(horizon=1).variance.values[-1, 0])
    fits.append(dict(returns=count, omega=omega, alpha=alpha, beta=beta, log_likelihood=float(fit.loglikelihood),
                     last_variance=float(fit.conditional_volatility[-1] ** 2), next_variance=following))
    for given in ([0.02, 0.08, 0.9], [0.5, 0.3, 0.2]):
        fixed = arch_model(r, mean="Zero", vol="GARCH", p=1, q=1, rescale=False).fix(given)
        likelihoods.append(dict(returns=count, parameters=given, log_likelihood=float(fixed.loglikelihood),
                                next_variance=float(fixed.forecast(horizon=1).variance.values[-1, 0])))
with open("tests/data/garch.json", "w", encoding="utf-8") as file:
    json.dump(dict(source=f"arch {__version__}", fits=fits, likelihoods=likelihoods), file, indent=1)
    file.write("\n")
