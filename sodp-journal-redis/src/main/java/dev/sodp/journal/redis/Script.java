// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What the server carries out as a whole. Flags say what becomes of a script that a
 * server cannot carry out, before it begins: a replica refuses all but those that only
 * read, even if they would find nothing to do; a full memory stops proposals only.
 */
enum Script {

	/** Says into how many partitions the log is divided. */
	OPEN,

	/** Becomes a member. */
	JOIN,

	/** Begins a new epoch. */
	CUT,

	/** Renews the membership. */
	RENEW,

	/** Ends it. */
	LEAVE,

	/** Forgets a dead node. */
	FORGET,

	/** Says how far keys have come. */
	POSITIONS,

	/** Reads a key. */
	READ,

	/** Changes a key. */
	PROPOSE;

	private final String source;

	private final String digest;

	Script() {
		this.source = load(name().toLowerCase(Locale.ROOT) + ".lua");
		this.digest = HexFormat.of().formatHex(sha1(Utf8.bytes(this.source)));
	}

	String source() {
		return this.source;
	}

	String digest() {
		return this.digest;
	}

	private static String load(String file) {
		try (InputStream in = Script.class.getResourceAsStream(file)) {
			if (in == null) {
				throw new IllegalStateException("No resource " + file);
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] sha1(byte[] source) {
		try {
			return MessageDigest.getInstance("SHA-1").digest(source);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
