/** The whole system on real parts: Temporal, PostgreSQL, Redis, signed wire traffic, and processes that are killed. */
@NullMarked
package dev.rigger.app.whole;

import org.jspecify.annotations.NullMarked;
