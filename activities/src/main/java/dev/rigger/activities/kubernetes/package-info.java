/** What workflows do in Kubernetes clusters: nodes, workloads, cleanups, looks and watches. */
@NullMarked
package dev.rigger.activities.kubernetes;

import org.jspecify.annotations.NullMarked;
