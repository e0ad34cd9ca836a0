/** Tests of what workflows keep in a real inventory. */
@NullMarked
package dev.rigger.activities.inventory;

import org.jspecify.annotations.NullMarked;
