// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sdk.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactedTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "postgresql://app:s3cret@db/app | postgresql://app:***@db/app",
                "wss://u:s3cret@feed/x?token=s3cret&a=b | wss://u:***@feed/x?token=***&a=b",
                "host=db password=s3cret user=app | host=db password=*** user=app",
                "host=db password='s3 cret' user=app | host=db password=*** user=app",
                "'password'='s3cret' | 'password'=***",
                "auth = 'Bearer it''s s3cret', b = 'c' | auth = ***, b = 'c'",
                "nothing to hide: a=b | nothing to hide: a=b"
            })
    void hidesWhatIsSecretAndNothingElse(String text, String redacted) {
        assertThat(Redacted.text(text)).isEqualTo(redacted);
    }
}
