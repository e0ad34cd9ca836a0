/** From the inbox to the workflows: every event reaches its owner at least once, in its subject's order. */
@NullMarked
package dev.rigger.workers.events;

import org.jspecify.annotations.NullMarked;
