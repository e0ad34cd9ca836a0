/** A chute's owner: keeps our copy of its definition true, and ends its deployments when it is deleted. */
@NullMarked
package dev.rigger.workflows.chute;

import org.jspecify.annotations.NullMarked;
