// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a write as a value: the same four cases that the future of a write
 * distinguishes by its result and its exceptions.
 */
public sealed interface WriteOutcome {

	/**
	 * The server applied the write.
	 *
	 * @param version version of the key afterwards; empty if the server does not report
	 * it
	 */
	record Applied(OptionalLong version) implements WriteOutcome {
	}

	/**
	 * The server refused the write; it had no effect.
	 *
	 * @param code an error code of the protocol, see {@link dev.sodp.protocol.ErrorCode}
	 * @param message names the call and ends with the server's reason and the code
	 */
	record Rejected(int code, String message) implements WriteOutcome {
	}

	/**
	 * The write never left this client and had no effect; it is safe to repeat.
	 *
	 * @param reason why it was not sent
	 */
	record NotSent(Throwable reason) implements WriteOutcome {
	}

	/**
	 * The write was sent, but the connection or the call timeout ended before the answer
	 * came: it may or may not have been applied.
	 *
	 * @param reason what ended first
	 */
	record Unknown(Throwable reason) implements WriteOutcome {
	}

	/**
	 * Turns the future of a write into a future of its outcome.
	 * @param write the future that a write returned
	 * @return completes with the outcome; fails only if the value or the arguments of the
	 * write were invalid
	 */
	static CompletableFuture<WriteOutcome> of(CompletionStage<WriteResult> write) {
		return write.handle(WriteOutcome::outcome).toCompletableFuture();
	}

	private static WriteOutcome outcome(@Nullable WriteResult result, @Nullable Throwable failure) {
		if (result != null) {
			return new Applied(result.version());
		}
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof SodpRejectedException rejected) {
			return new Rejected(rejected.code(), String.valueOf(rejected.getMessage()));
		}
		if (cause instanceof SodpNotSentException notSent) {
			return new NotSent(notSent);
		}
		if (cause instanceof SodpOutcomeUnknownException unknown) {
			return new Unknown(unknown);
		}
		throw new CompletionException(cause);
	}

}
