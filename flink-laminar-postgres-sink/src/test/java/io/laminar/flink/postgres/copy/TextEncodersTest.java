// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** STRING to all that it can become. */
class TextEncodersTest {

    private static final ColumnType TEXT = ColumnType.of(PostgresType.TEXT);

    private static String hex(PostgresType column, String text) {
        return EncodedField.hex("STRING", ColumnType.of(column), StringData.fromString(text));
    }

    private static String refusal(PostgresType column, String text) {
        return EncodedField.refusal("STRING", ColumnType.of(column), StringData.fromString(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
                "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
                "a0eebc999c0b4ef8bb6d6bb9bd380a11",
                "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11",
                "{a0eebc99-9c0b4ef8-bb6d6bb9-bd380A11}"
            })
    void readsEverySpellingOfAUuid(String spelling) {
        assertThat(hex(PostgresType.UUID, spelling))
                .isEqualTo("00000010" + "A0EEBC999C0B4EF8BB6D6BB9BD380A11");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1",
                "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a111",
                "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1g",
                "a0eebc9--9c0b-4ef8-bb6d-6bb9bd380a11",
                "g0eebc999c0b4ef8bb6d6bb9bd380a11",
                "a0-eebc999c0b4ef8bb6d6bb9bd380a11",
                "a0eebc999c0b4ef8bb6d6bb9bd380a11-",
                "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                " a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                "é0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1"
            })
    void refusesWhatIsNoUuid(String text) {
        assertThat(refusal(PostgresType.UUID, text))
                .isEqualTo(
                        "Column 'c': '"
                                + text
                                + "' is no uuid. Expected 32 hexadecimal digits, such as"
                                + " a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11.");
    }

