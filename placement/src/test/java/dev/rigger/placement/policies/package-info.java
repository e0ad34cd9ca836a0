/** That the policies to play against decide as they should. */
@NullMarked
package dev.rigger.placement.policies;

import org.jspecify.annotations.NullMarked;
