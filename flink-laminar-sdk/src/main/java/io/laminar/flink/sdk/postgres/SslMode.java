// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.postgres;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;

/** How much of TLS a connection insists on (PostgreSQL documentation, "SSL Support", libpq). */
@PublicEvolving
public enum SslMode {
    /** No TLS. */
    DISABLE,
    /** TLS where the server offers it; nothing is checked. */
    PREFER,
    /** TLS; the server's certificate is checked only if a root certificate is set. */
    REQUIRE,
    /** TLS, with a certificate that an authority we trust has signed. */
    VERIFY_CA,
    /** As {@link #VERIFY_CA}, and the certificate is for the host that we connect to. */
    VERIFY_FULL;

    /** The mode that is written like this. */
    public static Optional<SslMode> of(String text) {
        return Arrays.stream(values()).filter(mode -> mode.toString().equals(text)).findFirst();
    }

    /** As the option and libpq write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
