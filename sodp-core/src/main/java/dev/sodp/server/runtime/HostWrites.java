// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.concurrent.CompletableFuture;

import dev.sodp.server.ServerWrites;
import dev.sodp.server.engine.Edits;
import dev.sodp.server.engine.Mutation;
import dev.sodp.server.engine.PathEdits;
import dev.sodp.server.engine.Paths;
import org.jspecify.annotations.Nullable;

/**
 * The writes of the hosting application, all under the same condition.
 */
class HostWrites implements ServerWrites {

	private final HostCalls calls;

	private final HostValues values;

	private final @Nullable Long ifVersion;

	HostWrites(HostCalls calls, HostValues values, @Nullable Long ifVersion) {
		this.calls = calls;
		this.values = values;
		this.ifVersion = ifVersion;
	}

	HostCalls calls() {
		return this.calls;
	}

	HostValues values() {
		return this.values;
	}

	@Override
	public long set(String key, @Nullable Object value) {
		return call(key, replacement(value));
	}

	@Override
	public CompletableFuture<Long> setAsync(String key, @Nullable Object value) {
		return callAsync(key, replacement(value));
	}

	@Override
	public long patch(String key, Object patch) {
		return call(key, merge(patch));
	}

	@Override
	public CompletableFuture<Long> patchAsync(String key, Object patch) {
		return callAsync(key, merge(patch));
	}

	@Override
	public long setIn(String key, String path, @Nullable Object value) {
		return call(key, part(path, value));
	}

	@Override
	public CompletableFuture<Long> setInAsync(String key, String path, @Nullable Object value) {
		return callAsync(key, part(path, value));
	}

	@Override
	public long removeIn(String key, String path) {
		return call(key, PathEdits.remove(Paths.parse(path)));
	}

	@Override
	public CompletableFuture<Long> removeInAsync(String key, String path) {
		return callAsync(key, PathEdits.remove(Paths.parse(path)));
	}

	@Override
	public long append(String key, @Nullable Object value) {
		return call(key, element(value, 0));
	}

	@Override
	public CompletableFuture<Long> appendAsync(String key, @Nullable Object value) {
		return callAsync(key, element(value, 0));
	}

	@Override
	public long append(String key, @Nullable Object value, int maxLength) {
		return call(key, element(value, checked(maxLength)));
	}

	@Override
	public CompletableFuture<Long> appendAsync(String key, @Nullable Object value, int maxLength) {
		return callAsync(key, element(value, checked(maxLength)));
	}

	@Override
	public long delete(String key) {
		return call(key, Edits.delete());
	}

	@Override
	public CompletableFuture<Long> deleteAsync(String key) {
		return callAsync(key, Edits.delete());
	}

	private Mutation replacement(@Nullable Object value) {
		return Edits.set(this.values.convert(value));
	}

	private Mutation merge(Object patch) {
		return Edits.patch(this.values.convertPatch(patch));
	}

	private Mutation part(String path, @Nullable Object value) {
		return PathEdits.set(Paths.parse(path), this.values.convert(value));
	}

	private Mutation element(@Nullable Object value, int maxLength) {
		return Edits.append(this.values.convert(value), maxLength);
	}

	private static int checked(int maxLength) {
		if (maxLength < 1) {
			throw new IllegalArgumentException("maxLength must be at least 1 (was " + maxLength + ")");
		}
		return maxLength;
	}

	private long call(String key, Mutation mutation) {
		return this.calls.call(key, mutation, this.ifVersion);
	}

	private CompletableFuture<Long> callAsync(String key, Mutation mutation) {
		return this.calls.callAsync(key, mutation, this.ifVersion);
	}

}
