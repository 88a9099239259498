package org.partitiontools.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

/** How long transactions took. */
final class Latencies {

    private final long[] starts;
    private final long[] durations;
    private final long[] sorted;

    /** @param starts when each began, as System.nanoTime() says; durations: how long it took */
    Latencies(long[] starts, long[] durations) {
        this.starts = starts.clone();
        this.durations = durations.clone();
        this.sorted = durations.clone();
        Arrays.sort(this.sorted);
    }

    /** Of those that began in a span of System.nanoTime(). */
    Latencies between(long from, long until) {
        int[] chosen = IntStream.range(0, starts.length).filter(i -> starts[i] >= from && starts[i] < until).toArray();
        return new Latencies(Arrays.stream(chosen).mapToLong(i -> starts[i]).toArray(), Arrays.stream(chosen).mapToLong(i -> durations[i]).toArray());
    }

    /** These and others. */
    Latencies and(Latencies others) {
        return new Latencies(join(starts, others.starts), join(durations, others.durations));
    }

    private static long[] join(long[] some, long[] others) {
        long[] all = Arrays.copyOf(some, some.length + others.length);
        System.arraycopy(others, 0, all, some.length, others.length);
        return all;
    }

    int count() {
        return sorted.length;
    }

    /** How many took longer than so many milliseconds. */
    long longerThan(double milliseconds) {
        return Arrays.stream(sorted).filter(n -> n > milliseconds * 1e6).count();
    }

    /** In milliseconds. */
    double percentile(double percent) {
        int index = (int) Math.ceil(sorted.length * percent / 100) - 1;
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, index)] / 1e6;
    }

    /** In milliseconds. */
    double longest() {
        return percentile(100);
    }
}
