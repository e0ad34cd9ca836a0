/** A simulated Kubernetes cluster of GPU servers, reached like a real one. */
@NullMarked
package dev.rigger.devnet.cluster;

import org.jspecify.annotations.NullMarked;
