/** Real servers on this machine's loopback address, for rehearsals and tests: PostgreSQL, Redis, Temporal, Kubernetes. */
@NullMarked
package dev.rigger.devnet.local;

import org.jspecify.annotations.NullMarked;
