package example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Translates and judges texts over HTTP. */
@SpringBootApplication
public class Application {
  /** Starts it. */
  public static void main(String[] args) {
    SpringApplication.run(Application.class, args);
  }
}
