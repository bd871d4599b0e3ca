"""Networks between libraries: out to ONNX, weights in from Keras, batch norms folded away."""

from cnnkit.checks import no_attribute, speak
from cnnkit.interop.batch_norm_folding import fold_batch_norm
from cnnkit.interop.keras import from_keras
from cnnkit.interop.onnx import export_onnx

__all__ = ["export_onnx", "fold_batch_norm", "from_keras"]
speak(globals(), __all__)


def __getattr__(name: str) -> None:
    raise no_attribute("module 'cnnkit.interop'", name)
