/** The simulated cluster's objects: versions, selectors, watches, and the file they survive in. */
@NullMarked
package dev.rigger.devnet.cluster.store;

import org.jspecify.annotations.NullMarked;
