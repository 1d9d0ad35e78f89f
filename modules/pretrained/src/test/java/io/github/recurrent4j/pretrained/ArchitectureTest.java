package io.github.recurrent4j.pretrained;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The arrows between modules: apps → training → vectorization and layers, never back. */
class ArchitectureTest {
  private static final String BASE = "io.github.recurrent4j.";
  private final JavaClasses classes =
      new ClassFileImporter().importPackages("io.github.recurrent4j");

  @Test
  void layersKnowNoText() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "layers..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BASE + "vectorization..", BASE + "training..", BASE + "languagemodel..")
        .check(classes);
  }

  @Test
  void vectorizationKnowsNoNetwork() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "vectorization..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            BASE + "layers..",
            BASE + "training..",
            BASE + "languagemodel..",
            "org.deeplearning4j..")
        .check(classes);
  }

  @Test
  void trainingKnowsNoApp() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "training..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BASE + "languagemodel..")
        .check(classes);
  }

  @Test
  void noCyclesBetweenModules() {
    slices().matching(BASE + "(*)..").should().beFreeOfCycles().check(classes);
  }
}
