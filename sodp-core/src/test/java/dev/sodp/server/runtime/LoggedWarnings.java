// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * What a class logs at level WARN and above while a test runs, in place of the console.
 */
final class LoggedWarnings implements BeforeEachCallback, AfterEachCallback {

	private final Logger logger;

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	private final Level level;

	LoggedWarnings(Class<?> source) {
		this(source, Level.WARN);
	}

	LoggedWarnings(Class<?> source, Level level) {
		this.level = level;
		this.logger = (Logger) LoggerFactory.getLogger(source);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.lines.start();
		this.logger.setLevel(this.level);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.lines);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.logger.detachAppender(this.lines);
		this.logger.setLevel(null);
		this.logger.setAdditive(true);
	}

	List<ILoggingEvent> events() {
		return List.copyOf(this.lines.list);
	}

	List<String> messages() {
		return events().stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

}
