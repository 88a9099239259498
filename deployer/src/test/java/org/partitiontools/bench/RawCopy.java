package org.partitiontools.bench;

/**
 * How long the baseline took.
 *
 * @param seconds copy and index builds
 * @param analyzeSeconds ANALYZE, which a drain includes
 */
record RawCopy(double seconds, double analyzeSeconds) {

    double secondsWithAnalyze() {
        return seconds + analyzeSeconds;
    }
}
