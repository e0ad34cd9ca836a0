/** Tests over real HTTP, with real PostgreSQL, Redis and Temporal. */
@NullMarked
package dev.rigger.web;

import org.jspecify.annotations.NullMarked;
