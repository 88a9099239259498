package org.partitiontools.generator;

import java.util.Locale;
import org.partitiontools.policy.model.Slug;

/** Names of Kubernetes objects. */
final class KubernetesName {

    /** A CronJob's name; the controller adds 11 characters to it for the names of its jobs, which end at 63. */
    private static final int MAX_LENGTH = 52;
    private static final int HASH_LENGTH = 8;

    private KubernetesName() {
    }

    /** The text itself where Kubernetes takes it, else a similar name with a hash, so that two texts differ. */
    static String of(String text) {
        if (text.length() <= MAX_LENGTH && text.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?")) {
            return text;
        }
        String hash = Slug.withHash("", text).substring(1, 1 + HASH_LENGTH);
        String similar = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-", "");
        int length = Math.min(similar.length(), MAX_LENGTH - HASH_LENGTH - 1);
        String cut = similar.substring(0, length).replaceAll("-$", "");
        return cut.isEmpty() ? "policy-" + hash : cut + "-" + hash;
    }
}
