/** Tests of the stored form. */
@NullMarked
package dev.rigger.placement.stored;

import org.jspecify.annotations.NullMarked;
