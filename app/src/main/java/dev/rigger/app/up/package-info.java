/** Everything on one machine: starts the servers, the devnet and Rigger's processes, and tells what happens in them. */
@NullMarked
package dev.rigger.app.up;

import org.jspecify.annotations.NullMarked;
