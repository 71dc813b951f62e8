// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CapabilitiesTests {

	private static final Capabilities SOME = Capabilities.builder()
		.with(Feature.RESUME)
		.limit(Limit.WRITES_PER_SECOND, 10)
		.epoch("x")
		.build();

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text.replace('\'', '"'));
	}

	private static Capabilities roundTrip(Capabilities capabilities) {
		return CapabilitiesCodec.read(CapabilitiesCodec.write(capabilities));
	}

	@ParameterizedTest
	@EnumSource
	void everyFeatureComesBackUnderItsName(Feature feature) {
		Capabilities capabilities = Capabilities.builder().with(feature).build();

		assertThat(CapabilitiesCodec.write(capabilities).get(feature.wireName()).booleanValue()).isTrue();
		assertThat(roundTrip(capabilities)).isEqualTo(capabilities);
	}

	@ParameterizedTest
	@EnumSource
	void everyLimitComesBackUnderItsName(Limit limit) {
		Capabilities capabilities = Capabilities.builder().limit(limit, 7).build();

		assertThat(CapabilitiesCodec.write(capabilities).get(limit.wireName()).intValue()).isEqualTo(7);
		assertThat(roundTrip(capabilities)).isEqualTo(capabilities);
	}

	@Test
	void everythingTogetherComesBack() {
		Capabilities.Builder all = Capabilities.builder().with(Feature.values()).epoch("e");
		for (Limit limit : Limit.values()) {
			all.limit(limit, 1 + limit.ordinal());
		}

		assertThat(roundTrip(all.build())).isEqualTo(all.build());
	}

	/**
	 * Published clients find there what they look for; others must not trip over ours.
	 */
	@Test
	void whatThePublishedProtocolNamesIsWrittenAlsoIfItIsAbsent() {
		assertThat(CapabilitiesCodec.write(Capabilities.NONE).toString())
			.isEqualTo(json("{'rate_limit_writes': null, 'rate_limit_watches': null, 'backpressure_limit': null,"
					+ "'multi_watch': false, 'params': false, 'resume': false}")
				.toString());
	}

	@Test
	void membersAreWrittenInTheOrderOfTheirConstants() {
		assertThat(CapabilitiesCodec.write(SOME.toBuilder().with(Feature.REMOVE_IN).build()).toString())
			.isEqualTo(json("{'rate_limit_writes': 10, 'rate_limit_watches': null, 'backpressure_limit': null,"
					+ "'multi_watch': false, 'params': false, 'resume': true, 'remove_in': true, 'epoch': 'x'}")
				.toString());
	}

	@Test
	void unknownMembersAreIgnored() {
		assertThat(CapabilitiesCodec.read(json("{'resume': true, 'colour': 'red', 'depth': {'a': [1]}}")))
			.isEqualTo(Capabilities.builder().with(Feature.RESUME).build());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'resume': 1}", "{'resume': 'true'}", "{'resume': null}", "{'resume': {}}",
			"{'rate_limit_writes': '10'}", "{'rate_limit_writes': -1}", "{'rate_limit_writes': 0}",
			"{'backpressure_limit': true}", "{'epoch': 3}", "{'epoch': null}", "[]", "'resume'" })
	void valueOfAnotherTypeOrWithoutMeaningCountsAsNotOffered(String map) {
		assertThat(CapabilitiesCodec.read(json(map))).isEqualTo(Capabilities.NONE);
	}

	@Test
	void limitBeyondTheRangeOfAnIntegerIsTheLargestOne() {
		assertThat(CapabilitiesCodec.read(json("{'backpressure_limit': 1e300}")).limit(Limit.BACKPRESSURE))
			.hasValue(Integer.MAX_VALUE);
	}

	@Test
	void equalityIsThatOfAllParts() {
		assertThat(SOME).isEqualTo(SOME.toBuilder().build()).hasSameHashCodeAs(SOME.toBuilder().build());
		assertThat(SOME).isNotEqualTo(SOME.toBuilder().with(Feature.PARAMS).build());
		assertThat(SOME).isNotEqualTo(SOME.toBuilder().limit(Limit.WRITES_PER_SECOND, 11).build());
		assertThat(SOME).isNotEqualTo(SOME.toBuilder().epoch(null).build());
	}

	@Test
	void builderThatGoesOnDoesNotChangeWhatWasBuilt() {
		Capabilities.Builder builder = SOME.toBuilder();
		Capabilities built = builder.build();
		builder.with(Feature.PARAMS).limit(Limit.WRITES_PER_SECOND, 0).epoch("y");

		assertThat(built).isEqualTo(SOME);
	}

	@Test
	void textNamesWhatIsOfferedOnly() {
		assertThat(SOME).hasToString("Capabilities[resume, rate_limit_writes=10, epoch=x]");
		assertThat(Capabilities.NONE).hasToString("Capabilities[]");
	}

	@Test
	void negativeLimitIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Capabilities.builder().limit(Limit.BACKPRESSURE, -1))
			.withMessage("backpressure_limit must not be negative (was -1)");
	}

}
