package dev.rigger.activities.validator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.activities.validator.wire.UrlGuard.Danger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlGuardTest {
    private static final Map<String, String[]> NAMES = Map.of(
            "public.example", new String[] {"93.184.215.14"},
            "inside.example", new String[] {"10.0.0.7"},
            "both.example", new String[] {"93.184.215.14", "127.0.0.1"});

    private final UrlGuard guard = new UrlGuard(
            List.of(URI.create("http://127.0.0.1:32000"), URI.create("https://api.example")), UrlGuardTest::resolved);

    private static InetAddress[] resolved(String host) throws UnknownHostException {
        if (!NAMES.containsKey(host) && !host.matches("[0-9a-f.:]+")) {
            throw new UnknownHostException(host);
        }
        String[] addresses = NAMES.getOrDefault(host, new String[] {host});
        InetAddress[] all = new InetAddress[addresses.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = InetAddress.getByName(addresses[i]);
        }
        return all;
    }

    @Test
    void aConfiguredValidatorIsTrustedOnLoopbackTooAndNothingElseThere() {
        assertThat(guard.danger("http://127.0.0.1:32000/instances/launch_config/x"))
                .isEmpty();
        assertThat(guard.danger("https://api.example/x")).isEmpty();
        assertThat(guard.danger("https://api.example:443/x")).isEmpty();
        assertThat(guard.danger("http://127.0.0.1:32001/x")).contains(Danger.URL_NOT_HTTPS);
        assertThat(guard.danger("http://api.example/x")).contains(Danger.URL_NOT_HTTPS);
    }

    @Test
    void everythingElseIsHttpsToPublicAddressesAlone() {
        assertThat(guard.danger("https://public.example/x")).isEmpty();
        assertThat(guard.danger("http://public.example/x")).contains(Danger.URL_NOT_HTTPS);
        assertThat(guard.danger("https://inside.example/x")).contains(Danger.URL_NOT_PUBLIC);
        assertThat(guard.danger("https://both.example/x")).contains(Danger.URL_NOT_PUBLIC);
        assertThat(guard.danger("https://nowhere.example/x")).contains(Danger.URL_UNRESOLVABLE);
        assertThat(guard.danger("https://user:word@public.example/x")).contains(Danger.URL_CARRIES_CREDENTIALS);
        assertThat(guard.danger("file:///etc/passwd")).contains(Danger.URL_MALFORMED);
        assertThat(guard.danger("https://pub lic/")).contains(Danger.URL_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "10.255.0.1",
                "100.64.0.1",
                "169.254.169.254",
                "172.31.0.1",
                "192.168.1.1",
                "198.19.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "[::1]",
                "[::]",
                "[fe80::1]",
                "[fd00:ec2::254]",
                "[::ffff:127.0.0.1]",
                "[64:ff9b::a9fe:a9fe]",
                "[2002:7f00:1::]",
                "[2001:db8::1]",
                "[ff02::1]"
            })
    void anAddressThatIsNobodysOnThePublicNetworkIsRefused(String host) {
        assertThat(guard.danger("https://" + host + "/x")).contains(Danger.URL_NOT_PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "192.169.0.1", "[2606:4700::1111]", "[64:ff9b::808:808]"})
    void aPublicAddressIsNot(String host) {
        assertThat(guard.danger("https://" + host + "/x")).isEmpty();
    }
}
