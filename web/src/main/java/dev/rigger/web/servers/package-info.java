/** Servers over HTTP: list, add, lock, drain, delete. */
@NullMarked
package dev.rigger.web.servers;

import org.jspecify.annotations.NullMarked;
