package org.partitiontools.takeover;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.Shorthand;
import org.partitiontools.policy.model.TablePolicy;
import org.partitiontools.policy.model.Timeouts;
import org.partitiontools.policy.model.Word;

/** The configuration file of postgresql-partition-manager. */
public final class PpmFile {

    private PpmFile() {
    }

    /** @param file as the policy reader has read it */
    public static TakenOver of(PolicyFile file) {
        List<String> remarks = new ArrayList<>();
        file.program().url().ifPresent(url -> remarks.add("connection-url is not taken over: give --url, or set it in partition-tools.yaml"));
        if (file.program().logFormat().isPresent() || file.program().debug()) {
            remarks.add("log-format and debug are not taken over: they are options, --log-format and --debug");
        }
        return new TakenOver("postgresql-partition-manager, " + file.path(), file.tables().stream().map(PpmFile::entry).toList(), remarks);
    }

    private static Map<String, Object> entry(TablePolicy table) {
        Shorthand shorthand = table.shorthand().orElseThrow();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("table", table.table());
        entry.put("schema", table.schema());
        entry.put("partition_by", table.conversion().orElseThrow().partitionBy());
        entry.put("interval", Word.of(shorthand.interval()));
        entry.put("pre_provisioned", shorthand.preProvisioned());
        shorthand.retention().ifPresent(count -> entry.put("retention", count));
        shorthand.cleanupPolicy().ifPresent(cleanup -> entry.put("cleanup_policy", Word.of(cleanup)));
        Timeouts timeouts = table.timeouts();
        timeouts.lock().ifPresent(time -> entry.put("lock_timeout", time.toMillis() + "ms"));
        timeouts.statement().ifPresent(time -> entry.put("statement_timeout", time.toMillis() + "ms"));
        return entry;
    }
}
