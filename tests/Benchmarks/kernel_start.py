"""How long notebook kernels take to start, to run a first cell, and for each later one.

Usage: /usr/bin/python3 kernel_start.py csharp-research [.net-csharp ...]
Needs Debian's python3-jupyter-client. Prints seconds, medians of five starts that alternate between the kernels, and ratios to the last kernel named.
"""
import statistics
import subprocess
import sys
import time

from jupyter_client.manager import KernelManager

ROUNDS, LATER = 5, 20


def run(client, code):
    message = client.execute(code)
    while client.get_shell_msg(timeout=60)["parent_header"].get("msg_id") != message:
        pass


def measure(name):
    manager = KernelManager(kernel_name=name)
    start = time.perf_counter()
    manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    ready = time.perf_counter()
    run(client, "1 + 1")
    first = time.perf_counter()
    for i in range(LATER):
        run(client, f"var x{i} = {i};")
    later = (time.perf_counter() - first) / LATER
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return ready - start, first - ready, later


names = sys.argv[1:]
times = {name: [] for name in names}
for _ in range(ROUNDS):
    for name in names:
        times[name].append(measure(name))
medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in times.items()}
print(f"{'kernel':20} {'ready':>8} {'1st cell':>8} {'later':>8}   ratios to {names[-1]}")
for name, values in medians.items():
    ratios = "  ".join(f"{value / other:.2f}" for value, other in zip(values, medians[names[-1]]))
    print(f"{name:20} " + " ".join(f"{value:8.3f}" for value in values) + f"   {ratios}")
