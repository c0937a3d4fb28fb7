// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.postgres.copy;

import java.util.Arrays;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** A column type that the sink can write, by its OID in {@code pg_type}, which never changes. */
@Internal
public enum PostgresType {
    BOOL(16, "boolean"),
    BYTEA(17, "bytea"),
    INT8(20, "bigint"),
    INT2(21, "smallint"),
    INT4(23, "integer"),
    TEXT(25, "text"),
    FLOAT4(700, "real"),
    FLOAT8(701, "double precision"),
    BPCHAR(1042, "character"),
    VARCHAR(1043, "character varying"),
    DATE(1082, "date"),
    TIME(1083, "time without time zone"),
    TIMESTAMP(1114, "timestamp without time zone"),
    TIMESTAMPTZ(1184, "timestamp with time zone"),
    NUMERIC(1700, "numeric");

    private final long oid;
    private final String sqlName;

    PostgresType(long oid, String sqlName) {
        this.oid = oid;
        this.sqlName = sqlName;
    }

    /** The type with this OID, if the sink can write it. */
    public static Optional<PostgresType> ofOid(long oid) {
        return Arrays.stream(values()).filter(type -> type.oid == oid).findFirst();
    }

    /** The name as the SQL standard and {@code \d} in psql write it. */
    @Override
    public String toString() {
        return sqlName;
    }
}
