// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.startup;

import java.util.Locale;

/** How an application is prepared for its starts. */
enum Mode {

	/** Not at all. */
	PLAIN("as it is", false, false),

	/** With an archive of the classes that a start loads. */
	CDS("with a class data archive", false, true),

	/** Processed ahead of time. */
	AOT("processed ahead of time", true, false),

	/** Both. */
	AOT_CDS("processed ahead of time, with a class data archive", true, true);

	private final String description;

	private final boolean processed;

	private final boolean archived;

	Mode(String description, boolean processed, boolean archived) {
		this.description = description;
		this.processed = processed;
		this.archived = archived;
	}

	static Mode of(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
	}

	boolean isProcessed() {
		return this.processed;
	}

	boolean isArchived() {
		return this.archived;
	}

	@Override
	public String toString() {
		return this.description;
	}

}
