package dev.rigger.graval.cuda;

/** A GPU to be checked: what it says of itself, and how to use it. */
record CudaTarget(DeviceFacts facts, Card card) {}
