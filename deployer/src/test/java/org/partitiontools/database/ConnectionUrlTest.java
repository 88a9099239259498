package org.partitiontools.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.ConfigurationException;

class ConnectionUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgres://db.example.com/shop                       | jdbc:postgresql://db.example.com/shop
            postgresql://db.example.com:5433/shop                | jdbc:postgresql://db.example.com:5433/shop
            postgres://me@db.example.com/shop                    | jdbc:postgresql://db.example.com/shop?user=me
            postgres://m%40e@db/shop                             | jdbc:postgresql://db/shop?user=m%40e
            postgres://me@a:5432,b:5433/shop                     | jdbc:postgresql://a:5432,b:5433/shop?user=me
            postgres://me@[::1]:5432/shop                        | jdbc:postgresql://[::1]:5432/shop?user=me
            postgres://db                                        | jdbc:postgresql://db/
            postgres:///shop                                     | jdbc:postgresql://localhost/shop
            postgres://db/shop?sslmode=require                   | jdbc:postgresql://db/shop?sslmode=require
            postgres://db/shop?application_name=x&connect_timeout=5 | jdbc:postgresql://db/shop?ApplicationName=x&connectTimeout=5
            postgres://me@db/my%20shop                           | jdbc:postgresql://db/my%20shop?user=me
            jdbc:postgresql://db:5433/shop?ssl=true              | jdbc:postgresql://db:5433/shop?ssl=true
            jdbc:postgresql:shop                                 | jdbc:postgresql:shop
            jdbc:postgresql://db/shop?user=a+b                   | jdbc:postgresql://db/shop?user=a%2Bb
            """)
    void understands(String text, String expected) {
        assertThat(ConnectionUrl.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "postgres://me:sesame@db/shop",
        "postgres://me:ses:a@me@db/shop",
        "postgres://db/shop?password=sesame",
        "postgres://db/shop?sslmode=require&password=sesame",
        "jdbc:postgresql://db/shop?user=me&password=sesame",
        "jdbc:postgresql://db/shop?PASSWORD=sesame",
        "jdbc:postgresql://db/shop?pass%77ord=sesame",
        "jdbc:postgresql://db/shop?sslpassword=sesame",
        "jdbc:postgresql://me:sesame@db/shop"
    })
    void refusesAPasswordWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> ConnectionUrl.parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContaining("sesame")
                .hasMessageNotContaining("ses:a");
    }

    @Test
    void refusesAParameterThatTheDriverWouldIgnore() {
        assertThatThrownBy(() -> ConnectionUrl.parse("postgres://db/shop?sslmod=require"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sslmod");
    }

    @Test
    void refusesOtherDatabases() {
        assertThatThrownBy(() -> ConnectionUrl.parse("mysql://db/shop")).isInstanceOf(ConfigurationException.class);
    }
}
