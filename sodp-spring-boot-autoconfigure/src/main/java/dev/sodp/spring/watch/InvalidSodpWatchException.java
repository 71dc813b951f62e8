package dev.sodp.spring.watch;

import java.lang.reflect.Method;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * A method annotated with {@link SodpWatch} that can never be called. Stops the start of
 * the application context.
 */
public final class InvalidSodpWatchException extends SodpException {

	private static final long serialVersionUID = 1L;

	private final String method;

	private final String problem;

	private final String remedy;

	InvalidSodpWatchException(Class<?> beanClass, Method method, String problem, String remedy) {
		this(beanClass, method, problem, remedy, null);
	}

	InvalidSodpWatchException(Class<?> beanClass, Method method, String problem, String remedy,
			@Nullable Throwable cause) {
		super("@SodpWatch method " + WatchMethods.describe(beanClass, method) + " cannot be called: " + problem + ". "
				+ remedy + ".", cause);
		this.method = WatchMethods.describe(beanClass, method);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * The method.
	 * @return class, name and parameter types
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Why it cannot be called.
	 * @return a sentence without its full stop
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * What to write instead.
	 * @return a sentence without its full stop
	 */
	public String remedy() {
		return this.remedy;
	}

}
