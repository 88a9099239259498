package org.partitiontools.progress;

import java.util.List;

/**
 * How far the jobs of one table are.
 *
 * @param table the name
 * @param jobs how many there are
 * @param completed how many are done
 * @param rows moved so far
 * @param total rows to move, estimated; negative where nobody knows
 * @param phase what the running job does; empty when none runs
 * @param remarks what it waits for, and the like; empty unless the display is {@linkplain ProgressDisplay#isDetailed detailed}
 */
public record TableProgress(String table, int jobs, int completed, long rows, long total, String phase, List<String> remarks) {
}
