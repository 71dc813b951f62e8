// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.util.Set;
import java.util.concurrent.CompletionException;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.journal.JournalException;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.shared.LogException;
import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;

/** What errors mean for the journal. */
final class Failures {

	/**
	 * The server does not accept writes (any more), or not of this partition; after a
	 * demotion it would stay so for as long as the connection stays.
	 */
	private static final Set<String> ENDING = Set.of("READONLY", "UNBLOCKED", "LOADING", "MASTERDOWN", "CLUSTERDOWN",
			"MOVED");

	private Failures() {
	}

	/** The server refused a command, which was not carried out. */
	private static LogException refused(RedisCommandExecutionException error) {
		if ("OOM".equals(code(error))) {
			return new LogException(new JournalFailure(ErrorCode.FULL, "the memory of the shared log is full", error),
					false);
		}
		return unavailable("the shared log refused: " + error.getMessage(), error);
	}

	/** The refusal if it is one, or what it was. */
	static Throwable understood(Throwable error) {
		Throwable cause = unwrap(error);
		return (cause instanceof RedisCommandExecutionException refusal) ? refused(refusal) : cause;
	}

	static boolean isEnding(RedisCommandExecutionException error) {
		return ENDING.contains(code(error));
	}

	static boolean isUnknownScript(RedisCommandExecutionException error) {
		return "NOSCRIPT".equals(code(error));
	}

	/** The connection has ended, and no one knows what became of the command. */
	static LogException lost(String reason) {
		return new LogException(
				new JournalFailure(ErrorCode.TIMEOUT, "the connection to the shared log has ended: " + reason, null),
				true);
	}

	static LogException unavailable(String message, @Nullable Throwable cause) {
		return new LogException(new JournalFailure(ErrorCode.UNAVAILABLE, message, cause), false);
	}

	/** Only an operator can help. */
	static LogException misconfigured(String message, String action) {
		return unavailable(message + ". " + action, new JournalException(message, action));
	}

	/** No connection could be made. Where to is for the log file, not for clients. */
	static LogException unreachable(Throwable error) {
		Throwable cause = unwrap(error);
		return (cause instanceof LogException known) ? known : unavailable("the shared log cannot be reached", cause);
	}

	static Throwable unwrap(Throwable error) {
		Throwable cause = error.getCause();
		return (error instanceof CompletionException && cause != null) ? cause : error;
	}

	private static String code(RedisCommandExecutionException error) {
		String message = String.valueOf(error.getMessage());
		int end = message.indexOf(' ');
		return (end < 0) ? message : message.substring(0, end);
	}

}
