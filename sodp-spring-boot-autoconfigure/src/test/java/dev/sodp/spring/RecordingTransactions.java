// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.SmartTransactionObject;

/**
 * Transactions of nothing, with savepoints.
 */
final class RecordingTransactions extends AbstractPlatformTransactionManager {

	private static final long serialVersionUID = 1L;

	private final ThreadLocal<Transaction> current = new ThreadLocal<>();

	RecordingTransactions() {
		setNestedTransactionAllowed(true);
	}

	@Override
	protected Object doGetTransaction() {
		Transaction existing = this.current.get();
		return (existing != null) ? existing : new Transaction();
	}

	@Override
	protected boolean isExistingTransaction(Object transaction) {
		return this.current.get() != null;
	}

	@Override
	protected void doBegin(Object transaction, TransactionDefinition definition) {
		this.current.set((Transaction) transaction);
	}

	@Override
	protected void doSetRollbackOnly(DefaultTransactionStatus status) {
		throw new UnsupportedOperationException("no test marks an existing transaction");
	}

	@Override
	protected void doCommit(DefaultTransactionStatus status) {
	}

	@Override
	protected void doRollback(DefaultTransactionStatus status) {
	}

	@Override
	protected void doCleanupAfterCompletion(Object transaction) {
		this.current.remove();
	}

	/** Savepoints need no more than an identity. */
	private static final class Transaction implements SavepointManager, SmartTransactionObject {

		@Override
		public Object createSavepoint() {
			return new Object();
		}

		@Override
		public void rollbackToSavepoint(Object savepoint) {
		}

		@Override
		public void releaseSavepoint(Object savepoint) {
		}

		@Override
		public boolean isRollbackOnly() {
			return false;
		}

		@Override
		public void flush() {
		}

	}

}
