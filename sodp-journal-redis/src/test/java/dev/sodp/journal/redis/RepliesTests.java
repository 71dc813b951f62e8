// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.util.Arrays;
import java.util.List;

import dev.sodp.server.journal.shared.Gap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What scripts answer. */
class RepliesTests {

	@Test
	void whenCounterWasRaisedThenLatestChangeIsTheOneBefore() {
		assertThat(Replies.last(Arrays.asList(Utf8.bytes("90"), Utf8.bytes("6")))).isEqualTo(6);
		assertThat(Replies.last(Arrays.asList(Utf8.bytes("90"), null))).isEqualTo(90);
		assertThat(Replies.last(Arrays.asList(null, null))).isZero();
	}

	@Test
	void whenThereAreGapsThenAllAreRead() {
		List<Object> reply = List.of(1L, Utf8.bytes("epoch"), Utf8.bytes("6"), Utf8.bytes("tag"),
				Utf8.bytes("7-90,1234567890123456-1234567890123460"));

		assertThat(Replies.joined(reply).gaps()).containsExactly(new Gap(7, 90),
				new Gap(1234567890123456L, 1234567890123460L));
	}

	@Test
	void infoSaysWhoTheServerIs() {
		ServerInfo info = new ServerInfo("# Server\r\nrun_id:a1\r\n# Replication\r\nrole:master\r\nmaster_replid:b2\r\n"
				+ "maxmemory_policy:noeviction\r\n");

		assertThat(info.isPrimary()).isTrue();
		assertThat(info.life()).isEqualTo("a1-b2");
		assertThat(info.evictionPolicy()).isEqualTo("noeviction");
		assertThat(new ServerInfo("role:slave\r\n").isPrimary()).isFalse();
	}

}
