/** Tests of the planning activities, against real servers. */
@NullMarked
package dev.rigger.activities.planning;

import org.jspecify.annotations.NullMarked;
