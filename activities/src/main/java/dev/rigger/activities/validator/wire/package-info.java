/** One validator's HTTP: signed requests, bounded answers, limits, and an end to every wait. */
@NullMarked
package dev.rigger.activities.validator.wire;

import org.jspecify.annotations.NullMarked;
