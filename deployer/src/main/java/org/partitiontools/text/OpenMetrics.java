package org.partitiontools.text;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gauges in a text that is OpenMetrics and, as no other type than gauge occurs, Prometheus' older format, too: the textfile collector of the node
 * exporter reads only that.
 */
public final class OpenMetrics {

    private final Map<String, StringBuilder> families = new LinkedHashMap<>();

    /**
     * Announces a metric; its samples stand together, in the order in which metrics are announced.
     *
     * @param help one sentence
     */
    public void gauge(String name, String help) {
        families.put(name, new StringBuilder("# HELP ").append(name).append(' ').append(help.replace("\\", "\\\\").replace("\n", "\\n"))
                .append("\n# TYPE ").append(name).append(" gauge\n"));
    }

    /**
     * Adds a sample.
     *
     * @param name of a metric that has been announced
     * @param labels by name, in the order in which they are written
     * @param value null where there is none: then there is no sample
     */
    public void sample(String name, Map<String, String> labels, Number value) {
        if (value == null) {
            return;
        }
        StringBuilder text = families.get(name).append(name);
        if (!labels.isEmpty()) {
            text.append('{');
            String separator = "";
            for (Map.Entry<String, String> label : labels.entrySet()) {
                text.append(separator).append(label.getKey()).append("=\"").append(escaped(label.getValue())).append('"');
                separator = ",";
            }
            text.append('}');
        }
        text.append(' ').append(number(value)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(Number value) {
        double number = value.doubleValue();
        if (Double.isInfinite(number)) {
            return number > 0 ? "+Inf" : "-Inf";
        }
        return value instanceof Long || value instanceof Integer ? value.toString() : String.valueOf(number);
    }

    /** The whole text. Metrics without a sample are announced all the same. */
    @Override
    public String toString() {
        return String.join("", families.values()) + "# EOF\n";
    }
}
