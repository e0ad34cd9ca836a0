/** Launches as a batch, on a real database. */
@NullMarked
package dev.rigger.activities.launches;

import org.jspecify.annotations.NullMarked;
