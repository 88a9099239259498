package org.partitiontools.policy.model;

import java.util.Optional;

/**
 * The section {@code kubernetes} of a policy.
 *
 * @param namespace namespace of the manifests; empty means that of the context
 * @param image image that contains {@code psql}
 * @param secret secret whose keys are libpq's environment variables (PGHOST, PGUSER, PGPASSWORD, ...)
 * @param serviceAccount service account of the pods; empty means the default one
 */
public record KubernetesSettings(
        Optional<String> namespace, String image, String secret, Optional<String> serviceAccount) {
}
