/** Tests of leadership, against real servers. */
@NullMarked
package dev.rigger.workers.leadership;

import org.jspecify.annotations.NullMarked;
