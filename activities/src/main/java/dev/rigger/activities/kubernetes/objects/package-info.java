/** The Kubernetes objects a miner creates, built from values alone. */
@NullMarked
package dev.rigger.activities.kubernetes.objects;

import org.jspecify.annotations.NullMarked;
