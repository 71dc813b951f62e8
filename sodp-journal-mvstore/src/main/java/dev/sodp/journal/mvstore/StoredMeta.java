// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.StringDataType;

/**
 * What the journal knows about itself: the history it stands for and how the last run
 * ended.
 */
final class StoredMeta {

	private static final int FORMAT = 1;

	/** Beyond these, the oldest are joined: what lies between counts as lost too. */
	private static final int MOST_GAPS = 256;

	private static final String FORMAT_FIELD = "format";

	private static final String EPOCH = "epoch";

	private static final String COUNTER = "counter";

	private static final String BOUND = "bound";

	private static final String OPEN = "open";

	private static final String FORGOTTEN = "forgotten";

	private static final String GAPS = "gaps";

	private final MVMap<String, String> map;

	StoredMeta(MVStore store) {
		this.map = store.openMap("meta", new MVMap.Builder<String, String>().keyType(StringDataType.INSTANCE)
			.valueType(StringDataType.INSTANCE));
	}

	boolean isEmpty() {
		return this.map.isEmpty();
	}

	boolean isKnownFormat() {
		return number(FORMAT_FIELD) == FORMAT;
	}

	/** Begins a history. */
	void initialize() {
		put(FORMAT_FIELD, FORMAT);
		put(COUNTER, 0);
		put(BOUND, 0);
		newEpoch();
	}

	String epoch() {
		return this.map.getOrDefault(EPOCH, "");
	}

	void newEpoch() {
		this.map.put(EPOCH, UUID.randomUUID().toString());
	}

	/** The version with which the last run ended, if it was closed. */
	long counter() {
		return number(COUNTER);
	}

	/** Versions above were not given to anyone. */
	long bound() {
		return number(BOUND);
	}

	void bound(long bound) {
		put(BOUND, bound);
	}

	/** Whether the last run did not close the journal. */
	boolean isOpen() {
		return this.map.containsKey(OPEN);
	}

	/** Whether that run answered before the disk did. */
	boolean wasAnsweredEarly() {
		return Durability.INTERVAL.name().equals(this.map.get(OPEN));
	}

	void open(Durability durability) {
		this.map.put(OPEN, durability.name());
	}

	void close(long counter) {
		put(COUNTER, counter);
		this.map.remove(OPEN);
	}

	/** The highest version of a deletion that is not remembered. */
	long forgotten() {
		return number(FORGOTTEN);
	}

	void forget(long version) {
		if (version > forgotten()) {
			put(FORGOTTEN, version);
		}
	}

	List<Gap> gaps() {
		String gaps = this.map.getOrDefault(GAPS, "");
		return Stream.of(gaps.split(" ")).filter((gap) -> !gap.isEmpty()).map(Gap::parse).toList();
	}

	void addGap(Gap gap) {
		List<Gap> gaps = new ArrayList<>(gaps());
		gaps.add(gap);
		if (gaps.size() > MOST_GAPS) {
			gaps.set(0, new Gap(gaps.get(0).first(), gaps.remove(1).last()));
		}
		this.map.put(GAPS, gaps.stream().map(Gap::toString).collect(Collectors.joining(" ")));
	}

	private long number(String field) {
		return Long.parseLong(this.map.getOrDefault(field, "0"));
	}

	private void put(String field, long number) {
		this.map.put(field, Long.toString(number));
	}

	/**
	 * Versions that may have been used for something that was lost.
	 *
	 * @param first the first of them
	 * @param last the last of them
	 */
	record Gap(long first, long last) {

		private static Gap parse(String text) {
			int dash = text.indexOf('-');
			return new Gap(Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
		}

		@Override
		public String toString() {
			return this.first + "-" + this.last;
		}

	}

}
