/** Tests of explanations. */
@NullMarked
package dev.rigger.placement.explain;

import org.jspecify.annotations.NullMarked;
