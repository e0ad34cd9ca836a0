/** The inventory as a counterpart: what workflows read of it and write to it. */
@NullMarked
package dev.rigger.activities.inventory;

import org.jspecify.annotations.NullMarked;
