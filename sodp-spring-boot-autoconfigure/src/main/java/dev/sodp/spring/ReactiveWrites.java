// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sodp.client.SodpWrites;
import dev.sodp.client.WriteResult;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * {@link ReactiveSodpWrites} that make each subscription a write.
 *
 * @param writes sends them
 */
record ReactiveWrites(SodpWrites writes) implements ReactiveSodpWrites {

	@Override
	public Mono<WriteResult> set(String key, @Nullable Object value) {
		return write((to) -> to.set(key, value));
	}

	@Override
	public Mono<WriteResult> patch(String key, Object patch) {
		return write((to) -> to.patch(key, patch));
	}

	@Override
	public Mono<WriteResult> setIn(String key, String path, @Nullable Object value) {
		return write((to) -> to.setIn(key, path, value));
	}

	@Override
	public Mono<WriteResult> removeIn(String key, String path) {
		return write((to) -> to.removeIn(key, path));
	}

	@Override
	public Mono<WriteResult> delete(String key) {
		return write((to) -> to.delete(key));
	}

	@Override
	public Mono<WriteResult> append(String key, @Nullable Object value) {
		return write((to) -> to.append(key, value));
	}

	@Override
	public Mono<WriteResult> append(String key, @Nullable Object value, int maxLength) {
		return write((to) -> to.append(key, value, maxLength));
	}

	private Mono<WriteResult> write(Function<SodpWrites, CompletableFuture<WriteResult>> write) {
		return Mono.fromFuture(() -> write.apply(this.writes));
	}

}
