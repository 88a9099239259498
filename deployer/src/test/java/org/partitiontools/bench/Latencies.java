package org.partitiontools.bench;

import java.util.Arrays;

/** How long transactions took. */
final class Latencies {

    private final long[] nanos;

    Latencies(long[] nanos) {
        this.nanos = nanos.clone();
        Arrays.sort(this.nanos);
    }

    int count() {
        return nanos.length;
    }

    /** In milliseconds. */
    double percentile(double percent) {
        int index = (int) Math.ceil(nanos.length * percent / 100) - 1;
        return nanos.length == 0 ? Double.NaN : nanos[Math.max(0, index)] / 1e6;
    }

    /** In milliseconds. */
    double longest() {
        return percentile(100);
    }
}
