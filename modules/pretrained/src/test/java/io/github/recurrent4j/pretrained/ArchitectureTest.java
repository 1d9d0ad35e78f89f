package io.github.recurrent4j.pretrained;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.recurrent4j.kernels.Floats;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between modules: apps → training → vectorization and layers, never back. */
class ArchitectureTest {
  private static final String BASE = "io.github.recurrent4j.";
  private static final String[] APPS = {
    BASE + "languagemodel..", BASE + "translation..", BASE + "sentiment.."
  };
  private final JavaClasses classes =
      new ClassFileImporter().importPackages("io.github.recurrent4j");

  @Test
  void layersKnowNoText() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "layers..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(with(BASE + "vectorization..", BASE + "training.."))
        .check(classes);
  }

  @Test
  void kernelsKnowNeitherDl4jNorNd4j() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "kernels..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            with(BASE + "layers..", "org.deeplearning4j..", "org.nd4j..", "..openblas.."))
        .check(classes);
  }

  /** Addresses stay with those who keep the memory: whoever cannot see one cannot outlive it. */
  @Test
  void nativeMemoryHasOwners() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + "kernels..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco.dnnl..")
        .orShould()
        .dependOnClassesThat(JavaClass.Predicates.assignableTo("org.bytedeco.javacpp.Pointer"))
        .check(classes);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(BASE + "layers.kernel.NativeArrays")
        .should()
        .callMethodWhere(
            JavaCall.Predicates.target(
                    HasOwner.Predicates.With.owner(
                        JavaClass.Predicates.assignableTo("org.nd4j.linalg.api.buffer.DataBuffer")))
                .and(
                    JavaCall.Predicates.target(
                        HasName.Predicates.nameMatching("address|pointer|addressPointer"))))
        .orShould()
        .callMethodWhere(
            JavaCall.Predicates.target(
                    HasOwner.Predicates.With.owner(JavaClass.Predicates.equivalentTo(Floats.class)))
                .and(JavaCall.Predicates.target(HasName.Predicates.name("foreign"))))
        .check(classes);
  }

  @Test
  void vectorizationKnowsNoNetwork() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "vectorization..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(with(BASE + "layers..", BASE + "training..", "org.deeplearning4j.."))
        .check(classes);
  }

  @Test
  void trainingKnowsNoApp() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "training..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(APPS)
        .check(classes);
  }

  @Test
  void appsDoNotSeeEachOther() {
    for (String app : APPS) {
      for (String other : APPS) {
        if (!app.equals(other)) {
          noClasses()
              .that()
              .resideInAPackage(app)
              .should()
              .dependOnClassesThat()
              .resideInAPackage(other)
              .check(classes);
        }
      }
    }
  }

  private static String[] with(String... packages) {
    return Stream.concat(Arrays.stream(APPS), Arrays.stream(packages)).toArray(String[]::new);
  }

  @Test
  void noCyclesBetweenModules() {
    slices().matching(BASE + "(*)..").should().beFreeOfCycles().check(classes);
  }
}
