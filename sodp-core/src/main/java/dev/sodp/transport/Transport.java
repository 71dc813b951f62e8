// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

/**
 * Opens WebSockets for a client. Implementations may be shared by many clients.
 */
public interface Transport {

	/**
	 * Opens a link. May block for name resolution, never for the peer. The outcome
	 * reaches the listener: first {@link LinkListener#opened}, or
	 * {@link LinkListener#closed} alone if the link never came to be.
	 * @param request where to and how
	 * @param listener called by one thread at a time, in the order of events; must not
	 * block
	 * @return the pending link, so that it can be aborted before it opened
	 */
	Link connect(ConnectRequest request, LinkListener listener);

}
