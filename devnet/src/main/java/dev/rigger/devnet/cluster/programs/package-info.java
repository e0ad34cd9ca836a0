/** What runs inside simulated containers. */
@NullMarked
package dev.rigger.devnet.cluster.programs;

import org.jspecify.annotations.NullMarked;
