/** The comparison. */
@NullMarked
package dev.rigger.workflows.reconcile;

import org.jspecify.annotations.NullMarked;