    @Test
    void showsOnlyTheBeginningOfAText() {
        assertThat(refusal(PostgresType.UUID, "x\n".repeat(1_000)))
                .startsWith("Column 'c': '" + "x?".repeat(30) + "…' is no uuid.");
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.0.1,      02 20 00 04 C0A80001",
        "192.168.0.1/24,   02 18 00 04 C0A80001",
        "10.1/16,          02 10 00 04 0A010000",
        "::1,              03 80 00 10 00000000000000000000000000000001",
        "2001:DB8::ff/64,  03 40 00 10 20010DB80000000000000000000000FF",
        "::ffff:1.2.3.4,   03 80 00 10 00000000000000000000FFFF01020304"
    })
    void readsAddresses(String text, String hex) {
        String bytes = hex.replace(" ", "");
        assertThat(hex(PostgresType.INET, text))
                .isEqualTo(String.format("%08X", bytes.length() / 2) + bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "10,               02 08 01 04 0A000000",
        "192.168.1,        02 18 01 04 C0A80100",
        "224,              02 04 01 04 E0000000",
        "192.168/25,       02 19 01 04 C0A80000",
        "2001:db8::/32,    03 20 01 10 20010DB8000000000000000000000000"
    })
    void readsNetworks(String text, String hex) {
        String bytes = hex.replace(" ", "");
        assertThat(hex(PostgresType.CIDR, text))
                .isEqualTo(String.format("%08X", bytes.length() / 2) + bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "x",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4.",
                "1..2.3",
                ".1.2.3",
                "256.1.1.1",
                "1.2.3.4/33",
                "1.2.3.4/",
                "1.2.3.4/x",
                "1.2.3.4/-1",
                "10.1/24",
                "1.2.3.4 ",
                ":",
                ":::",
                "1:2",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "::g",
                "::1/129",
                "1:",
                ":1",
                "1:2:3:4:5:6:7:",
                "::1.2.3",
                "::1.2.3.4:5",
                "fe80::1%eth0"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(refusal(PostgresType.INET, text))
                .isEqualTo(
                        "Column 'c': '"
                                + text
                                + "' is no inet. Expected an IPv4 or IPv6 address, such as"
                                + " 192.168.0.0/24 or 2001:db8::1.");
    }

    @Test
    void refusesANetworkThatIsAnAddressInIt() {
        assertThat(refusal(PostgresType.CIDR, "192.168.0.1/24"))
                .isEqualTo(
                        "Column 'c': '192.168.0.1/24' has bits set to the right of its netmask of 24"
                                + " bits, which cidr refuses. Store it as inet.");
        assertThat(refusal(PostgresType.CIDR, "x"))
                .startsWith("Column 'c': 'x' is no cidr. Expected an IPv4 or IPv6 address");
    }

    @Test
    void putsTheVersionBeforeJsonb() {
        assertThat(hex(PostgresType.JSONB, "{}")).isEqualTo("00000003" + "01" + "7B7D");
        assertThat(hex(PostgresType.JSON, "{}")).isEqualTo("00000002" + "7B7D");
    }

    @ParameterizedTest
    @CsvSource({
        "<?xml version='1.0' encoding='latin1'?><a/>, <?xml version='1.0'                  ?><a/>",
        "<?xml version='1.0' encoding='utf-8'?><a/>, <?xml version='1.0' encoding='utf-8'?><a/>",
        "<?xml version='1.0'?><a encoding='x'/>, <?xml version='1.0'?><a encoding='x'/>",
        "<?xml version='encoding'?>, <?xml version='encoding'?>",
        "<?xml encoding='latin1, <?xml encoding='latin1",
        "<?xml encoding, <?xml encoding",
        "<a encoding='latin1'/>, <a encoding='latin1'/>"
    })
    void blanksTheEncodingThatAnXmlDeclarationNames(String text, String written) {
        assertThat(
                        EncodedField.text(
                                "STRING",
                                ColumnType.of(PostgresType.XML),
                                StringData.fromString(text.replace('\'', '"'))))
                .isEqualTo(written.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\0", "abc\0", "\0abcdefgh", "12345678\0", "1234567890123\000456", "é\0"})
    void refusesTheCharacterThatPostgresqlCannotStore(String text) {
        String message =
                "Column 'c': the text holds the character U+0000, which PostgreSQL can't store."
                        + " Remove it with REPLACE(column, U&'\\0000', '') or store BYTES.";
        assertThat(refusal(PostgresType.TEXT, text)).isEqualTo(message);
        assertThat(refusal(PostgresType.JSONB, text)).isEqualTo(message);
        assertThat(refusal(PostgresType.ENUM, text)).isEqualTo(message);
    }

    @Test
    void refusesBytesThatAreNoText() {
        byte[] latin1 = "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(EncodedField.refusal("STRING", TEXT, StringData.fromBytes(latin1)))
                .isEqualTo(
                        "Column 'c': the text is not valid UTF-8 at its byte 3. Store BYTES, or"
                                + " decode the bytes with DECODE(column, 'UTF-8').");
    }

    @Test
    void writesAQuestionMarkForHalfOfASurrogatePair() {
        assertThat(hex(PostgresType.TEXT, "a\ud83dz")).isEqualTo("00000003" + "613F7A");
        assertThat(hex(PostgresType.TEXT, "\ude00")).isEqualTo("00000001" + "3F");
        // The three bytes that such a half would have are no UTF-8.
        byte[] half = HexFormat.of().parseHex("EDA0BD");
        assertThat(EncodedField.refusal("STRING", TEXT, StringData.fromBytes(half)))
                .startsWith("Column 'c': the text is not valid UTF-8 at its byte 0.");
    }

    @Test
    void copiesTextFromWhereverFlinkKeepsIt() {
        byte[] text = "twenty bytes of text".getBytes(StandardCharsets.US_ASCII);
        String hex = "00000014" + HexFormat.of().withUpperCase().formatHex(text);
        MemorySegment outside = MemorySegmentFactory.allocateUnpooledOffHeapMemory(32);
        outside.put(5, text);
        assertThat(EncodedField.hex("STRING", TEXT, at(5, outside))).isEqualTo(hex);
        MemorySegment first = MemorySegmentFactory.allocateUnpooledSegment(16);
        MemorySegment second = MemorySegmentFactory.allocateUnpooledSegment(16);
        first.put(8, text, 0, 8);
        second.put(0, text, 8, 12);
        assertThat(EncodedField.hex("STRING", TEXT, at(8, first, second))).isEqualTo(hex);
    }

    private static StringData at(int offset, MemorySegment... segments) {
        return BinaryStringData.fromAddress(segments, offset, 20);
    }
}
