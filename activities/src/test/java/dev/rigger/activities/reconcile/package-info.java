/** Tests of the comparison, against a real inventory. */
@NullMarked
package dev.rigger.activities.reconcile;

import org.jspecify.annotations.NullMarked;
