package org.partitiontools.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.AddressException;

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
            postgres://a,b:5433/shop?target_session_attrs=read-write | jdbc:postgresql://a,b:5433/shop?targetServerType=primary
            postgres:///shop?host=db&port=5433                   | jdbc:postgresql://db:5433/shop
            postgres://me@/shop?host=a,b&load_balance_hosts=random | jdbc:postgresql://a,b/shop?loadBalanceHosts=true&user=me
            postgres:///?dbname=shop&options=-c%20geqo%3Doff     | jdbc:postgresql://localhost/shop?options=-c%20geqo%3Doff
            jdbc:postgresql://db:5433/shop?ssl=true              | jdbc:postgresql://db:5433/shop?ssl=true
            jdbc:postgresql:shop                                 | jdbc:postgresql:shop
            jdbc:postgresql://db/shop?user=a+b                   | jdbc:postgresql://db/shop?user=a%2Bb
            """)
    void understands(String text, String expected) {
        assertThat(ConnectionUrl.parse(text, false)).hasToString(expected);
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
        assertThatThrownBy(() -> ConnectionUrl.parse(text, false))
                .isInstanceOf(AddressException.class)
                .hasMessageNotContaining("sesame")
                .hasMessageNotContaining("ses:a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres:///shop?host=/var/run/postgresql", "postgres://%2Fvar%2Frun%2Fpostgresql/shop"})
    void findsTheServersSocket(String text) {
        ConnectionUrl url = ConnectionUrl.parse(text, false);

        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://localhost/shop");
        assertThat(url.parameters()).containsEntry("socketFactoryArg", "/var/run/postgresql").containsEntry("sslmode", "disable");
    }

    @Test
    void aPasswordThatNobodyElseCanReadIsTaken() {
        ConnectionUrl url = ConnectionUrl.parse("postgres://me:s%40esame@db/shop", true);

        assertThat(url.parameters()).containsEntry("user", "me").containsEntry("password", "s@esame");
        assertThat(url.toString()).doesNotContain("esame");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://a:5432,b:5433,c/shop?port=1,2", "postgres://db:port/shop", "postgres://db:99999/shop",
        "postgres:///shop?host=/tmp,db", "postgres://db/%zz", "postgres:///shop?host=@abstract"})
    void refusesWhatMakesNoSense(String text) {
        assertThatThrownBy(() -> ConnectionUrl.parse(text, false)).isInstanceOf(AddressException.class);
    }

    @Test
    void refusesAParameterThatTheDriverWouldIgnore() {
        assertThatThrownBy(() -> ConnectionUrl.parse("postgres://db/shop?sslmod=require", false))
                .isInstanceOf(AddressException.class)
                .hasMessageContaining("sslmod");
    }

    @Test
    void refusesOtherDatabases() {
        assertThatThrownBy(() -> ConnectionUrl.parse("mysql://db/shop", false)).isInstanceOf(AddressException.class);
    }
}
