// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

/** Thrown when a message exceeds the limit of the receiving side. */
final class MessageTooBigException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	MessageTooBigException(int limit) {
		super("The peer sent a message of more than " + limit + " bytes");
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
