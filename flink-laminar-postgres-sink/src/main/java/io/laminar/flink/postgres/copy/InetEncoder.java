// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import org.apache.flink.table.data.RowData;

/**
 * STRING as {@code inet} or {@code cidr}: family, bits of the netmask, which of the two types,
 * length and bytes of the address ({@code network_recv}).
 *
 * <p>Reads what PostgreSQL reads (documentation, "Network Address Types"): an IPv4 or IPv6 address,
 * with a netmask or without. The last octets of IPv4 may be left out where the netmask does not
 * need them. A {@code cidr} must not have bits set to the right of its netmask.
 */
final class InetEncoder implements ColumnEncoder {

    /** Which of the two types the column has. */
    enum Kind {
        INET,
        CIDR
    }

    private static final int IPV4_FAMILY = 2;
    private static final int IPV6_FAMILY = 3;
    private static final int HEADER_BYTES = 4;

    private final Kind kind;
    private final NetworkAddress address = new NetworkAddress();

    InetEncoder(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void encode(RowData row, int position, CopyBuffer out) {
        int start = PlainText.copy(row, position, out);
        if (!address.parse(out.array(), start, out.size(), kind)) {
            throw new IllegalArgumentException(
                    ValueErrors.unreadable(
                            row.getString(position),
                            kind == Kind.INET ? "inet" : "cidr",
                            "an IPv4 or IPv6 address, such as 192.168.0.0/24 or 2001:db8::1"));
        }
        if (kind == Kind.CIDR && address.hasBitsRightOfMask()) {
            throw new IllegalArgumentException(
                    ValueErrors.bitsRightOfMask(row.getString(position), address.bits()));
        }
        // The text was only lent a place to be read from.
        out.truncate(start);
        out.putInt(HEADER_BYTES + address.length());
        out.putByte(address.isIpv6() ? IPV6_FAMILY : IPV4_FAMILY);
        out.putByte(address.bits());
        out.putByte(kind == Kind.CIDR ? 1 : 0);
        out.putByte(address.length());
        for (int i = 0; i < address.length(); i++) {
            out.putByte(address.octet(i));
        }
    }
}
