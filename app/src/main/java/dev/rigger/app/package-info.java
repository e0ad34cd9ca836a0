/** One program, many processes: finds settings, wires beans, starts what was asked for. */
@NullMarked
package dev.rigger.app;

import org.jspecify.annotations.NullMarked;
