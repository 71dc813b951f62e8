// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring.app;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A small application that follows a score. */
@SpringBootApplication
public class ScoreApplication {

}
