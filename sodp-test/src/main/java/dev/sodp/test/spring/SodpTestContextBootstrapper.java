package dev.sodp.test.spring;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Bootstraps tests annotated with {@link SodpTest}.
 */
final class SodpTestContextBootstrapper extends TestSliceTestContextBootstrapper<SodpTest> {

}
