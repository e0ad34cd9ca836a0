/** Stands in for GraVal's closed library, in shape alone. */
@NullMarked
package dev.rigger.devnet.graval;

import org.jspecify.annotations.NullMarked;
