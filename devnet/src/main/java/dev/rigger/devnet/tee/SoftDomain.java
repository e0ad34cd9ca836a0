package dev.rigger.devnet.tee;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a trust domain's report says of it.
 *
 * @param seamSigner of the TDX module; zeros for Intel's own
 * @param attributes 1 in the first byte is debuggable
 * @param mrTd and {@code rtmrs}: of the image
 */
public record SoftDomain(byte[] seamSigner, byte[] attributes, byte[] mrTd, List<byte[]> rtmrs) {
    private static final int REGISTER = 48;

    /** An image of that number, its four registers its own. */
    public static SoftDomain image(int number) {
        return new SoftDomain(
                new byte[REGISTER],
                new byte[8],
                register(number),
                List.of(register(number + 1), register(number + 2), register(number + 3), register(number + 4)));
    }

    public SoftDomain debuggable() {
        return new SoftDomain(seamSigner, new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, mrTd, rtmrs);
    }

    public SoftDomain ofModuleBy(byte[] signer) {
        return new SoftDomain(signer, attributes, mrTd, rtmrs);
    }

    /** As a validator lists the image. */
    public Map<String, Object> measurement(String version, String gpuType, int gpus) {
        Map<String, String> registers = new LinkedHashMap<>();
        for (int i = 0; i < rtmrs.size(); i++) {
            registers.put("rtmr" + i, HexFormat.of().formatHex(rtmrs.get(i)));
        }
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("version", version);
        wire.put("name", "devnet");
        wire.put("mrtd", HexFormat.of().formatHex(mrTd));
        wire.put("rtmrs", registers);
        wire.put("expected_gpus", List.of(gpuType));
        wire.put("gpu_count", gpus);
        return wire;
    }

    /** TD report 1.0, 584 bytes. */
    byte[] report(byte[] reportData) {
        ByteBuffer body = ByteBuffer.allocate(584).order(ByteOrder.LITTLE_ENDIAN);
        body.position(16 + REGISTER);
        body.put(seamSigner).putLong(0).put(attributes).putLong(0xe7).put(mrTd);
        body.position(body.position() + 3 * REGISTER);
        rtmrs.forEach(body::put);
        return body.put(reportData).array();
    }

    private static byte[] register(int number) {
        byte[] register = new byte[REGISTER];
        Arrays.fill(register, (byte) number);
        return register;
    }
}
