/** Names that every capability shares: task queues, workflow ids, search attributes, phases and reasons. */
@NullMarked
package dev.rigger.workflows;

import org.jspecify.annotations.NullMarked;
