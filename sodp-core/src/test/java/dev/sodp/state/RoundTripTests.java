// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What a value is read as that was written; the documentation lists the exceptions. */
class RoundTripTests {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static Object roundTrip(Object value, TypeReference<?> type) {
		JsonNode written = new TreeWriter(MAPPER).write(value, type.getType());
		return ValueConverter.to(type.getType(), MAPPER).convert(written, null);
	}

	static Stream<Arguments> faithful() {
		Instant instant = Instant.parse("2026-11-29T22:00:00.123456789Z");
		return Stream.of(arguments(5_000_000_000L, new TypeReference<Long>() {
		}), arguments(BigInteger.TWO.pow(64).subtract(BigInteger.ONE), new TypeReference<BigInteger>() {
		}), arguments(0.1f, new TypeReference<Float>() {
		}), arguments('x', new TypeReference<Character>() {
		}), arguments(instant, new TypeReference<Instant>() {
		}), arguments(LocalDate.of(2026, 11, 29), new TypeReference<LocalDate>() {
		}), arguments(LocalDateTime.of(2026, 11, 29, 22, 0), new TypeReference<LocalDateTime>() {
		}), arguments(Duration.ofMillis(1_500), new TypeReference<Duration>() {
		}), arguments(Period.ofDays(3), new TypeReference<Period>() {
		}), arguments(OffsetDateTime.parse("2026-11-29T22:00:00Z"), new TypeReference<OffsetDateTime>() {
		}), arguments(new UUID(1, 2), new TypeReference<UUID>() {
		}), arguments(URI.create("http://localhost"), new TypeReference<URI>() {
		}), arguments(DayOfWeek.MONDAY, new TypeReference<DayOfWeek>() {
		}), arguments(Set.of(1, 2), new TypeReference<Set<Integer>>() {
		}), arguments(Map.of(DayOfWeek.MONDAY, List.of(1L)), new TypeReference<Map<DayOfWeek, List<Long>>>() {
		}), arguments(List.of(Optional.of(1), Optional.empty()), new TypeReference<List<Optional<Integer>>>() {
		}));
	}

	@ParameterizedTest
	@MethodSource("faithful")
	void isReadAsItWasWritten(Object value, TypeReference<?> type) {
		assertThat(roundTrip(value, type)).isEqualTo(value);
	}

	@Test
	void aDecimalLosesItsTrailingZeros() {
		assertThat(roundTrip(new BigDecimal("19.90"), new TypeReference<BigDecimal>() {
		})).isEqualTo(new BigDecimal("19.9"));
		assertThat(roundTrip(new BigDecimal("20"), new TypeReference<BigDecimal>() {
		})).isEqualTo(new BigDecimal("20.0"));
	}

	@Test
	void aTimeWithAnOffsetIsReadInUtc() {
		OffsetDateTime written = OffsetDateTime.parse("2026-11-29T22:00:00+01:00");
		assertThat(roundTrip(written, new TypeReference<OffsetDateTime>() {
		})).isEqualTo(OffsetDateTime.parse("2026-11-29T21:00:00Z"));
		assertThat(roundTrip(ZonedDateTime.parse("2026-11-29T22:00:00+01:00[Europe/Berlin]"),
				new TypeReference<ZonedDateTime>() {
				}))
			.isInstanceOfSatisfying(ZonedDateTime.class, (read) -> {
				assertThat(read.toInstant()).isEqualTo(written.toInstant());
				assertThat(read.getOffset().getTotalSeconds()).isZero();
			});
	}

	@Test
	void withoutATypeJacksonChoosesOne() {
		assertThat(roundTrip(Map.of("n", 5L, "d", new BigDecimal("1.5"), "t", Instant.EPOCH),
				new TypeReference<Map<String, Object>>() {
				}))
			.isEqualTo(Map.of("n", 5, "d", 1.5, "t", "1970-01-01T00:00:00Z"));
	}

	/** A number of milliseconds, as other languages send it, is read as seconds. */
	@Test
	void anInstantIsReadFromSeconds() {
		JsonNode milliseconds = new TreeWriter(MAPPER).write(1_764_453_600_000L);
		assertThat(MAPPER.treeToValue(milliseconds, Instant.class))
			.isEqualTo(Instant.ofEpochSecond(1_764_453_600_000L));
		assertThat(MAPPER.treeToValue(milliseconds, long.class)).isEqualTo(1_764_453_600_000L);
	}

	/** As JavaScript's msgpackr sends integers beyond 32 bits. */
	@Test
	void anIntegerIsReadFromADoubleWithoutAFraction() {
		JsonNode sent = new TreeWriter(MAPPER).write(5e9);
		assertThat(sent.isIntegralNumber()).isFalse();
		assertThat(MAPPER.treeToValue(sent, long.class)).isEqualTo(5_000_000_000L);
		assertThat(Values.equal(sent, new TreeWriter(MAPPER).write(5_000_000_000L))).isFalse();
	}

	@Test
	void anIntegerLosesTheFractionOfADouble() {
		assertThat(MAPPER.treeToValue(new TreeWriter(MAPPER).write(1.5), long.class)).isEqualTo(1);
	}

	@Test
	void aNameOfJavaScriptsPrototypeIsANameLikeAnyOther() {
		assertThat(roundTrip(Map.of("__proto__", 1), new TypeReference<Map<String, Integer>>() {
		})).isEqualTo(Map.of("__proto__", 1));
	}

}
