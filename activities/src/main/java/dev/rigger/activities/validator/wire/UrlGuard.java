package dev.rigger.activities.validator.wire;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at URLs that come in answers before anything of ours is sent there. Validators that the operator named are trusted
 * wherever they are, on loopback too; everything else has to be https and to resolve to public addresses alone.
 */
public final class UrlGuard {
    private static final Set<String> PLAIN = Set.of("http", "ws");
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Set<String> trusted = new HashSet<>();
    private final Resolver resolver;

    /** Names to addresses. */
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** Why a URL is not safe. Stable codes. */
    public enum Danger {
        URL_MALFORMED,
        URL_NOT_HTTPS,
        /** User and password stand in it. */
        URL_CARRIES_CREDENTIALS,
        URL_UNRESOLVABLE,
        /** Loopback, private, link-local, a cloud's metadata, or otherwise nobody's public address. */
        URL_NOT_PUBLIC
    }

    /** @param trusted whose scheme, host and port are trusted as they are */
    public UrlGuard(Collection<URI> trusted, Resolver resolver) {
        trusted.forEach(url -> this.trusted.add(origin(url)));
        this.resolver = resolver;
    }

    /** Empty when it is safe to follow. */
    public Optional<Danger> danger(String url) {
        try {
            return danger(new URI(url));
        } catch (URISyntaxException malformed) {
            return Optional.of(Danger.URL_MALFORMED);
        }
    }

    private Optional<Danger> danger(URI url) {
        if (url.getScheme() == null || url.getHost() == null) {
            return Optional.of(Danger.URL_MALFORMED);
        }
        if (url.getUserInfo() != null) {
            return Optional.of(Danger.URL_CARRIES_CREDENTIALS);
        }
        if (trusted.contains(origin(url))) {
            return Optional.empty();
        }
        if (!url.getScheme().equalsIgnoreCase("https")) {
            return Optional.of(Danger.URL_NOT_HTTPS);
        }
        try {
            for (InetAddress address : resolver.resolve(bare(url.getHost()))) {
                if (!PublicAddresses.contain(address)) {
                    return Optional.of(Danger.URL_NOT_PUBLIC);
                }
            }
            return Optional.empty();
        } catch (UnknownHostException unknown) {
            return Optional.of(Danger.URL_UNRESOLVABLE);
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String origin(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        int port = url.getPort();
        if (port < 0) {
            port = PLAIN.contains(scheme) ? HTTP_PORT : HTTPS_PORT;
        }
        return scheme + "://" + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }
}
