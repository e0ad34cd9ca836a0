/** Tests of what a snapshot is refused for. */
@NullMarked
package dev.rigger.placement.check;

import org.jspecify.annotations.NullMarked;
