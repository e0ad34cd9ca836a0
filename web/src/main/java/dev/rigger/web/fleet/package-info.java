/** The fleet as the wire shows it: flat, in snake case, without a secret. */
@NullMarked
package dev.rigger.web.fleet;

import org.jspecify.annotations.NullMarked;
