/** Bounties. */
@NullMarked
package dev.rigger.workflows.bounty;

import org.jspecify.annotations.NullMarked;
