/** The world as workflow tests need it: small working counterparts with state and faults. */
@NullMarked
package dev.rigger.workflows.world;

import org.jspecify.annotations.NullMarked;
