/** The validator's events: the socket that brings them and the inbox that keeps them. */
@NullMarked
package dev.rigger.activities.events;

import org.jspecify.annotations.NullMarked;
