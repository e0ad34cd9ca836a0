/** What a real API server costs: launches a second, and passes of comparison over standing fleets. */
@NullMarked
package dev.rigger.app.bench.cluster;

import org.jspecify.annotations.NullMarked;
