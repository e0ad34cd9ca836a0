/** Tests of events, against real servers. */
@NullMarked
package dev.rigger.workers.events;

import org.jspecify.annotations.NullMarked;
