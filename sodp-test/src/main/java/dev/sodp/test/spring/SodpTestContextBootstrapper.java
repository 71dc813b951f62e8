// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Bootstraps tests annotated with {@link SodpTest}.
 */
final class SodpTestContextBootstrapper extends TestSliceTestContextBootstrapper<SodpTest> {

}
