/** The planner's counterpart in the world: reads the fleet, keeps every plan with its inputs. */
@NullMarked
package dev.rigger.activities.planning;

import org.jspecify.annotations.NullMarked;
