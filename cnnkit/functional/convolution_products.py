"""How kernels go over pictures fast: products of matrices, in blocks that fit the caches."""

import math

import numpy as np

from cnnkit.checks import check_room
from cnnkit.functional import block_sizes
from cnnkit.windows import batch_innermost, batch_outermost, framed, rows_of_windows


class Sweep:
    """One pass of kernels over pictures: where it starts, its steps, and its blocks.

    Parameters
    ----------
    n, channels, out : int
        How many pictures, channels of each, and channels of the result.
    kernel, size, before, stride, dilation : (int, int)
        ``size`` is that of the result; ``before`` the zeros above and to the left of the picture,
        negative where it is cropped.
    """

    def __init__(self, n, channels, out, kernel, size, before, stride, dilation):
        self.kernel, self.size = kernel, size
        self.before, self.stride, self.dilation = before, stride, dilation
        self.covered = tuple(
            (o - 1) * s + (k - 1) * d + 1
            for o, s, k, d in zip(size, stride, kernel, dilation, strict=True)
        )
        check_room((n, max(out, channels), *self.covered), "the padded picture")
        across = kernel[0] * channels * kernel[1]
        self.column = self.covered[0] * channels * kernel[1] * n  # numbers of its windows
        self.columns, self.wide = block_sizes.columns(size[1], self.column, across, n, out)
        # one picture, padded and not cropped, needs one product only
        laid_out = channels * math.prod(kernel) * size[0] * self.covered[1]
        alone = n == 1 and stride == (1, 1) and min(before) >= 0
        self.at_once = alone and block_sizes.fits_cache(laid_out)

    def correlate(self, x, weight):
        """Return the sums of products of all windows with all kernels, (N, O, H_out, W_out)."""
        if self.at_once:
            return self._correlate_one(x[0], weight)
        out, (height, width), columns = len(weight), self.size, self.columns
        kernels = weight.transpose(0, 2, 1, 3).reshape(out, -1)  # (O, kH*C*kW), as in the windows
        blocks = width // columns
        y = np.empty((height, out, blocks, columns * len(x)), np.result_type(x, weight))
        for some, windows in self._windows(x, columns):  # (H_out, some, kH*C*kW, columns*N)
            np.matmul(kernels, windows, out=y[:, :, some].swapaxes(1, 2))
        return batch_outermost(y.reshape(height, out, width, -1))  # (N, O, H_out, W_out)

    def _correlate_one(self, x, weight):
        """Do the same for one picture, (C, H, W), in one product with all of its windows.

        What one place of a kernel meets while it slides is one long run of the framed picture's
        memory, quick to copy. The run also goes over the ends of rows: those sums are left out.
        """
        (height, width), (tall, wide), (top, left) = self.size, self.covered, self.before
        frame = np.zeros((len(x), tall, wide), x.dtype)
        inside = x[:, : tall - top, : wide - left]
        frame[:, top : top + inside.shape[1], left : left + inside.shape[2]] = inside
        run, item = (height - 1) * wide + width, x.itemsize
        steps = tall * wide * item, self.dilation[0] * wide * item, self.dilation[1] * item, item
        windows = np.ndarray((len(x), *self.kernel, run), x.dtype, frame, 0, steps)
        sums = weight.reshape(len(weight), -1).dot(windows.reshape(-1, run))  # (O, run)
        item = sums.itemsize  # a row of the result begins ``wide`` sums after the row before
        steps = sums.nbytes, run * item, wide * item, item
        y = np.ndarray((1, len(weight), height, width), sums.dtype, sums, 0, steps)
        return np.ascontiguousarray(y)

    def weight_gradients(self, d, x, shape):
        """Return how the loss changes with the weights, of ``shape``, and with the biases."""
        (out, channels, k_h, k_w), (height, width), columns = shape, self.size, self.wide
        d = batch_innermost(d).reshape(height, out, -1)  # (H_out, O, W_out*N)
        dbias = d.sum(axis=0).sum(axis=1)  # twice as fast as both axes at once
        # (H_out, blocks, columns*N, O)
        d_blocks = d.reshape(height, out, width // columns, -1).transpose(0, 2, 3, 1)
        dweight = sum(
            np.matmul(windows, d_blocks[:, some]).sum(axis=(0, 1))
            for some, windows in self._windows(x, columns)
        )  # (kH*C*kW, O)
        return dweight.reshape(k_h, channels, k_w, out).transpose(3, 1, 0, 2), dbias

    def _windows(self, x, columns):
        """Yield the matrices of some blocks of columns, and which blocks they are, as a slice."""
        frame = np.ascontiguousarray(framed(x, self.covered, self.before))  # (H, C, W, N)
        blocks = self.size[1] // columns
        some = block_sizes.blocks_at_once(self.column * columns)
        for b in range(0, blocks, some):
            end = min(b + some, blocks)
            windows = rows_of_windows(
                frame,
                self.kernel,
                (self.size[0], (end - b) * columns),
                stride=self.stride,
                dilation=self.dilation,
                first=b * columns,
                columns=columns,
            )
            yield slice(b, end), windows
