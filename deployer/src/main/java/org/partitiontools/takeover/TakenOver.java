package org.partitiontools.takeover;

import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

/**
 * What another program is configured to do, as far as a policy can say it.
 *
 * @param source where it comes from, for the reader of the policy
 * @param tables the entries of the policy, key by key
 * @param remarks what a policy does not say, or says otherwise, and tables that were left out
 */
public record TakenOver(String source, List<Map<String, Object>> tables, List<String> remarks) {

    public TakenOver {
        tables = List.copyOf(tables);
        remarks = List.copyOf(remarks);
    }

    /** The policy file; it has no tables if none could be taken over. */
    public String policy() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setIndent(4);
        options.setIndicatorIndent(2);
        options.setWidth(200);
        StringBuilder text = new StringBuilder("# Taken over from " + oneLine(source) + ". doc/coming-from.md says what differs.\n");
        remarks.forEach(remark -> text.append("# ").append(oneLine(remark)).append('\n'));
        text.append("kind: partitioning\napi: v1\n");
        return text.append(new Yaml(options).dump(Map.of("tables", tables))).toString();
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ");
    }
}
