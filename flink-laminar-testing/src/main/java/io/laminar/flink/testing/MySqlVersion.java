// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Which server a {@link MySqlServer} is: MariaDB counts as one, since it talks as MySQL does. */
public enum MySqlVersion {
    /** The last line that Flink CDC can read by itself, with GTIDs. From a Maven artifact. */
    MYSQL_8_0 {
        @Override
        MySqlProgram unpack(Path folder) throws IOException {
            Path archive = ServerSoftware.folder("mysql").resolve("mysql-Linux-amd64.tar.gz");
            MySqlProgram.run(
                    List.of("tar", "-xzf", archive.toString(), "-C", folder.toString()), folder);
            return MySqlProgram.mySql(folder, List.of(folder.resolve("bin/mysqld").toString()));
        }
    },

    /** The newest that Debian has, from {@code servers/mysql-next.sh}, with GTIDs. */
    MYSQL_9 {
        @Override
        MySqlProgram unpack(Path folder) throws IOException {
            Path base = ServerSoftware.folder("mysql-next").resolve("usr");
            return MySqlProgram.mySql(
                    base,
                    List.of(
                            // It is made for a C library newer than this system's.
                            base.resolve("lib64/ld-linux-x86-64.so.2").toString(),
                            "--library-path",
                            base.resolve("lib/x86_64-linux-gnu").toString(),
                            base.resolve("sbin/mysqld").toString()));
        }
    },

    /** MariaDB 11.4, from a Maven artifact; without TLS, whose keys would take it ten seconds. */
    MARIADB_11 {
        @Override
        MySqlProgram unpack(Path folder) throws IOException {
            return MySqlProgram.mariaDb(ServerSoftware.folder("mariadb"));
        }
    };

    /**
     * The program, ready to run.
     *
     * @param folder empty, for what has to be unpacked
     */
    abstract MySqlProgram unpack(Path folder) throws IOException;
}
