/** Tests of the planners. */
@NullMarked
package dev.rigger.placement;

import org.jspecify.annotations.NullMarked;
