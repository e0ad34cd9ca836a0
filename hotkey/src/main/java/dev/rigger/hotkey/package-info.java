/** The miner's key: sr25519 signatures, SS58 addresses, signed requests and their verification. */
@NullMarked
package dev.rigger.hotkey;

import org.jspecify.annotations.NullMarked;
