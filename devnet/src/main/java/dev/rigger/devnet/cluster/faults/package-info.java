/** What can be made to go wrong in the simulated cluster, and what did go wrong in it. */
@NullMarked
package dev.rigger.devnet.cluster.faults;

import org.jspecify.annotations.NullMarked;
