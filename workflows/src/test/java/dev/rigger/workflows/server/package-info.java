/** Servers and their owner. */
@NullMarked
package dev.rigger.workflows.server;

import org.jspecify.annotations.NullMarked;
