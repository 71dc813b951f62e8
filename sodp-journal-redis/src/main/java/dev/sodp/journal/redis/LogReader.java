// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import dev.sodp.server.journal.shared.LogFollower;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log of a partition: one {@code XREAD} after another, until its link ends.
 */
final class LogReader {

	private static final Logger logger = LoggerFactory.getLogger(LogReader.class);

	/** How long the server waits for an entry before it says that there is none. */
	private static final Duration BLOCK = Duration.ofSeconds(1);

	/**
	 * The least time from one look to the next while there is always something new. Each
	 * costs this node and the server more than many entries do.
	 */
	private static final Duration PACE = Duration.ofMillis(2);

	/** Most entries at once. */
	private static final int PAGE = 500;

	private final RedisLink link;

	private final byte[] log;

	private final Predicate<String> interest;

	private final LogFollower follower;

	private final BiConsumer<Duration, Runnable> later;

	private final LongSupplier nanos;

	/**
	 * Creates a reader.
	 * @param link carries nothing else
	 * @param log the name of the stream
	 * @param interest which keys matter
	 * @param follower learns what changes
	 * @param later runs a task after a delay
	 * @param nanos the time
	 */
	LogReader(RedisLink link, byte[] log, Predicate<String> interest, LogFollower follower,
			BiConsumer<Duration, Runnable> later, LongSupplier nanos) {
		this.link = link;
		this.log = log;
		this.interest = interest;
		this.follower = follower;
		this.later = later;
		this.nanos = nanos;
	}

	void readAfter(long last) {
		long begin = this.nanos.getAsLong();
		LogOutput output = new LogOutput(last, this.interest);
		this.link
			.send(CommandType.XREAD, output,
					RedisLink.args()
						.add(CommandKeyword.COUNT)
						.add(PAGE)
						.add(CommandKeyword.BLOCK)
						.add(BLOCK.toMillis())
						.add("STREAMS")
						.addKey(this.log)
						.add((last + "-0").getBytes(StandardCharsets.US_ASCII)),
					BLOCK)
			.whenComplete((page, error) -> {
				if (error == null) {
					read(page, output.count(), begin);
				}
				else {
					this.link.end(String.valueOf(error.getMessage()));
				}
			});
	}

	private void read(LogPage page, int count, long begin) {
		try {
			this.follower.advanced(page.entries(), page.last(), page.complete());
		}
		catch (RuntimeException ex) {
			// Whatever it was about to do is not done: only a new beginning helps.
			logger.error("A follower of the shared log failed", ex);
			this.link.end("the follower failed");
			return;
		}
		long early = PACE.toNanos() - (this.nanos.getAsLong() - begin);
		if (early > 0 && count < PAGE) {
			this.later.accept(Duration.ofNanos(early), () -> readAfter(page.last()));
		}
		else {
			readAfter(page.last());
		}
	}

}
