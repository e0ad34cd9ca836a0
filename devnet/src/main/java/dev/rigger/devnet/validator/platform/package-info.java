/** What the devnet validator knows and decides: chutes, nodes, launch configs, instances, bounties, invariants. */
@NullMarked
package dev.rigger.devnet.validator.platform;

import org.jspecify.annotations.NullMarked;
