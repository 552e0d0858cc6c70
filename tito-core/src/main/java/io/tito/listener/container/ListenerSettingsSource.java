package io.tito.listener.container;

/**
 * Says how listeners are run.
 */
@FunctionalInterface
public interface ListenerSettingsSource {

	/**
	 * The settings of a listener.
	 * @param listener the listener
	 * @return its settings
	 */
	ListenerSettings settings(ListenerDefinition listener);

}
