package io.tito.benchmark;

/**
 * Where the server is.
 */
public enum Place {

	/** In this JVM, over TCP. */
	TCP,

	/** In this JVM, without a network. */
	LOCAL,

	/** In a process of its own, over TCP. */
	PROCESS

}
