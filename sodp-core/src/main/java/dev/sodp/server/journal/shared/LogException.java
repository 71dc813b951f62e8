// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import dev.sodp.protocol.SodpException;
import dev.sodp.server.journal.JournalFailure;

/** Why a {@link LogConnection} or a {@link SharedLog} did not do what it was asked. */
public class LogException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** What it means for a proposal. */
	private final transient JournalFailure failure;

	/** Whether the connection has ended. */
	private final boolean connectionLost;

	/**
	 * Creates the exception.
	 * @param failure what it means for a proposal, and what caused it
	 * @param connectionLost whether the connection has ended, so that it is not known
	 * whether the command was carried out
	 */
	public LogException(JournalFailure failure, boolean connectionLost) {
		super(failure.message(), failure.cause());
		this.failure = failure;
		this.connectionLost = connectionLost;
	}

	/**
	 * Returns what it means for a proposal.
	 * @return code, message and cause
	 */
	public JournalFailure failure() {
		return this.failure;
	}

	/**
	 * Returns whether the connection has ended.
	 * @return true if it is not known whether the command was carried out; false if it
	 * was refused
	 */
	public boolean isConnectionLost() {
		return this.connectionLost;
	}

}
