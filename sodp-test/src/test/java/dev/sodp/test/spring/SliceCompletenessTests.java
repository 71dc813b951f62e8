// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import java.util.Set;
import java.util.stream.Collectors;

import dev.sodp.boot.client.SodpAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds the lists of the slice against the modules they name things of. */
class SliceCompletenessTests {

	/** What watchers and template do not need. */
	private static final Set<String> LEFT_OUT = Set.of("dev.sodp.boot.actuate.SodpAclEndpointAutoConfiguration",
			"dev.sodp.boot.actuate.SodpBackupEndpointAutoConfiguration",
			"dev.sodp.boot.actuate.SodpEndpointAutoConfiguration",
			"dev.sodp.boot.actuate.SodpHealthContributorAutoConfiguration",
			"dev.sodp.boot.actuate.SodpServerHealthContributorAutoConfiguration",
			"dev.sodp.boot.actuate.SodpMetricsAutoConfiguration",
			"dev.sodp.boot.client.SodpOAuth2ClientAutoConfiguration",
			"dev.sodp.boot.server.SodpAccessAutoConfiguration", "dev.sodp.boot.server.SodpPersistenceAutoConfiguration",
			"dev.sodp.boot.server.SodpServerAutoConfiguration", "dev.sodp.boot.server.SodpValidationAutoConfiguration");

	@Test
	void everyAutoConfigurationOfOursIsEitherPartOfTheSliceOrLeftOutOnPurpose() {
		ClassLoader classLoader = getClass().getClassLoader();

		assertThat(ImportCandidates.load(AutoConfiguration.class, classLoader))
			.filteredOn((name) -> name.startsWith(SodpAutoConfiguration.class.getPackageName()))
			.isNotEmpty()
			.allSatisfy(
					(name) -> assertThat(LEFT_OUT.contains(name)).as("%s is left out, or else part of the slice", name)
						.isNotEqualTo(slice(classLoader).contains(name)));
	}

	private static Set<String> slice(ClassLoader classLoader) {
		return ImportCandidates.load(AutoConfigureSodp.class, classLoader)
			.getCandidates()
			.stream()
			.map((name) -> name.replace("optional:", ""))
			.collect(Collectors.toSet());
	}

}
