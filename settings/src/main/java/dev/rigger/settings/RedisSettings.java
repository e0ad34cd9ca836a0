package dev.rigger.settings;

import java.net.URI;

/** @param url {@code REDIS_URL}; may carry a password, so print {@link #shown()} */
public record RedisSettings(URI url) {
    public String shown() {
        return url.getScheme() + "://" + url.getHost() + ":" + url.getPort() + url.getPath();
    }

    @Override
    public String toString() {
        return shown();
    }
}
