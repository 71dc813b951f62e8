// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.watch.SodpErrorHandler;
import dev.sodp.spring.watch.SodpWatchInterceptor;
import dev.sodp.spring.watch.SodpWatchInvocationListener;
import dev.sodp.spring.watch.SodpWatchSpec;
import dev.sodp.spring.watch.invocation.WatchHandler;
import dev.sodp.spring.watch.method.WatchAnnotations;
import dev.sodp.spring.watch.method.WatchedMethod;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.task.SyncTaskExecutor;

/**
 * Creates watchers with the beans that all of them share.
 */
public final class WatchContainerFactory {

	private final SodpClients clients;

	private final JsonMapper mapper;

	private final @Nullable BeanFactory beanFactory;

	/** Guards the shared beans, which are looked up once. */
	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Shared shared;

	public WatchContainerFactory(SodpClients clients, JsonMapper mapper, @Nullable BeanFactory beanFactory) {
		this.clients = clients;
		this.mapper = mapper;
		this.beanFactory = beanFactory;
	}

	public WatchContainer create(SodpWatchSpec spec, String description, WatchHandler handler, List<String> targets,
			WatchSubject subject) {
		if (spec.executor() instanceof SyncTaskExecutor) {
			throw subject.invalid(
					"its executor runs tasks on the calling thread, which is the one that reads the socket",
					"Specify an executor with its own threads, or none to use the client's callback executor", null);
		}
		Shared common = shared();
		SodpErrorHandler own = spec.errorHandler();
		InterceptedHandler intercepted = new InterceptedHandler(spec, handler, common.interceptors(),
				common.listeners());
		return new WatchContainer(new WatchParts(spec, description, client(spec, subject), intercepted, targets,
				handler.resultType(), this.mapper, (own != null) ? own : common.errorHandler()));
	}

	private SodpClient client(SodpWatchSpec spec, WatchSubject subject) {
		try {
			return this.clients.get(spec.client());
		}
		catch (IllegalArgumentException ex) {
			throw subject.invalid("its client is unknown: " + ex.getMessage(),
					"Specify one of these names, or omit it to use the primary client", ex);
		}
	}

	public List<String> targets(WatchedMethod method) {
		if (this.beanFactory instanceof ConfigurableBeanFactory factory) {
			return new WatchAnnotations(factory).targets(method);
		}
		return List.of();
	}

	private Shared shared() {
		this.lock.lock();
		try {
			Shared known = this.shared;
			if (known == null) {
				known = (this.beanFactory != null) ? Shared.of(this.beanFactory) : Shared.NONE;
				this.shared = known;
			}
			return known;
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Shared(@Nullable SodpErrorHandler errorHandler, List<SodpWatchInterceptor> interceptors,
			List<SodpWatchInvocationListener> listeners) {

		static final Shared NONE = new Shared(null, List.of(), List.of());

		static Shared of(BeanFactory beanFactory) {
			return new Shared(beanFactory.getBeanProvider(SodpErrorHandler.class).getIfUnique(),
					beanFactory.getBeanProvider(SodpWatchInterceptor.class).orderedStream().toList(),
					beanFactory.getBeanProvider(SodpWatchInvocationListener.class).orderedStream().toList());
		}

	}

}
