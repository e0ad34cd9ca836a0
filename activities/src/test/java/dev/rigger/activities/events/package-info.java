/** The socket and the inbox, against a real Socket.IO server and a real database. */
@NullMarked
package dev.rigger.activities.events;

import org.jspecify.annotations.NullMarked;
