package dev.rigger.devnet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopbackTest {
    @Test
    void addressesOfItsOwnAreDifferentAndReachThisMachineAlone() {
        List<String> addresses =
                IntStream.range(0, 2046).mapToObj(Loopback::ownAddress).toList();

        assertThat(addresses)
                .doesNotHaveDuplicates()
                .allSatisfy(address -> assertThat(InetAddress.getByName(address).isLoopbackAddress())
                        .isTrue())
                .noneMatch(address -> address.startsWith("127.0.0.") || address.startsWith("127.0.1."));
        assertThatThrownBy(() -> Loopback.ownAddress(2046)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aPortMayBeTakenAtEachOfThem() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getByName(Loopback.ownAddress(0)));
                ServerSocket another =
                        new ServerSocket(one.getLocalPort(), 1, InetAddress.getByName(Loopback.ownAddress(2045)))) {
            assertThat(another.getLocalPort()).isEqualTo(one.getLocalPort());
        }
    }
}
