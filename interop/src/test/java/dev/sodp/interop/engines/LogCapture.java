// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Keeps the warnings of a logger, also of one that is off in tests. */
final class LogCapture implements AutoCloseable {

	private final Logger logger;

	private final @Nullable Level before;

	private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();

	LogCapture(String logger) {
		this.logger = (Logger) LoggerFactory.getLogger(logger);
		this.before = this.logger.getLevel();
		this.logger.setLevel(Level.WARN);
		this.logger.addAppender(this.warnings);
		this.warnings.start();
	}

	/** What was logged so far. */
	List<String> messages() {
		return this.warnings.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.warnings);
		this.logger.setLevel(this.before);
	}

}
