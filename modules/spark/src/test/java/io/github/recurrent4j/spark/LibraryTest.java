package io.github.recurrent4j.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What an application puts on its class path is silent, and does not see the command line. */
class LibraryTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.recurrent4j.spark");

  @Test
  void transformersAndTrainingSeeNoCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.github.recurrent4j.spark.command..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.github.recurrent4j.cli..", "io.github.recurrent4j.spark.command..", "picocli..")
        .check(CLASSES);
  }

  @Test
  void transformersAndTrainingAreSilent() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.github.recurrent4j.spark.command..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "setProperty", String.class, String.class)
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }
}
