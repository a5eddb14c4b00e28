"""Compare package embed with onnxruntime int8 on this machine, in one run.

Usage, from this folder, in the virtual environment of export.py:

    ~/embed-venv/bin/python bench.py [ROUNDS]

The fp32 model of export.py is quantised to int8 by onnxruntime itself
(quantize_dynamic as it stands). Both sides get the texts of
../bench_test.go: a question of 13 tokens, a chunk of 68, and 22 such chunks in
one call. Rounds of either side alternate, so that both see the same machine;
each figure is the median over the rounds. The table is for all cores that the
program may use, then for one.
"""

import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile

import numpy as np
import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic

import export

HERE = pathlib.Path(__file__).resolve().parent
CORES = len(os.sched_getaffinity(0))

QUERY = "Which databases has he run in production and since when?"
CHUNK = "the cluster holds nine databases on sixty machines in two rooms " * 6
CASES = {"Query": (QUERY, 1, 13), "Chunk": (CHUNK, 1, 68), "Batch": (CHUNK, 22, 68)}


def feed(tokenizer, text, count, tokens):
    ids = np.array([tokenizer.encode(text).ids] * count, np.int64)
    if ids.shape[1] != tokens:
        raise SystemExit(f"{ids.shape[1]} tokens, want {tokens}: {text}")
    return {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}


def session(path, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, ["CPUExecutionProvider"])


def theirs(run, inputs):
    """Milliseconds of one call: the median over half a second of them."""
    times, end = [], time.perf_counter() + 0.5
    while time.perf_counter() < end:
        start = time.perf_counter()
        run.run(None, inputs)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def ours(binary, cores):
    """Milliseconds of each case, by the benchmarks of the package."""
    out = subprocess.run(
        [binary, "-test.run=^$", "-test.bench=^Benchmark(Query|Chunk|Batch)$", "-test.benchtime=0.5s", f"-test.cpu={cores}"],
        check=True, capture_output=True, text=True, cwd=HERE.parent,
    ).stdout
    return {m[1]: float(m[2]) / 1e6 for m in re.finditer(r"^Benchmark(\w+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op", out, re.M)}


def compare(binary, model, inputs, cores, rounds):
    run = session(model, cores)
    go, onnx = {c: [] for c in CASES}, {c: [] for c in CASES}
    for _ in range(rounds):
        for case, ms in ours(binary, cores).items():
            go[case].append(ms)
        for case in CASES:
            onnx[case].append(theirs(run, inputs[case]))
    print(f"\n{cores} core{'s' * (cores > 1)}    embed   onnxruntime int8   ratio")
    for case in CASES:
        a, b = statistics.median(go[case]), statistics.median(onnx[case])
        print(f"{case.lower():8}{a:7.2f} ms{b:16.2f} ms{a / b:8.2f}")


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        with zipfile.ZipFile(export.fetch(folder)) as jar:
            jar.extractall(folder, [export.MODEL, export.TOKENIZER])
        tokenizer, _ = export.reference_tokenizer(folder / export.TOKENIZER, export.MAX_TOKENS)
        quantize_dynamic(folder / export.MODEL, folder / "int8.onnx", weight_type=QuantType.QInt8)
        binary = folder / "embed.test"
        subprocess.run(["go", "test", "-c", "-o", binary, "."], check=True, cwd=HERE.parent)
        inputs = {case: feed(tokenizer, *how) for case, how in CASES.items()}
        print(f"onnxruntime {onnxruntime.__version__}, {rounds} rounds, medians")
        for cores in sorted({CORES, 1}, reverse=True):
            compare(binary, folder / "int8.onnx", inputs, cores, rounds)


if __name__ == "__main__":
    main()
