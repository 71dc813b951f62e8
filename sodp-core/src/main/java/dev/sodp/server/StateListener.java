package dev.sodp.server;

/**
 * Told about the changes of a {@link SodpServer}'s state.
 */
@FunctionalInterface
public interface StateListener {

	void onChange(StateChange change);

}
