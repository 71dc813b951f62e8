// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.Set;
import java.util.concurrent.ForkJoinPool;

import dev.sodp.client.DeliveryMode;
import dev.sodp.client.WatchMeta.Source;
import dev.sodp.spring.SodpClients;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SodpWatchSpecTests {

	private final SodpWatchSpec spec = SodpWatchSpec.of("scores", "game.player", "game.enemy");

	@Test
	void watchesWholeValuesOfThePrimaryClientByDefault() {
		assertThat(this.spec.id()).isEqualTo("scores");
		assertThat(this.spec.keys()).containsExactly("game.player", "game.enemy");
		assertThat(this.spec.path()).isNull();
		assertThat(this.spec.params()).isNull();
		assertThat(this.spec.autoStartup()).isTrue();
		assertThat(this.spec.errorHandler()).isNull();
		assertThat(this.spec.executor()).isNull();
		assertThat(this.spec.delivery()).isEqualTo(DeliveryMode.EVERY);
		assertThat(this.spec.sources()).containsExactlyInAnyOrder(Source.values());
		assertThat(this.spec.client()).isEqualTo(SodpClients.PRIMARY);
	}

	@Test
	void eachAttributeIsReplacedInACopy() {
		SodpErrorHandler handler = (failure) -> {
		};
		SodpWatchSpec changed = this.spec.withPath("/health")
			.withParams("eu")
			.withAutoStartup(false)
			.withErrorHandler(handler)
			.withExecutor(ForkJoinPool.commonPool())
			.withDelivery(DeliveryMode.LATEST)
			.withSources(Set.of(Source.DELTA))
			.withClient("games");
		assertThat(changed.id()).isEqualTo("scores");
		assertThat(changed.keys()).isEqualTo(this.spec.keys());
		assertThat(changed.path()).isEqualTo("/health");
		assertThat(changed.params()).isEqualTo("eu");
		assertThat(changed.autoStartup()).isFalse();
		assertThat(changed.errorHandler()).isSameAs(handler);
		assertThat(changed.executor()).isSameAs(ForkJoinPool.commonPool());
		assertThat(changed.delivery()).isEqualTo(DeliveryMode.LATEST);
		assertThat(changed.sources()).containsExactly(Source.DELTA);
		assertThat(changed.client()).isEqualTo("games");
		watchesWholeValuesOfThePrimaryClientByDefault();
	}

	@Test
	void emptyAttributesAreRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> SodpWatchSpec.of("", "a")).withMessageContaining("id");
		assertThatIllegalArgumentException().isThrownBy(() -> SodpWatchSpec.of("id")).withMessageContaining("keys");
		assertThatIllegalArgumentException().isThrownBy(() -> SodpWatchSpec.of("id", "a", ""))
			.withMessageContaining("key");
		assertThatIllegalArgumentException().isThrownBy(() -> this.spec.withPath("health"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.spec.withSources(Set.of()))
			.withMessageContaining("sources");
		assertThatIllegalArgumentException().isThrownBy(() -> this.spec.withClient("")).withMessageContaining("client");
	}

}
