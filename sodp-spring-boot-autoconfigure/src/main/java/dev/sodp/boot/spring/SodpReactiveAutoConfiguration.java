// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.SodpClient;
import dev.sodp.spring.ReactiveSodpOperations;
import dev.sodp.spring.ReactiveSodpTemplate;
import dev.sodp.spring.SodpOperations;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link ReactiveSodpOperations}.
 */
@AutoConfiguration(after = SodpAutoConfiguration.class)
@ConditionalOnClass({ SodpClient.class, Flux.class })
@ConditionalOnSingleCandidate(SodpOperations.class)
public final class SodpReactiveAutoConfiguration {

	SodpReactiveAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(ReactiveSodpOperations.class)
	ReactiveSodpTemplate reactiveSodpTemplate(SodpOperations operations) {
		return new ReactiveSodpTemplate(operations);
	}

}
