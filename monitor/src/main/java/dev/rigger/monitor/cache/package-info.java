/** What agents pushed, in Redis. It hints and shows; whoever decides asks the cluster itself. */
@NullMarked
package dev.rigger.monitor.cache;

import org.jspecify.annotations.NullMarked;
