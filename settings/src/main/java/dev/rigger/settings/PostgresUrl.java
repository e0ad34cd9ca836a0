package dev.rigger.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code POSTGRESQL} as operators write it: SQLAlchemy's form, {@code postgresql+asyncpg://user:password@host:port/db},
 * or libpq's, {@code postgresql://…}. User and password are percent-encoded; {@code ssl} in the query is SQLAlchemy's
 * name of {@code sslmode}.
 */
record PostgresUrl(String jdbcUrl, String user, String password) {
    static final String RULE =
            "it must read postgresql://user:password@host:port/database, the postgresql+asyncpg:// form included, with"
                    + " special characters in user and password percent-encoded";

    private static final Pattern SCHEME = Pattern.compile("(?:postgresql|postgres)(?:\\+[a-z0-9]+)?");

    /** Empty when the text breaks {@link #RULE}. */
    static Optional<PostgresUrl> parse(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException notAUrl) {
            return Optional.empty();
        }
        String path = url.getPath();
        if (url.getScheme() == null
                || !SCHEME.matcher(url.getScheme()).matches()
                || url.getHost() == null
                || url.getRawUserInfo() == null
                || path == null
                || path.length() < 2) {
            return Optional.empty();
        }
        String[] credentials = url.getRawUserInfo().split(":", 2);
        int port = url.getPort() < 0 ? 5432 : url.getPort();
        String query = url.getRawQuery() == null ? "" : "?" + sslmode(url.getRawQuery());
        return Optional.of(new PostgresUrl(
                "jdbc:postgresql://" + url.getHost() + ":" + port + url.getRawPath() + query,
                decoded(credentials[0]),
                credentials.length < 2 ? "" : decoded(credentials[1])));
    }

    private static String sslmode(String query) {
        return Pattern.compile("(^|&)ssl=").matcher(query).replaceAll("$1sslmode=");
    }

    /** A plus sign is itself here; only the form encoding of web pages makes it a blank. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return jdbcUrl;
    }
}
