/** One bounty's outcome: placed, lost or expired. */
@NullMarked
package dev.rigger.workflows.bounty;

import org.jspecify.annotations.NullMarked;
