// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * What a server's HELLO advertises (protocol section 2). Everything is optional on the
 * wire; what is missing counts as not offered and not limited. Immutable.
 */
public final class Capabilities {

	/** A server that advertises nothing. */
	public static final Capabilities NONE = builder().build();

	private final Set<Feature> features;

	private final Map<Limit, Integer> limits;

	private final @Nullable String epoch;

	private Capabilities(Builder builder) {
		this.features = Collections.unmodifiableSet(EnumSet.copyOf(builder.features));
		this.limits = Collections.unmodifiableMap(new EnumMap<>(builder.limits));
		this.epoch = builder.epoch;
	}

	/**
	 * Begins with a server that advertises nothing.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Begins with these capabilities.
	 * @return a new builder; what is added to it does not change this instance
	 */
	public Builder toBuilder() {
		Builder builder = new Builder().epoch(this.epoch);
		builder.features.addAll(this.features);
		builder.limits.putAll(this.limits);
		return builder;
	}

	/**
	 * Returns whether the server has a feature.
	 * @param feature the feature
	 * @return false also if HELLO does not mention it
	 */
	public boolean has(Feature feature) {
		return this.features.contains(feature);
	}

	/**
	 * Returns all features that the server has.
	 * @return unmodifiable, in the order of the constants
	 */
	public Set<Feature> features() {
		return this.features;
	}

	/**
	 * Returns a limit of the server.
	 * @param limit which one
	 * @return positive, in the unit that {@link Limit} names; empty if there is no such
	 * limit or HELLO does not mention it
	 */
	public OptionalInt limit(Limit limit) {
		Integer value = this.limits.get(limit);
		return (value != null) ? OptionalInt.of(value) : OptionalInt.empty();
	}

	/**
	 * Returns the id of the server's history, which differs after a start without kept
	 * state.
	 * @return null if the server does not say
	 */
	public @Nullable String epoch() {
		return this.epoch;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Capabilities that && this.features.equals(that.features)
				&& this.limits.equals(that.limits) && Objects.equals(this.epoch, that.epoch);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.features, this.limits, this.epoch);
	}

	/**
	 * Returns what is advertised, under its names in HELLO.
	 */
	@Override
	public String toString() {
		StringJoiner text = new StringJoiner(", ", "Capabilities[", "]");
		this.features.forEach((feature) -> text.add(feature.wireName()));
		this.limits.forEach((limit, value) -> text.add(limit.wireName() + "=" + value));
		if (this.epoch != null) {
			text.add("epoch=" + this.epoch);
		}
		return text.toString();
	}

	/**
	 * Collects what a server advertises. Not thread-safe.
	 */
	public static final class Builder {

		private final Set<Feature> features = EnumSet.noneOf(Feature.class);

		private final Map<Limit, Integer> limits = new EnumMap<>(Limit.class);

		private @Nullable String epoch;

		private Builder() {
		}

		/**
		 * Adds features to those that the server has.
		 * @param added the features
		 * @return this builder
		 */
		public Builder with(Feature... added) {
			Collections.addAll(this.features, added);
			return this;
		}

		/**
		 * Sets a limit.
		 * @param limit which one
		 * @param value in the unit that {@link Limit} names; 0 for no limit
		 * @return this builder
		 * @throws IllegalArgumentException if the value is negative
		 */
		public Builder limit(Limit limit, int value) {
			if (value < 0) {
				throw new IllegalArgumentException(limit.wireName() + " must not be negative (was " + value + ")");
			}
			if (value == 0) {
				this.limits.remove(limit);
			}
			else {
				this.limits.put(limit, value);
			}
			return this;
		}

		/**
		 * Sets what identifies the server's history.
		 * @param newEpoch null to say nothing about it
		 * @return this builder
		 */
		public Builder epoch(@Nullable String newEpoch) {
			this.epoch = newEpoch;
			return this;
		}

		/**
		 * Builds the capabilities.
		 * @return immutable; the builder may be used again
		 */
		public Capabilities build() {
			return new Capabilities(this);
		}

	}

}
