/** Pods on simulated servers: pull, initialise, run, stop, and who holds which GPU. */
@NullMarked
package dev.rigger.devnet.cluster.kubelet;

import org.jspecify.annotations.NullMarked;
