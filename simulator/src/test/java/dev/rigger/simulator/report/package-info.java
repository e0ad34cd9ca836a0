/** That what is reported is what was played. */
@NullMarked
package dev.rigger.simulator.report;

import org.jspecify.annotations.NullMarked;
