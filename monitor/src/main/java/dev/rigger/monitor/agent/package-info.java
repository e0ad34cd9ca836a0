/** The process in a worker cluster that pushes the cluster's state to its miner's control plane. */
@NullMarked
package dev.rigger.monitor.agent;

import org.jspecify.annotations.NullMarked;
