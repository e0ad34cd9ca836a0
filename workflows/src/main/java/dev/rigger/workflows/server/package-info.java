/** A GPU server's owner: lock, unlock, drain, delete. */
@NullMarked
package dev.rigger.workflows.server;

import org.jspecify.annotations.NullMarked;
