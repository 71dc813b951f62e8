// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.sodp.client.ClientEventListener;
import dev.sodp.client.SodpClient;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.state.StateKeys;
import org.slf4j.Logger;

/**
 * Logs that a server refuses to let a client watch all keys with a prefix, once for each
 * of them: whatever depends on it will not work until the server is another one.
 */
public final class PrefixRefusals implements ClientEventListener {

	private final Logger logger;

	private final SodpClient client;

	private final Set<String> patterns;

	private final Supplier<String> consequence;

	private final Set<String> logged = ConcurrentHashMap.newKeySet();

	private PrefixRefusals(Logger logger, SodpClient client, Collection<String> names, Supplier<String> consequence) {
		this.logger = logger;
		this.client = client;
		this.patterns = names.stream().filter(StateKeys::isPattern).collect(Collectors.toUnmodifiableSet());
		this.consequence = consequence;
	}

	/**
	 * Begins to log refusals, if there are prefixes among the names.
	 * @param consequence says what will not work, a sentence without its full stop
	 */
	public static PrefixRefusals begin(Logger logger, SodpClient client, Collection<String> names,
			Supplier<String> consequence) {
		PrefixRefusals refusals = new PrefixRefusals(logger, client, names, consequence);
		if (!refusals.patterns.isEmpty()) {
			client.addEventListener(refusals);
		}
		return refusals;
	}

	@Override
	public void onDenied(String key, int code, String message) {
		if (this.patterns.contains(key) && this.logged.add(key)) {
			this.logger.error("{}: the server refuses '{}' with code {} ({}). {}", this.consequence.get(), key, code,
					message, remedy(code));
		}
	}

	private static String remedy(int code) {
		return (code == ErrorCode.UNKNOWN_METHOD)
				? "Name single keys instead, or connect to a server with the capability prefix_watch"
				: "Grant this client the right to watch all keys with the prefix, or name single keys instead";
	}

	/** Ends it. */
	public void end() {
		this.client.removeEventListener(this);
	}

}
