/** Redis, where dashboards and agents listen to what happens, live. */
@NullMarked
package dev.rigger.activities.redis;

import org.jspecify.annotations.NullMarked;
