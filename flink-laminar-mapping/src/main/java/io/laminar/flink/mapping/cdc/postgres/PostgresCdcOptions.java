// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.mapping.cdc.postgres;

import io.laminar.flink.sdk.postgres.SslMode;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of {@code 'connector' = 'laminar-postgres-cdc'} beside those of the connection. */
@PublicEvolving
public final class PostgresCdcOptions {

    public static final ConfigOption<String> TABLE =
            ConfigOptions.key("table")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The table whose changes are read: 'table' or 'schema.table'; the schema"
                                    + " is 'public' if absent. Names with capitals in double"
                                    + " quotes.");

    public static final ConfigOption<String> SLOT_NAME =
            ConfigOptions.key("slot.name")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("slot_name")
                    .withDescription(
                            "The replication slot, which keeps the server's log until it is read: lower"
                                    + " case letters, digits and underscores. One table of one job"
                                    + " has one. Made of the names of job and table if not set, and"
                                    + " created when the job starts.");

    public static final ConfigOption<String> PUBLICATION_NAME =
            ConfigOptions.key("publication.name")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("publication_name")
                    .withDescription(
                            "The publication that holds the table: lower case letters, digits and"
                                    + " underscores. Made of the table's name if not set. One that"
                                    + " is missing is created for this table, when the statement is"
                                    + " planned.");

    public static final ConfigOption<SslMode> SSL_MODE =
            ConfigOptions.key("ssl.mode")
                    .enumType(SslMode.class)
                    .defaultValue(SslMode.PREFER)
                    .withFallbackKeys("ssl_mode")
                    .withDescription(
                            "'disable'; 'prefer': TLS where the server offers it; 'require': TLS;"
                                    + " 'verify-ca': TLS with a certificate that a trusted"
                                    + " authority has signed; 'verify-full': and it is for this"
                                    + " host. Only the last two keep an impostor out.");

    public static final ConfigOption<String> SSL_ROOT_CERT =
            ConfigOptions.key("ssl.root.cert")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("ssl_root_cert")
                    .withDescription(
                            "A PEM file with the certificates of the trusted authorities, on every"
                                    + " machine; for 'verify-ca' and 'verify-full'.");

    public static final ConfigOption<String> SSL_CERT =
            ConfigOptions.key("ssl.cert")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("ssl_cert")
                    .withDescription(
                            "A PEM file with the client's certificate, on every machine; for servers"
                                    + " that ask for one.");

    public static final ConfigOption<String> SSL_KEY =
            ConfigOptions.key("ssl.key")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("ssl_key")
                    .withDescription(
                            "A file with the private key of 'ssl.cert', on every machine: PKCS #8 in"
                                    + " DER form, without a password.");

    private PostgresCdcOptions() {}
}
