// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;
import java.util.Optional;

import dev.sodp.protocol.Frame;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** CALLs with {@code if_version} (protocol section 5). */
class ConditionalCallTests {

	private final EngineFixture server = new EngineFixture();

	private final EngineClient client = this.server.connect();

	private Frame.Result setIf(String ifVersion, String value) {
		return this.client.result("state.set",
				"{'state': 'a', 'value': " + value + ", 'if_version': " + ifVersion + "}");
	}

	private void assertRefused(Frame.Result result, long version) {
		assertThat(result.success()).isFalse();
		assertThat(result.code()).isEqualTo(412);
		assertThat(result.version()).isEqualTo(version);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			state.set       | {'state': 'a', 'if_version': %d, 'value': [2]}
			state.patch     | {'state': 'a', 'if_version': %d, 'patch': {'x': 1}}
			state.set_in    | {'state': 'a', 'if_version': %d, 'path': '/0', 'value': 2}
			state.remove_in | {'state': 'a', 'if_version': %d, 'path': '/0'}
			state.append    | {'state': 'a', 'if_version': %d, 'value': 2}
			state.delete    | {'state': 'a', 'if_version': %d}
			""")
	void everyMutatingMethodIsAppliedToThatVersionOnly(String method, String call) {
		long version = this.server.set("a", "[1]");

		assertRefused(this.client.result(method, call.formatted(version + 1)), version);
		assertRefused(this.client.result(method, call.formatted(0)), version);
		assertThat(this.server.value("a")).isEqualTo(json("[1]"));
		assertThat(this.server.changes).hasSize(1);

		Frame.Result applied = this.client.result(method, call.formatted(version));
		assertThat(applied.success()).isTrue();
		assertThat(applied.data()).isEqualTo(EngineClient.version(version + 1));
		assertThat(this.server.changes).hasSize(2);
	}

	@Test
	void zeroMeansThatTheKeyWasNeverWritten() {
		assertRefused(setIf("1", "1"), 0);

		assertThat(setIf("0", "1").success()).isTrue();
		assertThat(this.server.value("a")).isEqualTo(json("1"));
	}

	@Test
	void zeroMeansThatTheKeyIsDeleted() {
		this.server.set("a", "1");
		this.client.result("state.delete", "{'state': 'a'}");

		assertRefused(setIf(Long.toString(this.server.changes.get(1).version()), "2"), 0);
		assertThat(setIf("0", "2").success()).isTrue();
	}

	@Test
	void nullIsAValueThatExists() {
		long version = this.server.set("a", "null");

		assertRefused(setIf("0", "1"), version);
		assertThat(setIf(Long.toString(version), "1").success()).isTrue();
	}

	@Test
	void versionIsCheckedEvenIfNothingWouldChange() {
		long version = this.server.set("a", "1");

		assertRefused(setIf("0", "1"), version);
		assertThat(setIf(Long.toString(version), "1").data()).isEqualTo(EngineClient.version(version));
	}

	@Test
	void versionIsCheckedBeforeTheValueIsLookedAt() {
		long version = this.server.set("a", "{}");

		assertRefused(this.client.result("state.append", "{'state': 'a', 'value': 1, 'if_version': 0}"), version);
	}

	@Test
	void aVersionBeyond64BitsIsNone() {
		long version = this.server.set("a", "1");

		assertRefused(setIf("18446744073709551615", "2"), version);
	}

	@Test
	void withoutAVersionTheCallIsUnconditional() {
		this.server.set("a", "1");

		assertThat(setIf("null", "2").success()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "1.0", "'1'", "true", "[]" })
	void whatIsNoVersionFailsWith400(String ifVersion) {
		assertThat(setIf(ifVersion, "1").code()).isEqualTo(400);
		assertThat(this.server.changes).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "7", "'x'" })
	void presenceCannotBeConditional(String ifVersion) {
		Frame.Result result = this.client.result("state.presence",
				"{'state': 'a', 'path': '/x', 'value': 1, 'if_version': " + ifVersion + "}");

		assertThat(result.code()).isEqualTo(400);
		assertThat(this.server.changes).isEmpty();
	}

	@Test
	void removalThatIsRefusedDoesNotEndPresence() {
		this.client.result("state.presence", "{'state': 'a', 'path': '/x', 'value': 1}");

		this.server.connect().result("state.remove_in", "{'state': 'a', 'path': '/x', 'if_version': 0}");
		this.client.hangUp();

		assertThat(this.server.value("a")).isEqualTo(json("{}"));
	}

	@Test
	void whoMayNotWriteDoesNotLearnTheVersion() {
		EngineFixture guarded = new EngineFixture((builder) -> builder.accessPolicy(new AccessPolicy() {

			@Override
			public boolean canRead(SodpIdentity identity, String key) {
				return false;
			}

			@Override
			public boolean canWrite(SodpIdentity identity, String key) {
				return false;
			}

		}));
		guarded.set("a", "1");

		Frame.Result result = guarded.connect().result("state.set", "{'state': 'a', 'value': 1, 'if_version': 0}");

		assertThat(result.code()).isEqualTo(403);
		assertThat(result.version()).isNull();
	}

	@Test
	void otherRefusalsCarryNoVersion() {
		EngineFixture strict = new EngineFixture((builder) -> builder.validator((key, value) -> Optional.of("no")));

		Frame.Result result = strict.connect().result("state.set", "{'state': 'a', 'value': 1, 'if_version': 0}");

		assertThat(result.code()).isEqualTo(422);
		assertThat(result.version()).isNull();
	}

	@Test
	void aRefusedCallTellsWatchersNothing() {
		long version = this.server.set("a", "1");
		EngineClient watcher = this.server.connect();
		watcher.watch("a").read();

		assertRefused(setIf("0", "2"), version);

		assertThat(watcher.read()).isEqualTo(List.of());
	}

}
