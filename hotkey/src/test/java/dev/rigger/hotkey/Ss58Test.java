package dev.rigger.hotkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ss58Test {
    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    @ParameterizedTest
    @CsvSource({
        "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d," + ALICE,
        "10c68432943c68a6e1be650818b5e08db79e57823de9f34df7ba36d404d91e1d,"
                + "5CShbTqxKUgKZBRDu1VGVpivm3m415stz86A5GBdoV7wrU1d",
        "a4d007a95b28ce117e4051904503612abdcbd22b60475121f92a8b5dedac375a,"
                + "5FnoWRL4FYzd29q8zXoY3JWio9PtBPgrAFu2RcgQazRQsiCs"
    })
    void aKeyHasItsAddress(String publicKey, String address) {
        byte[] key = HexFormat.of().parseHex(publicKey);

        assertThat(Ss58.encode(key)).isEqualTo(address);
        assertThat(Ss58.decode(address)).isEqualTo(key);
    }

    @Test
    void everyKeyComesBackFromItsAddress() {
        Random random = new Random(42);
        for (int i = 0; i < 500; i++) {
            byte[] key = new byte[32];
            random.nextBytes(key);

            assertThat(Ss58.decode(Ss58.encode(key))).isEqualTo(key);
        }
        assertThat(Ss58.decode(Ss58.encode(new byte[32]))).isEqualTo(new byte[32]);
    }

    @Test
    void aMistypedCharacterIsNoticed() {
        Random random = new Random(43);
        for (int i = 0; i < 200; i++) {
            int place = random.nextInt(ALICE.length());
            char other = ALICE.charAt(place) == 'x' ? 'y' : 'x';
            String mistyped = ALICE.substring(0, place) + other + ALICE.substring(place + 1);

            assertThatThrownBy(() -> Ss58.decode(mistyped)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "5",
                "1111",
                "not base 58: 0OIl",
                // Alice's key in Polkadot's format 0 and in Kusama's format 2
                "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5",
                "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F"
            })
    void whatIsNoAddressOfFormat42IsRefused(String text) {
        assertThatThrownBy(() -> Ss58.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEndlessAddressIsRefusedWithoutComputingIt() {
        assertThatThrownBy(() -> Ss58.decode("z".repeat(1_000_000))).isInstanceOf(IllegalArgumentException.class);
    }
}
