// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.util.Arrays;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** The scalar types that the sink can write. */
@Internal
public enum PostgresType {
    BOOL(16, "boolean"),
    INT2(21, "smallint"),
    INT4(23, "integer"),
    INT8(20, "bigint"),
    NUMERIC(1700, "numeric"),
    FLOAT4(700, "real"),
    FLOAT8(701, "double precision"),
    TEXT(25, "text"),
    VARCHAR(1043, "character varying"),
    BPCHAR(1042, "character"),
    NAME(19, "name"),
    /** The type of the extension of this name; written as text. */
    CITEXT(0, "citext"),
    /** Any type made by CREATE TYPE … AS ENUM; written as its label. */
    ENUM(0, "enum"),
    UUID(2950, "uuid"),
    JSON(114, "json"),
    JSONB(3802, "jsonb"),
    XML(142, "xml"),
    INET(869, "inet"),
    CIDR(650, "cidr"),
    BYTEA(17, "bytea"),
    DATE(1082, "date"),
    TIME(1083, "time without time zone"),
    TIMESTAMP(1114, "timestamp without time zone"),
    TIMESTAMPTZ(1184, "timestamp with time zone"),
    INTERVAL(1186, "interval");

    private final long oid;
    private final String sqlName;

    PostgresType(long oid, String sqlName) {
        this.oid = oid;
        this.sqlName = sqlName;
    }

    /** The built-in type with this OID of {@code pg_type}, if the sink can write it. */
    public static Optional<PostgresType> ofOid(long oid) {
        return Arrays.stream(values()).filter(type -> type.oid == oid && oid != 0).findFirst();
    }

    /** The OID, which never changes for a built-in type; 0 for the others. */
    long oid() {
        return oid;
    }

    /** The name as the SQL standard and {@code \d} in psql write it. */
    @Override
    public String toString() {
        return sqlName;
    }
}
