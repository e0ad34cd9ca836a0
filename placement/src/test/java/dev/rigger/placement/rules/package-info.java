/** Tests of the hard rules, one by one. */
@NullMarked
package dev.rigger.placement.rules;

import org.jspecify.annotations.NullMarked;
