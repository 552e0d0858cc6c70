package io.tito.embedded.history;

import java.util.List;

import org.tikv.kvproto.Kvrpcpb.Op;

/**
 * What a client is told about a lock.
 */
record LockView(String key, Op type, String primary, long start, long ttl, long forUpdate, long size, long minCommit,
		boolean async, List<String> secondaries) {

}
