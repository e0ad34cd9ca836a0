/** The comparison of what we believe with what was seen, and who is told of the differences. */
@NullMarked
package dev.rigger.activities.reconcile;

import org.jspecify.annotations.NullMarked;
