/** The port to one Kubernetes cluster, and the client behind it. */
@NullMarked
package dev.rigger.activities.kubernetes.cluster;

import org.jspecify.annotations.NullMarked;
