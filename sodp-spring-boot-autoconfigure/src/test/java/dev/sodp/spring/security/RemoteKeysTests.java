// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.sodp.server.AuthenticationRefusedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.jwt.BadJwtException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * When keys are fetched, and who waits for that.
 */
@ExtendWith(OutputCaptureExtension.class)
class RemoteKeysTests {

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static ECKey first;

	private static ECKey second;

	private final ManualTimer timer = new ManualTimer();

	private final Deque<CompletableFuture<JWKSet>> requests = new ArrayDeque<>();

	private int fetches;

	private final RemoteKeys keys = new RemoteKeys(() -> {
		CompletableFuture<JWKSet> request = new CompletableFuture<>();
		this.requests.add(request);
		this.fetches++;
		return request;
	}, INTERVAL, this.timer);

	@BeforeAll
	static void generateKeys() throws Exception {
		first = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
		second = new ECKeyGenerator(Curve.P_256).keyID("second").generate();
	}

	private CompletableFuture<KnownKeys> ask(String keyId) {
		return this.keys
			.matching(JWKMatcher.forJWSHeader(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keyId).build()));
	}

	private void answer(JWK... listed) {
		this.requests.remove().complete(new JWKSet(List.of(listed)));
	}

	private void fail() {
		this.requests.remove().completeExceptionally(new IllegalStateException("down on purpose"));
	}

	private static void assertAccepted(CompletableFuture<KnownKeys> asked) {
		assertThat(asked).isCompleted();
	}

	private static void assertRefused(CompletableFuture<KnownKeys> asked, Class<? extends Throwable> why) {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> asked.getNow(null))
			.withCauseInstanceOf(why);
	}

	@Test
	void theFirstFetchIsForAllWhoCome() {
		this.keys.start();
		List<CompletableFuture<KnownKeys>> asked = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			asked.add(ask("first"));
		}

		answer(first);

		assertThat(asked).allSatisfy(RemoteKeysTests::assertAccepted);
		assertThat(this.fetches).isOne();
	}

	@Test
	void aKnownKeyAnswersWhileTheServerHangs() {
		this.keys.start();
		answer(first);
		this.timer.advance(INTERVAL);
		for (int i = 0; i < 1000; i++) {
			ask("junk" + i);
		}
		assertThat(this.requests).hasSize(1);

		assertAccepted(ask("first"));
	}

	@Test
	void aKeyThatDoesNotExistIsRefusedByTheNextFetch() {
		this.keys.start();
		answer(first);
		CompletableFuture<KnownKeys> junk = ask("junk");
		assertThat(this.requests).isEmpty();
		assertThat(junk).isNotDone();

		this.timer.advance(INTERVAL);
		answer(first);

		assertRefused(junk, BadJwtException.class);
	}

	@Test
	void keysThatDoNotExistCostOneFetchPerInterval() {
		this.keys.start();
		answer(first);
		for (int i = 0; i < 600; i++) {
			ask("junk" + i);
			this.timer.advance(Duration.ofMillis(100));
			while (!this.requests.isEmpty()) {
				answer(first);
			}
		}

		assertThat(this.fetches).isEqualTo(1 + 6);
	}

	@Test
	void keysThatDoNotExistCostOneFetchPerIntervalWhileTheServerIsDown() {
		this.keys.start();
		for (int i = 0; i < 600; i++) {
			ask("junk" + i);
			this.timer.advance(Duration.ofMillis(100));
			while (!this.requests.isEmpty()) {
				fail();
			}
		}

		assertThat(this.fetches).isBetween(6, 7);
	}

	@Test
	void aNewKeyIsKnownAfterAnIntervalAndAFetchWhoeverElseAsks() {
		this.keys.start();
		answer(first);
		this.timer.advance(INTERVAL);
		ask("junk");
		// Answered by a key server that does not have the new key yet.
		CompletableFuture<JWKSet> outdated = this.requests.remove();
		this.timer.advance(SECOND);
		CompletableFuture<KnownKeys> rotated = ask("second");
		ask("more junk");
		outdated.complete(new JWKSet(first));
		assertThat(rotated).isNotDone();

		this.timer.advance(INTERVAL.minus(SECOND));
		assertThat(this.requests).hasSize(1);
		answer(first, second);

		assertAccepted(rotated);
	}

	@Test
	void aNewKeyIsKnownAfterAServerThatHungForLong() {
		this.keys.start();
		answer(first);
		this.timer.advance(INTERVAL);
		CompletableFuture<KnownKeys> before = ask("second");
		this.timer.advance(INTERVAL.multipliedBy(2));
		CompletableFuture<KnownKeys> meanwhile = ask("second");

		fail();

		assertRefused(before, AuthenticationRefusedException.class);
		assertThat(meanwhile).isNotDone();
		answer(second);
		assertAccepted(meanwhile);
	}

	@Test
	void aFailedFetchRefusesWithoutSayingMore() {
		CompletableFuture<KnownKeys> asked = ask("first");

		fail();

		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> asked.getNow(null))
			.havingCause()
			.isInstanceOf(AuthenticationRefusedException.class)
			.withMessage("The token cannot be verified at the moment");
	}

	@Test
	void aServerThatIsDownIsLoggedOnceAMinuteAndWhenItIsBack(CapturedOutput output) {
		this.keys.start();
		for (int i = 0; i < 59; i++) {
			ask("first");
			this.timer.advance(SECOND);
			while (!this.requests.isEmpty()) {
				fail();
			}
		}
		assertThat(output).containsOnlyOnce("The keys of tokens cannot be fetched").contains("down on purpose");

		ask("first");
		this.timer.advance(INTERVAL);
		answer(first);

		assertThat(output).containsOnlyOnce("The keys of tokens have been fetched");
	}

	@Test
	void aServerThatIsDownIsAskedAgainWithoutAnyToken() {
		this.keys.start();
		fail();

		this.timer.advance(Duration.ofSeconds(29));
		assertThat(this.requests).isEmpty();
		this.timer.advance(SECOND);
		answer(first);

		assertAccepted(ask("first"));
	}

	@Test
	void keysAreFetchedAnewEveryFiveMinutes() {
		this.keys.start();
		answer(first);

		this.timer.advance(RemoteKeys.REFRESH_INTERVAL.minus(SECOND));
		assertThat(this.requests).isEmpty();
		this.timer.advance(SECOND);
		assertAccepted(ask("first"));
		answer(second);

		assertThat(ask("first")).isNotDone();
		assertAccepted(ask("second"));
	}

	@Test
	void anAlarmIsPendingForEachReasonAtMost() {
		this.keys.start();
		for (int i = 0; i < 1000; i++) {
			ask("junk" + i);
			this.timer.advance(SECOND);
			while (!this.requests.isEmpty()) {
				answer(first);
			}
		}

		assertThat(this.timer.alarms()).isLessThan(100);
	}

	@Test
	void keysOfAServerThatIsDownAreUsedForADay() {
		this.keys.start();
		answer(first);
		this.timer.advance(RemoteKeys.LONGEST_OUTAGE);
		assertThat(this.requests).hasSize(1);
		assertAccepted(ask("first"));
		this.timer.advance(SECOND);

		assertThat(ask("first")).isNotDone();
	}

	@Test
	void keysThatAreTooShortAreNotUsed(CapturedOutput output) {
		RSAKey shortKey = new RSAKey.Builder(ShortKeys.RSA_1024).keyID("short").build();
		this.keys.start();

		answer(shortKey);

		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("short").build();
		assertThat(this.keys.matching(JWKMatcher.forJWSHeader(header))).isNotDone();
		assertThat(output).contains("lists no key that tokens can be verified with");
	}

	@Test
	void noMoreThanSomeWaitAtOnceAndKnownKeysAreNotAmongThem() {
		this.keys.start();
		answer(first);
		for (int i = 0; i < RemoteKeys.MAX_WAITING; i++) {
			ask("junk");
		}

		assertRefused(ask("junk"), BadJwtException.class);
		assertAccepted(ask("first"));
	}

	@Test
	void whoDoesNotWaitAnyLongerMakesRoom() {
		this.keys.start();
		answer(first);
		List<CompletableFuture<KnownKeys>> waiting = new ArrayList<>();
		for (int i = 0; i < RemoteKeys.MAX_WAITING; i++) {
			waiting.add(ask("junk"));
		}

		waiting.get(1).cancel(false);

		assertThat(ask("second")).isNotDone();
		assertRefused(ask("second"), BadJwtException.class);
	}

	@Test
	void nothingIsFetchedForWhoDoesNotWaitAnyLonger() {
		this.keys.start();
		answer(first);

		ask("junk").cancel(false);

		this.timer.advance(INTERVAL.multipliedBy(2));
		assertThat(this.requests).isEmpty();
	}

	@Test
	void nothingIsFetchedOnceClosed() {
		this.keys.start();
		answer(first);
		CompletableFuture<KnownKeys> waiting = ask("second");

		this.keys.close();

		assertRefused(waiting, AuthenticationRefusedException.class);
		assertRefused(ask("second"), AuthenticationRefusedException.class);
		this.timer.advance(RemoteKeys.LONGEST_OUTAGE);
		assertThat(this.requests).isEmpty();
	}

}
