package io.tito.client.fault;

/**
 * Where the keys of a cell are.
 */
enum Layout {

	/** All in one region. */
	ONE_REGION,

	/** In three regions, each led by another store. */
	THREE_REGIONS

}
