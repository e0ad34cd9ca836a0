/** What goes over the wire between an agent and the monitor. */
@NullMarked
package dev.rigger.monitor.wire;

import org.jspecify.annotations.NullMarked;
