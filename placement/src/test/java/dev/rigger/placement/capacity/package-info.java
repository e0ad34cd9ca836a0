/** Tests of capacity advice. */
@NullMarked
package dev.rigger.placement.capacity;

import org.jspecify.annotations.NullMarked;
