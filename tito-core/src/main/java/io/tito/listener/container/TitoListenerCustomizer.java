package io.tito.listener.container;

/**
 * Changes how listeners are run, after properties and annotations have had their say. A
 * bean of this type is called once for each listener; several are called in their order.
 */
@FunctionalInterface
public interface TitoListenerCustomizer {

	/**
	 * Change the settings of a listener, or leave them.
	 * @param listener the listener
	 * @param settings its settings so far
	 * @return its settings
	 */
	ListenerSettings customize(ListenerDefinition listener, ListenerSettings settings);

}
