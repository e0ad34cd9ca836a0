/** The comparison of what we believe with what the validator and the clusters say. */
@NullMarked
package dev.rigger.workflows.reconcile;

import org.jspecify.annotations.NullMarked;
