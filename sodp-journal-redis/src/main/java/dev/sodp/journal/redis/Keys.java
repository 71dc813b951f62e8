// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The names under which a partition is stored. Braces keep them in one slot. */
final class Keys {

	private final String partition;

	final byte[] meta;

	final byte[] log;

	final byte[] nodes;

	final byte[] buried;

	final byte[] present;

	final byte[] names;

	Keys(String prefix, int partition) {
		this.partition = String.format(Locale.ROOT, "%s:{%02d}:", prefix, partition);
		this.meta = name("meta");
		this.log = name("log");
		this.nodes = name("nodes");
		this.buried = name("buried");
		this.present = name("pres");
		this.names = name("keys");
	}

	byte[] key(String key) {
		return name("m:" + key);
	}

	byte[] chain(String key) {
		return name("l:" + key);
	}

	byte[] owners(String key) {
		return name("p:" + key);
	}

	private byte[] name(String name) {
		return (this.partition + name).getBytes(StandardCharsets.UTF_8);
	}

}
