/** What a contest came to, for people and for machines. */
@NullMarked
package dev.rigger.simulator.report;

import org.jspecify.annotations.NullMarked;
