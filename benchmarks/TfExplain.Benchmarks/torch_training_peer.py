"""PyTorch's side of a comparison of trainings: reads a task's name per line, does the task and answers with its milliseconds.

usage: torch_training_peer.py NETWORK FOLDER LAYOUT THREADS; the folder holds weights.bin, x.bin and y.bin.
"""
import os
import sys
import time

import numpy as np
import torch
from torch import nn

network, folder, layout, threads = sys.argv[1:5]
torch.set_num_threads(int(threads))
torch.manual_seed(1)
MEMORY = torch.channels_last if layout == "channels_last" else torch.contiguous_format
BATCH, CHECKED_STEPS = 64, 10
steps = 0


def convolution(inputs, outputs, bias):
    return nn.Conv2d(inputs, outputs, 3, padding=1, bias=bias)


def block(inputs, outputs):
    return [convolution(inputs, outputs, False), nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.1), nn.ReLU(inplace=True)]


class Positions(nn.Module):
    """Flattens with the channels last, so that dense weights have our order; no copy if the memory has that order already."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).reshape(x.shape[0], -1)


class Mean(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


NETWORKS = {
    "normalized": lambda: [*block(1, 32), nn.MaxPool2d(2), *block(32, 64), nn.MaxPool2d(2), *block(64, 128), Mean(), nn.Linear(128, 10)],
    "dense": lambda: [convolution(1, 32, True), nn.ReLU(inplace=True), nn.MaxPool2d(2), convolution(32, 64, True), nn.ReLU(inplace=True), nn.MaxPool2d(2),
                      Positions(), nn.Linear(64 * 7 * 7, 128), nn.ReLU(inplace=True), nn.Linear(128, 10)],
}


def load(model):
    """Fills the weights from our file: kernels [height, width, in, out] and [in, out], gamma, beta and biases."""
    with open(os.path.join(folder, "weights.bin"), "rb") as f:
        for p in model.parameters():
            shape = tuple(p.shape)
            if p.dim() == 4:
                values = np.fromfile(f, np.float32, p.numel()).reshape(shape[2], shape[3], shape[1], shape[0]).transpose(3, 2, 0, 1)
            elif p.dim() == 2:
                values = np.fromfile(f, np.float32, p.numel()).reshape(shape[1], shape[0]).T
            else:
                values = np.fromfile(f, np.float32, p.numel())
            with torch.no_grad():
                p.copy_(torch.from_numpy(np.ascontiguousarray(values)))
        if f.read(1):
            raise ValueError("weights are left over")


model = nn.Sequential(*NETWORKS[network]())
load(model)
model = model.to(memory_format=MEMORY).train()
x = torch.from_numpy(np.fromfile(os.path.join(folder, "x.bin"), np.float32)).reshape(-1, 1, 28, 28)
y = torch.from_numpy(np.fromfile(os.path.join(folder, "y.bin"), np.float32)).long()
optimizer = torch.optim.Adam(model.parameters(), 1e-3)
criterion = nn.CrossEntropyLoss()


def keras_epsilon():
    """Keras adds epsilon to the root before the second moment's bias is corrected, PyTorch after it."""
    global steps
    steps += 1
    optimizer.param_groups[0]["eps"] = 1e-7 / (1 - 0.999 ** steps) ** 0.5


def train(order):
    total = 0.0
    for start in range(0, len(order), BATCH):
        chosen = order[start:start + BATCH]
        inputs = x[chosen].contiguous(memory_format=MEMORY)
        optimizer.zero_grad(set_to_none=True)
        loss = criterion(model(inputs), y[chosen])
        loss.backward()
        keras_epsilon()
        optimizer.step()
        total += loss.item()
    return total / (len(order) // BATCH)


TASKS = {"steps": lambda: train(torch.arange(CHECKED_STEPS * BATCH)), "epoch": lambda: train(torch.randperm(len(y)))}
print("ready", flush=True)
for line in sys.stdin:
    task = line.strip()
    start = time.perf_counter()
    mean = TASKS[task]()
    elapsed = (time.perf_counter() - start) * 1e3
    np.array([mean], np.float32).tofile(os.path.join(folder, f"{task}.{layout}.bin"))
    print(repr(elapsed), flush=True)
