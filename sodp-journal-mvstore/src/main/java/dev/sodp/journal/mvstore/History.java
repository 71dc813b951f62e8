// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins where the last run ended, and notes how this one ends. After a run that did not
 * close the journal, versions may have been given that are not in it.
 */
final class History {

	private static final Logger log = LoggerFactory.getLogger(History.class);

	private final OpenStore store;

	private final StoredMeta meta;

	History(OpenStore store, StoredMeta meta) {
		this.store = store;
		this.meta = meta;
	}

	void check() {
		if (this.meta.isEmpty()) {
			throw Failures.damaged(this.store.path(), "it does not say what it is");
		}
		if (!this.meta.isKnownFormat()) {
			throw Failures.newer(this.store.path());
		}
	}

	/**
	 * Begins a run.
	 * @param found the highest version in the store
	 * @param durability when changes count as committed
	 * @return gives the versions from now on
	 */
	VersionBound begin(long found, Durability durability) {
		if (found > this.meta.bound()) {
			throw Failures.damaged(this.store.path(),
					"version %d is above %d, the highest that was reserved".formatted(found, this.meta.bound()));
		}
		boolean clean = !this.meta.isOpen() && !this.store.damagedCommit() && !this.store.copy();
		long last = Math.max(found, this.meta.counter());
		long counter = clean ? last : this.meta.bound();
		if (!clean) {
			recover(last, counter);
		}
		VersionBound versions = new VersionBound(this.meta, counter);
		versions.renew();
		this.meta.open(durability);
		this.store.commit();
		versions.synced();
		return versions;
	}

	private void recover(long last, long counter) {
		if (this.store.damagedCommit()) {
			log.warn("The newest commit of {} is not complete and was left out: the state is that of version {}. If the"
					+ " machine lost power, nothing is missing that was acknowledged with durability 'always'; otherwise"
					+ " the file was damaged.", this.store.path(), last);
		}
		else {
			log.info("The journal {} was not closed; its last version is {}", this.store.path(), last);
		}
		if (counter > last) {
			this.meta.addGap(new StoredMeta.Gap(last + 1, counter));
		}
		if (this.meta.wasAnsweredEarly() || this.store.copy()) {
			this.meta.newEpoch();
		}
	}

	/**
	 * Ends the run.
	 * @param last the last version that was given
	 * @return whether the store is closed
	 */
	boolean end(long last) {
		try {
			this.meta.close(last);
			this.store.commit();
			this.store.close();
			return true;
		}
		catch (RuntimeException ex) {
			log.warn("The journal {} could not be closed; the next start recovers it", this.store.path(), ex);
			return false;
		}
	}

}
