package org.partitiontools.archive.work;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.partitiontools.database.Identifier;

/** How a partition is cut into objects: by ranges of blocks, which one scan finds without reading the others, or by segments of a cluster. */
final class Slices {

    /** What a table has of these becomes one object. */
    private static final long BYTES = 256L * 1024 * 1024;
    /** Below that, a second object would not pay. */
    private static final long WORTHWHILE = 32L * 1024 * 1024;
    private static final int MOST = 10_000;

    private Slices() {
    }

    /** A query for each object. The first and the last have no outer bound, so that no row is missed whatever the number of blocks. */
    static List<String> of(UploadTask task) {
        long count = count(task);
        String all = "SELECT " + columns(task) + " FROM ONLY " + task.relation();
        if (count == 1) {
            return List.of(all);
        }
        if (task.segments() > 0) {
            return LongStream.range(0, count).mapToObj(i -> all + " WHERE gp_segment_id % " + count + " = " + i).toList();
        }
        List<String> queries = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            String lower = i == 0 ? "" : "ctid >= '(" + task.blocks() * i / count + ",0)'";
            String upper = i == count - 1 ? "" : "ctid < '(" + task.blocks() * (i + 1) / count + ",0)'";
            queries.add(all + " WHERE " + lower + (lower.isEmpty() || upper.isEmpty() ? "" : " AND ") + upper);
        }
        return queries;
    }

    private static long count(UploadTask task) {
        Integer wanted = task.server().files();
        int sessions = task.server().sessions();
        long bySize = Math.max(task.bytes() / BYTES + 1, task.bytes() < WORTHWHILE ? 1 : sessions);
        // So many for each session, so that none works alone at the end.
        long shared = bySize < sessions ? bySize : (bySize + sessions - 1) / sessions * sessions;
        long count = wanted == null ? shared : wanted;
        return Math.max(1, Math.min(Math.min(count, MOST), Math.max(task.blocks(), task.segments())));
    }

    private static String columns(UploadTask task) {
        return String.join(", ", task.columns().stream().map(column -> Identifier.quote(column.name())).toList());
    }
}
