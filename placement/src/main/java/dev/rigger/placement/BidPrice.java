package dev.rigger.placement;

/** What a second of one free GPU is worth, because something better may come: compute units per GPU second. */
public record BidPrice(GpuKind gpus, double unitsPerGpuSecond) {}
