/** Tests of the simulated cluster. */
@NullMarked
package dev.rigger.devnet.cluster;

import org.jspecify.annotations.NullMarked;
