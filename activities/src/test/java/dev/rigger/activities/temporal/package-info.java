/** Tests of the temporal activities, against real servers. */
@NullMarked
package dev.rigger.activities.temporal;

import org.jspecify.annotations.NullMarked;
