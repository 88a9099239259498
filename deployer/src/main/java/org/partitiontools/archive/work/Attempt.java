package org.partitiontools.archive.work;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.partitiontools.archive.ArchiveErrors;
import org.partitiontools.archive.Json;
import org.partitiontools.archive.Manifest;
import org.partitiontools.archive.store.MultipartUpload;
import org.partitiontools.archive.store.ObjectStore;

/** The folder that one attempt writes to, and those of earlier attempts that came to nothing. */
final class Attempt {

    private final ObjectStore store;
    private final String partition;
    private final String mark;
    private final String folder;

    /**
     * @param mark the database, so that nobody takes the attempts of another one for his own
     */
    Attempt(ObjectStore store, UploadTask task, String mark) {
        this.store = store;
        this.partition = KeyName.folder(task.server().prefix(), task.path());
        this.mark = "-" + mark;
        this.folder = partition + "/" + task.attemptId() + this.mark;
    }

    String folder() {
        return folder;
    }

    String key(int file, String suffix) {
        return String.format("%s/part-%05d%s", folder, file, suffix);
    }

    /**
     * Removes what earlier attempts left: objects without a manifest, and uploads that were never completed. The caller holds the lock of
     * the table, so that none of them is under way.
     */
    void removeLeftovers() {
        store.unfinished(partition + "/").filter(upload -> isOurs(upload.key())).forEach(MultipartUpload::abort);
        List<String> keys = store.keys(partition + "/").stream().filter(this::isOurs).toList();
        Set<String> complete = keys.stream().filter(key -> key.endsWith("/" + Manifest.FILE_NAME)).map(Attempt::folderOf)
                .collect(Collectors.toCollection(TreeSet::new));
        keys.stream().filter(key -> !complete.contains(folderOf(key))).forEach(store::delete);
    }

    /** Writes the manifest, last of all, and reads it back. */
    void seal(Manifest manifest) throws SQLException {
        byte[] json = Json.write(manifest).getBytes(StandardCharsets.UTF_8);
        String key = folder + "/" + Manifest.FILE_NAME;
        store.put(key, json);
        if (!Arrays.equals(json, store.get(key))) {
            throw ArchiveErrors.verification("object \"" + key + "\" is not what was written", null);
        }
    }

    /** Removes what this attempt wrote: the manifest first, without which nothing counts. */
    void remove() {
        store.unfinished(folder + "/").forEach(MultipartUpload::abort);
        List<String> keys = store.keys(folder + "/");
        keys.stream().filter(key -> key.endsWith("/" + Manifest.FILE_NAME)).forEach(store::delete);
        keys.stream().filter(key -> !key.endsWith("/" + Manifest.FILE_NAME)).forEach(store::delete);
    }

    private boolean isOurs(String key) {
        return folderOf(key).endsWith(mark);
    }

    private static String folderOf(String key) {
        return key.substring(0, key.lastIndexOf('/'));
    }
}
