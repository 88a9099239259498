package org.partitiontools.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.ConfigurationException;
import org.partitiontools.policy.model.Engine;

class EngineDetectorTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "PostgreSQL 14.19 on x86_64-pc-linux-gnu, compiled by gcc",
        "PostgreSQL 18.0 (Debian 18.0-1.pgdg12+1) on aarch64-unknown-linux-gnu",
        "PostgreSQL 19devel on x86_64-pc-linux-gnu"
    })
    void postgresql(String version) {
        assertThat(EngineDetector.fromVersion(version, false)).isEqualTo(Engine.POSTGRESQL);
    }

    @Test
    void greenplum6() {
        assertThat(EngineDetector.fromVersion("PostgreSQL 9.4.26 (Greenplum Database 6.24.3 build commit:25d3498)", false))
                .isEqualTo(Engine.GREENPLUM);
    }

    @Test
    void greenplum7IsForThoseWhoAskForIt() {
        String version = "PostgreSQL 12.12 (Greenplum Database 7.1.0 build commit:x)";

        assertThat(EngineDetector.fromVersion(version, true)).isEqualTo(Engine.GREENPLUM7);
        assertThatThrownBy(() -> EngineDetector.fromVersion(version, false)).hasMessageContaining("deploy --experimental");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL 13.22 on x86_64", "PostgreSQL 14.4 (Apache Cloudberry 2.0.0-incubating build 1)", "PostgreSQL 16.1 (Greenplum Database 8.0.0)"})
    void whatNobodyHasTriedIsRefusedAlsoThen(String version) {
        assertThatThrownBy(() -> EngineDetector.fromVersion(version, true)).isInstanceOf(ConfigurationException.class).hasMessageContaining("is not yet supported");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PostgreSQL 9.6.24 on x86_64-pc-linux-gnu                                  | PostgreSQL 9.6.24 is not yet supported
            PostgreSQL 13.22 on x86_64-pc-linux-gnu                                   | PostgreSQL 13.22 is not yet supported
            PostgreSQL 12.12 (Greenplum Database 7.1.0 build commit:x)                | Greenplum 7 is not yet supported
            PostgreSQL 14.4 (Apache Cloudberry 2.0.0-incubating build 1)              | Cloudberry is not yet supported
            PostgreSQL 9.4.26 (Greengage Database 6.28.2 build dev)                   | Greengage is not yet supported
            PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC, Redshift 1.0      | Redshift is not yet supported
            CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu)                            | CockroachDB is not yet supported
            """)
    void others(String version, String message) {
        assertThatThrownBy(() -> EngineDetector.fromVersion(version, false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }
}
