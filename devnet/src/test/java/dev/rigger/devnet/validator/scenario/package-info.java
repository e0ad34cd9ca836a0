/** Scenario files, read and played. */
@NullMarked
package dev.rigger.devnet.validator.scenario;

import org.jspecify.annotations.NullMarked;
