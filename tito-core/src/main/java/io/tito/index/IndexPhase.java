package io.tito.index;

/**
 * Where an index is in its life.
 */
public enum IndexPhase {

	/** Writers keep it, a leader fills it, readers may not use it. */
	BUILDING,

	/** Complete. */
	READY,

	/** No definition asks for it any more; its entries are being removed. */
	DROPPING

}
