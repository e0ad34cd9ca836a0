/** The cluster's controllers, one per duty. */
@NullMarked
package dev.rigger.devnet.cluster.control;

import org.jspecify.annotations.NullMarked;
