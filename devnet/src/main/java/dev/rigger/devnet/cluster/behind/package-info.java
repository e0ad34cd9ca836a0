/** Simulated servers behind a real API server: nodes, pods and watches through a Kubernetes client. */
@NullMarked
package dev.rigger.devnet.cluster.behind;

import org.jspecify.annotations.NullMarked;
