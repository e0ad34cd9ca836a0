package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.MinerSide.Answer;
import dev.rigger.devnet.validator.faults.Fault;
import dev.rigger.devnet.validator.faults.FaultKind;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults as operators order them over HTTP. */
class FaultOrdersTest {
    private static DevnetValidator validator;
    private static MinerSide miner;

    @BeforeAll
    static void start() {
        validator = DevnetValidator.builder().start();
        miner = new MinerSide(validator, "11".repeat(32));
    }

    @AfterEach
    void takeBack() {
        validator.faults().clear();
    }

    @AfterAll
    static void stop() {
        validator.close();
    }

    private static Answer order(String json) {
        return miner.plain("POST", "/devnet/faults", json);
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void everyKindCanBeOrderedByItsName(FaultKind kind) {
        assertThat(order("{\"kind\":\"" + kind.wireName() + "\"}").status()).isEqualTo(201);

        assertThat(validator.faults().all()).containsExactly(Fault.of(kind));
        assertThat(miner.plain("GET", "/devnet/faults", "")
                        .json()
                        .path(0)
                        .path("kinds")
                        .path(0)
                        .asText())
                .isEqualTo(kind.wireName());
    }

    @Test
    void everyPartOfAnOrderIsTakenOverAndToldAgain() {
        JsonNode standing = order("{\"kinds\":[\"slow\",\"status-503\"],\"prefix\":\"/miner/\",\"method\":\"GET\","
                        + "\"share\":0.5,\"count\":3,\"for\":\"10m\",\"delay\":\"2s\",\"keep\":0.2,"
                        + "\"retry_after\":\"1m\"}")
                .json();

        assertThat(validator.faults().all())
                .containsExactly(Fault.of(FaultKind.SLOW, FaultKind.STATUS_503)
                        .on("/miner/")
                        .method("GET")
                        .share(0.5)
                        .times(3)
                        .lasting(Duration.ofMinutes(10))
                        .delay(Duration.ofSeconds(2))
                        .keeping(0.2)
                        .retryAfter(Duration.ofMinutes(1)));
        assertThat(standing.path("for").asText()).isEqualTo("10m");
        assertThat(standing.path("until").asText()).isNotEmpty();
    }

    @Test
    void oneFaultCanBeTakenBackByItsNumber() {
        String first = order("{\"kind\":\"slow\"}").json().path("number").asText();
        order("{\"kind\":\"reset\",\"prefix\":\"/nowhere\"}");

        assertThat(miner.plain("DELETE", "/devnet/faults/" + first, "").json()).hasSize(1);
        Answer again = miner.plain("DELETE", "/devnet/faults/" + first, "");
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.json().path("code").asText()).isEqualTo("FAULT_NOT_STANDING");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                             | FAULT_KIND_MISSING
            {"kinds":[]}                                   | FAULT_KIND_MISSING
            {"kind":"explode"}                             | FAULT_KIND_UNKNOWN
            {"kinds":["slow","socket-drop"]}               | FAULT_SIDES_MIXED
            {"kinds":"slow"}                               | FAULT_FIELD_WRONG
            {"kind":"slow","seconds":3}                    | FAULT_FIELD_UNKNOWN
            {"kind":"slow","prefix":"miner"}               | FAULT_PREFIX_WRONG
            {"kind":"slow","prefix":3}                     | FAULT_FIELD_WRONG
            {"kind":"slow","method":"FETCH"}               | FAULT_METHOD_WRONG
            {"kind":"socket-drop","method":"GET"}          | FAULT_METHOD_WRONG
            {"kind":"slow","share":0}                      | FAULT_SHARE_WRONG
            {"kind":"slow","share":1.5}                    | FAULT_SHARE_WRONG
            {"kind":"slow","share":"half"}                 | FAULT_FIELD_WRONG
            {"kind":"slow","count":0}                      | FAULT_COUNT_WRONG
            {"kind":"slow","count":1.5}                    | FAULT_FIELD_WRONG
            {"kind":"slow","for":"soon"}                   | FAULT_FIELD_WRONG
            {"kind":"slow","for":"0s"}                     | FAULT_TIME_WRONG
            {"kind":"partial-list","keep":2}               | FAULT_KEEP_WRONG
            []                                             | FAULT_FIELD_WRONG
            """)
    void aBadOrderIsRefusedWithWhatAndCodeAndWhatNext(String order, String code) {
        Answer refused = order(order);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("code").asText()).isEqualTo(code);
        assertThat(refused.json().path("detail").asText()).isNotEmpty();
        assertThat(refused.json().path("next").asText()).isNotEmpty();
        assertThat(validator.faults().all()).isEmpty();
    }
}
