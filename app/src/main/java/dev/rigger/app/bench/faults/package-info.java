/** What a validator's misbehaviour does to a fleet: every fault on every kind of fleet, judged and told as a table. */
@NullMarked
package dev.rigger.app.bench.faults;

import org.jspecify.annotations.NullMarked;
