// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The directions between modules and packages, and what code of ours must not use. */
class ArchitectureTest {

    private static final String OURS = "io.laminar.flink..";
    private static final String SDK = "io.laminar.flink.sdk..";

    /** A connector and the name of its root package. */
    private static final List<String> CONNECTORS =
            List.of("io.laminar.flink.websocket", "io.laminar.flink.postgres");

    private static final JavaClasses CODE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.laminar.flink");

    static Stream<String> connectors() {
        return CONNECTORS.stream();
    }

    static Stream<String> modulesOnTheSdk() {
        return Stream.concat(
                connectors(), Stream.of("io.laminar.flink.mapping", "io.laminar.flink.catalog"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.laminar.flink.sdk.option",
                "io.laminar.flink.websocket.table",
                "io.laminar.flink.postgres.table",
                "io.laminar.flink.mapping",
                "io.laminar.flink.catalog",
                "io.laminar.flink.sql.runner"
            })
    void looksAtEachModule(String packageOfModule) {
        assertThat(CODE.stream().map(JavaClass::getPackageName)).contains(packageOfModule);
    }

    @Test
    void sdkKnowsNoOtherModule() {
        noClasses()
                .that()
                .resideInAPackage(SDK)
                .should()
                .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage(SDK))))
                .check(CODE);
    }

    @ParameterizedTest
    @MethodSource("modulesOnTheSdk")
    void modulesOnTheSdkKnowItOnly(String connector) {
        noClasses()
                .that()
                .resideInAPackage(connector + "..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(OURS).and(not(resideInAnyPackage(connector + "..", SDK))))
                .check(CODE);
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void nothingInAConnectorKnowsItsTablePackage(String connector) {
        noClasses()
                .that()
                .resideInAPackage(connector + "..")
                .and()
                .resideOutsideOfPackage(connector + ".table..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(connector + ".table..")
                .check(CODE);
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void onlyTheTablePackageOfAConnectorKnowsItsRoot(String connector) {
        noClasses()
                .that()
                .resideInAPackage(connector + ".*..")
                .and()
                .resideOutsideOfPackage(connector + ".table..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(connector)
                .check(CODE);
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void protocolsOfAConnectorDoNotKnowItsSinkOrSource(String connector) {
        noClasses()
                .that()
                .resideInAPackage(connector + ".*..")
                .and()
                .resideOutsideOfPackages(
                        connector + ".table..", connector + ".sink..", connector + ".source..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(connector + ".sink..", connector + ".source..")
                .check(CODE);
    }

    @Test
    void noPackageIsCalledUtil() {
        noClasses().should().resideInAnyPackage("..util..", "..utils..", "..common..").check(CODE);
    }

    @Test
    void publicClassesSayWhoMayUseThem() {
        classes()
                .that(
                        resideInAnyPackage(
                                SDK,
                                "io.laminar.flink.websocket..",
                                "io.laminar.flink.postgres..",
                                "io.laminar.flink.sql.."))
                .and(modifier(JavaModifier.PUBLIC))
                .and()
                .areTopLevelClasses()
                .should()
                .beAnnotatedWith("org.apache.flink.annotation.PublicEvolving")
                .orShould()
                .beAnnotatedWith("org.apache.flink.annotation.Internal")
                .check(CODE);
    }

    /** The same jar must run on Flink 2, where these are gone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.flink.api.common.time.Time",
                "org.apache.flink.connector.base.sink.AsyncSinkBase",
                "org.apache.flink.streaming.api.functions.sink.SinkFunction",
                "org.apache.flink.streaming.api.functions.sink.RichSinkFunction",
                "org.apache.flink.streaming.api.functions.source.SourceFunction",
                "org.apache.flink.streaming.api.functions.source.RichSourceFunction",
                "org.apache.flink.table.api.TableSchema",
                "org.apache.flink.table.connector.sink.SinkFunctionProvider",
                "org.apache.flink.table.connector.source.SourceFunctionProvider"
            })
    void connectorsUseNothingThatFlink2Removed(String removed) {
        noClasses()
                .that()
                .resideInAnyPackage(
                        SDK, "io.laminar.flink.websocket..", "io.laminar.flink.postgres..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(removed)
                .check(CODE);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.laminar.flink.sql.cli..", "io.laminar.flink.examples..")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(CODE);
    }
}
