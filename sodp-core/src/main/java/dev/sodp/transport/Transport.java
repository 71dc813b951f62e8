// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

/**
 * Opens WebSockets for a client. Thread-safe: many clients may share an implementation.
 */
public interface Transport {

	/**
	 * Opens a link. May block to resolve the host name, but never for the peer. The
	 * outcome is reported to the listener: {@link LinkListener#opened}, or only
	 * {@link LinkListener#closed} if the link could not be opened.
	 * @param request where to connect and how
	 * @param listener called by one thread at a time, in the order of events; must not
	 * block
	 * @return the pending link, so that it can be aborted before it is open
	 */
	Link connect(ConnectRequest request, LinkListener listener);

}
