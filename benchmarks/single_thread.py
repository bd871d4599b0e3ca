"""One thread for every BLAS, and OpenBLAS as it would choose by itself; import before NumPy.

Settings that the machine's environment forces on OpenBLAS, such as a core type, slow NumPy alone
down: PyTorch brings its own BLAS and ignores them. `--keep-blas` keeps them.
"""

import os
import sys

FOUND = {name: value for name, value in os.environ.items() if name.startswith("OPENBLAS_")}
KEPT = "--keep-blas" in sys.argv

if not KEPT:
    for name in FOUND:
        del os.environ[name]
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"  # JAX
