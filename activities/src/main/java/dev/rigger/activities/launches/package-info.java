/** Launches as a batch: the first steps of many deployments, side by side. */
@NullMarked
package dev.rigger.activities.launches;

import org.jspecify.annotations.NullMarked;
