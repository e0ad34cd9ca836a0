/** Simulated servers: their GPUs, labels, capacity and model caches. */
@NullMarked
package dev.rigger.devnet.cluster.hardware;

import org.jspecify.annotations.NullMarked;
