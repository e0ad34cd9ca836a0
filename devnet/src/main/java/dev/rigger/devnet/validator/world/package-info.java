/** What moves by itself behind the devnet: users, authors, rival miners, the platform's own machinery. */
@NullMarked
package dev.rigger.devnet.validator.world;

import org.jspecify.annotations.NullMarked;
