// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.table.data.RowData;

/**
 * STRING as {@code xml}.
 *
 * <p>The binary form believes the encoding that the XML declaration names ({@code xml_recv}), but a
 * STRING is UTF-8 whatever its declaration says: it was decoded before. So any other is blanked
 * out; the server itself ignores it in a literal.
 */
final class XmlEncoder implements ColumnEncoder {

    private static final byte[] DECLARATION = "<?xml".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENCODING = "encoding".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void encode(RowData row, int position, CopyBuffer out) {
        int field = out.beginField();
        int start = out.size();
        PlainText.WRITER.write(row, position, out);
        blankEncoding(out.array(), start, out.size());
        out.endField(field);
    }

    private static void blankEncoding(byte[] bytes, int start, int end) {
        if (!startsWith(bytes, start, end, DECLARATION)) {
            return;
        }
        for (int at = start + DECLARATION.length; at < end && bytes[at] != '>'; at++) {
            if (bytes[at] == '"' || bytes[at] == '\'') {
                // The version or another value: nothing in it is a name.
                at = indexOf(bytes[at], bytes, at + 1, end);
            } else if (startsWith(bytes, at, end, ENCODING)) {
                int opening = quote(bytes, at, end);
                int closing =
                        opening < end ? indexOf(bytes[opening], bytes, opening + 1, end) : end;
                if (closing < end && !isUtf8(bytes, opening + 1, closing)) {
                    Arrays.fill(bytes, at, closing + 1, (byte) ' ');
                }
                return;
            }
        }
    }

    private static boolean isUtf8(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.US_ASCII)
                .equalsIgnoreCase("UTF-8");
    }

    private static boolean startsWith(byte[] bytes, int start, int end, byte[] prefix) {
        return end - start >= prefix.length
                && Arrays.equals(bytes, start, start + prefix.length, prefix, 0, prefix.length);
    }

    private static int quote(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '"' && bytes[at] != '\'') {
            at++;
        }
        return at;
    }

    private static int indexOf(byte wanted, byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at;
    }
}
