/** How a process reaches Temporal: connection, payloads, namespace, shape and version of its workers. */
@NullMarked
package dev.rigger.temporal;

import org.jspecify.annotations.NullMarked;
