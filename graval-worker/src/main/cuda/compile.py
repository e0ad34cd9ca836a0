"""Compiles one CUDA source to PTX with NVRTC: compile.py SOURCE TARGET ARCHITECTURE."""
import ctypes
import glob
import os
import sys

source, target, architecture = sys.argv[1:]
library = glob.glob(os.path.join(sys.prefix, "lib/python3*/site-packages/nvidia/cuda_nvrtc/lib/libnvrtc.so.12"))[0]
nvrtc = ctypes.CDLL(library)


def text(size_of, content_of):
    size = ctypes.c_size_t()
    size_of(program, ctypes.byref(size))
    content = ctypes.create_string_buffer(size.value)
    content_of(program, content)
    return content.value.decode()


program = ctypes.c_void_p()
with open(source, "rb") as file:
    nvrtc.nvrtcCreateProgram(ctypes.byref(program), file.read(), os.path.basename(source).encode(), 0, None, None)
options = [
    b"--gpu-architecture=" + architecture.encode(),
    b"--std=c++17",
    b"--include-path=" + os.path.dirname(os.path.abspath(source)).encode(),
]
failed = nvrtc.nvrtcCompileProgram(program, len(options), (ctypes.c_char_p * len(options))(*options))
log = text(nvrtc.nvrtcGetProgramLogSize, nvrtc.nvrtcGetProgramLog)
if log.strip():
    print(log, file=sys.stderr)
if failed:
    sys.exit(1)
ptx = text(nvrtc.nvrtcGetPTXSize, nvrtc.nvrtcGetPTX)
with open(target, "w") as file:
    for line in ptx.rstrip().splitlines():
        # Constants of the compiler's own that nothing here uses.
        if "nv6target" not in line:
            file.write(line.rstrip() + "\n")
