/** What one server more or less would be worth. */
@NullMarked
package dev.rigger.placement.capacity;

import org.jspecify.annotations.NullMarked;
