package io.tito.embedded.rpc;

import io.tito.embedded.mvcc.TransactionCommands;
import io.tito.embedded.raw.RawCommands;
import io.tito.embedded.storage.SharedStorage;

/**
 * The commands that all stores share.
 *
 * @param transactions those of transactions
 * @param raw those of raw keys
 * @param storage what both work on
 */
public record Commands(TransactionCommands transactions, RawCommands raw, SharedStorage storage) {
}
