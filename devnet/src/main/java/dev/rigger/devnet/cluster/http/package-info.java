/** The simulated cluster's HTTP API. */
@NullMarked
package dev.rigger.devnet.cluster.http;

import org.jspecify.annotations.NullMarked;
