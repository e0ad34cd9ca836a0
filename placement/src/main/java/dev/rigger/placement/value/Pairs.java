package dev.rigger.placement.value;

/** One number for a chute on a server. */
final class Pairs {

    private Pairs() {}

    static long key(int chute, int server) {
        return ((long) chute << 32) | (server & 0xffffffffL);
    }
}
