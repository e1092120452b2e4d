"""PyTorch's side of a comparison: reads a task's name per line, does the task and answers with its milliseconds.

usage: torch_peer.py FOLDER LAYOUT CAM_LAYER THREADS; the folder holds config.json, table.json, weights.bin and input.bin.
"""
import json
import os
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

folder, layout, cam_layer, threads = sys.argv[1:5]
torch.set_num_threads(int(threads))
MEMORY = torch.channels_last if layout == "channels_last" else torch.contiguous_format


def read_weights():
    """The weights of one layer after the other, so that none is held twice for long."""
    with open(os.path.join(folder, "table.json")) as f:
        table = json.load(f)
    with open(os.path.join(folder, "weights.bin"), "rb") as f:
        for layer in table["layers"]:
            yield layer["name"], {
                w["name"].split(":")[0].rsplit("/", 1)[-1]:
                    torch.from_numpy(np.fromfile(f, np.float32, int(np.prod(w["shape"]))).reshape(w["shape"]))
                for w in layer["weights"]}


class Network:
    """The layers of a Keras configuration as PyTorch calls on NCHW tensors."""

    def __init__(self):
        with open(os.path.join(folder, "config.json")) as f:
            layers = {layer["name"]: layer for layer in json.load(f)["config"]["layers"]}
        self.layers = []
        for name, weights in read_weights():
            layer = layers[name]
            inputs = [i[0] for i in layer["inbound_nodes"][0]] if layer["inbound_nodes"] else []
            self.layers.append((name, inputs, self.build(layer["class_name"], layer["config"], weights)))

    def build(self, kind, c, w):
        activation = {"relu": torch.relu_, "linear": None, "softmax": None}[c.get("activation", "linear")]

        def activated(call):
            return call if activation is None else lambda x: activation(call(x))

        if kind == "InputLayer":
            return lambda x: x
        if kind in ("Conv2D", "DepthwiseConv2D"):
            depthwise = kind == "DepthwiseConv2D"
            kernel = w.pop("depthwise_kernel" if depthwise else "kernel").permute(*((2, 3, 0, 1) if depthwise else (3, 2, 0, 1)))
            kernel = kernel.contiguous(memory_format=MEMORY)
            bias, stride, size = w.get("bias"), c["strides"], c["kernel_size"]
            groups = kernel.shape[0] if depthwise else 1
            if c["padding"] == "valid":
                return activated(lambda x: F.conv2d(x, kernel, bias, stride, 0, 1, groups))
            if stride == [1, 1]:
                padding = [s // 2 for s in size]
                return activated(lambda x: F.conv2d(x, kernel, bias, stride, padding, 1, groups))

            def same(x):
                pads = [max((-(-n // s) - 1) * s + k - n, 0) for n, k, s in zip(x.shape[2:], size, stride)]
                x = F.pad(x, (pads[1] // 2, pads[1] - pads[1] // 2, pads[0] // 2, pads[0] - pads[0] // 2))
                return F.conv2d(x, kernel, bias, stride, 0, 1, groups)
            return activated(same)
        if kind == "BatchNormalization":
            return lambda x: F.batch_norm(x, w["moving_mean"], w["moving_variance"], w["gamma"], w["beta"], False, 0, c["epsilon"])
        if kind == "ReLU":
            return (lambda x: F.relu6(x, inplace=True)) if c["max_value"] == 6 else torch.relu_
        if kind == "Activation":
            return torch.relu_ if c["activation"] == "relu" else lambda x: x
        if kind == "ZeroPadding2D":
            (top, bottom), (left, right) = c["padding"]
            return lambda x: F.pad(x, (left, right, top, bottom))
        if kind == "MaxPooling2D":
            return lambda x: F.max_pool2d(x, c["pool_size"], c["strides"])
        if kind == "GlobalAveragePooling2D":
            return lambda x: x.mean((2, 3))
        if kind == "Add":
            return lambda a, b: a + b
        if kind == "Flatten":
            return lambda x: x.permute(0, 2, 3, 1).reshape(x.shape[0], -1)
        if kind == "Dense":
            kernel = w.pop("kernel").t().contiguous()
            return activated(lambda x: F.linear(x, kernel, w["bias"]))
        raise ValueError(kind)

    def __call__(self, x, keep=None):
        values, uses = {}, {}
        for _, inputs, _ in self.layers:
            for i in inputs:
                uses[i] = uses.get(i, 0) + 1
        for name, inputs, call in self.layers:
            arguments = [values[i] for i in inputs] or [x]
            for i in inputs:
                uses[i] -= 1
                if uses[i] == 0:
                    del values[i]
            values[name] = call(*arguments)
            del arguments
            if name == keep:
                # The layers before need no gradient: what is explained starts here.
                values[name] = kept = values[name].detach().requires_grad_()
                values[name] = kept * 1
        return values[name] if keep is None else (values[name], kept)


def images(array):
    return torch.from_numpy(array).permute(0, 3, 1, 2).contiguous(memory_format=MEMORY)


def nhwc(tensor):
    return tensor.detach().permute(0, 2, 3, 1).contiguous().numpy()


network = Network()
photographs = np.fromfile(os.path.join(folder, "input.bin"), np.float32).reshape(-1, 224, 224, 3)
one, eight = images(photographs[:1]), images(photographs[:8])
with open(os.path.join(folder, "target.txt")) as f:
    target = int(f.read())


def forward(x):
    with torch.no_grad():
        return network(x).numpy()


def gradient(x):
    x = x.detach().clone().requires_grad_()
    logits = network(x)
    return torch.autograd.grad(logits[:, target].sum(), x)[0]


def grad_cam():
    logits, layer = network(one, cam_layer)
    slope = torch.autograd.grad(logits[0, target], layer)[0]
    return (slope.mean((2, 3), keepdim=True) * layer).sum(1).detach().numpy()


def smooth_grad(chunk=8, samples=8):
    deviation = 0.15 * (one.max() - one.min())
    total = torch.zeros_like(one)
    for _ in range(0, samples, chunk):
        total += gradient(one + torch.randn((chunk,) + one.shape[1:]) * deviation).sum(0, keepdim=True)
    return nhwc(total / samples)


def occlusion(chunk=7, patch=32):
    with torch.no_grad():
        base = network(one)[0, target]
        result = np.empty((224, 224), np.float32)
        places = [(y, x) for y in range(0, 224, patch) for x in range(0, 224, patch)]
        for start in range(0, len(places), chunk):
            part = places[start:start + chunk]
            batch = one.repeat(len(part), 1, 1, 1).contiguous(memory_format=MEMORY)
            for i, (y, x) in enumerate(part):
                batch[i, :, y:y + patch, x:x + patch] = 0
            for (y, x), score in zip(part, network(batch)[:, target].numpy()):
                result[y:y + patch, x:x + patch] = base - score
    return result


TASKS = {
    "forward1": lambda: forward(one), "forward8": lambda: forward(eight), "gradient": lambda: nhwc(gradient(one)),
    "gradcam": grad_cam, "smoothgrad": smooth_grad, "occlusion": occlusion,
}
print("ready", flush=True)
for line in sys.stdin:
    task = line.strip()
    start = time.perf_counter()
    answer = TASKS[task]()
    elapsed = (time.perf_counter() - start) * 1e3
    np.ascontiguousarray(answer, np.float32).tofile(os.path.join(folder, f"{task}.{layout}.bin"))
    print(repr(elapsed), flush=True)
