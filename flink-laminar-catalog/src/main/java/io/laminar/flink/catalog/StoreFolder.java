// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.catalog;

import io.laminar.flink.sdk.secret.PercentEncoding;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.catalog.exceptions.CatalogException;

/**
 * A folder of named sets of properties, a file each, on any of Flink's file systems. A file is
 * never seen half-written, as far as its file system renames as a whole.
 */
record StoreFolder(Path folder) {

    private static final String SUFFIX = ".properties";

    StoreFolder child(String name) {
        return new StoreFolder(new Path(folder, PercentEncoding.encode(name)));
    }

    /** Each set, by its name, with what tells whether it has changed. */
    Map<String, Stamp> list() {
        Map<String, Stamp> stamps = new TreeMap<>();
        for (FileStatus file : children()) {
            String name = file.getPath().getName();
            if (!file.isDir() && name.endsWith(SUFFIX)) {
                stamps.put(
                        PercentEncoding.decode(name.substring(0, name.length() - SUFFIX.length())),
                        new Stamp(file.getModificationTime(), file.getLen()));
            }
        }
        return stamps;
    }

    /** When a file was written, and how long it is. */
    record Stamp(long modified, long length) {}

    private FileStatus[] children() {
        try {
            FileSystem files = folder.getFileSystem();
            if (!files.exists(folder)) {
                return new FileStatus[0];
            }
            FileStatus[] children = files.listStatus(folder);
            return children == null ? new FileStatus[0] : children;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Nothing if it has been deleted meanwhile. */
    Optional<Map<String, String>> read(String name) {
        Path file = file(name);
        Properties properties = new Properties();
        try (Reader reader =
                new InputStreamReader(file.getFileSystem().open(file), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure(e);
        } catch (IllegalArgumentException e) {
            throw new CatalogException(CatalogErrors.unreadable(file.toString()), e);
        }
        Map<String, String> texts = new HashMap<>();
        properties.forEach((key, value) -> texts.put((String) key, (String) value));
        return Optional.of(texts);
    }

    void write(String name, Map<String, String> texts) {
        Properties properties = new Properties();
        properties.putAll(texts);
        Path file = file(name);
        Path draft = new Path(folder, "." + UUID.randomUUID() + ".draft");
        try {
            FileSystem files = folder.getFileSystem();
            files.mkdirs(folder);
            try (Writer writer =
                    new OutputStreamWriter(
                            files.create(draft, FileSystem.WriteMode.NO_OVERWRITE),
                            StandardCharsets.UTF_8)) {
                properties.store(writer, null);
            }
            replace(files, draft, file);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static void replace(FileSystem files, Path draft, Path file) throws IOException {
        boolean isReplaced;
        try {
            isReplaced = files.rename(draft, file);
        } catch (IOException e) {
            // Not every file system renames onto a file that is there.
            isReplaced = false;
        }
        if (!isReplaced) {
            files.delete(file, false);
            if (!files.rename(draft, file)) {
                throw new IOException("Can't rename " + draft + " to " + file);
            }
        }
    }

    void delete(String name) {
        delete(file(name), false);
    }

    /** With all that is in it. */
    void delete() {
        delete(folder, true);
    }

    private void delete(Path path, boolean recursive) {
        try {
            path.getFileSystem().delete(path, recursive);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private Path file(String name) {
        return new Path(folder, PercentEncoding.encode(name) + SUFFIX);
    }

    private CatalogException failure(IOException cause) {
        return new CatalogException(CatalogErrors.storeFails(folder.toString()), cause);
    }
}
