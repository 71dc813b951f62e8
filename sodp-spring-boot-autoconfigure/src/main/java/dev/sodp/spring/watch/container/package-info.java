// SPDX-License-Identifier: Apache-2.0

/**
 * What a watcher does from its start to its stop. A change passes each class once:
 *
 * <pre>
 * client ─► WatchRun            the subscription; which events the change holds
 *           SerialCalls         one call of the watcher at a time
 *           ChangeDelivery      the events of the change, one after the other
 *           EventDelivery       the call, then the writing, then the report
 *             InterceptedHandler  interceptors, the method, listeners
 *             ResultWriter        what the method returned, to other keys
 *             WatchFailures       what went wrong, to the error handler
 * client ◄─ ChangeDelivery      done, or the failure that no handler took
 * </pre>
 *
 * Not for applications, may change in any release.
 */
@NullMarked
package dev.sodp.spring.watch.container;

import org.jspecify.annotations.NullMarked;
