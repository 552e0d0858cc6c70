package io.tito.embedded;

import org.junit.jupiter.api.Test;
import org.tikv.common.TiConfiguration;
import org.tikv.common.TiSession;
import org.tikv.common.meta.TiTimestamp;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.txn.KVClient;
import org.tikv.txn.TwoPhaseCommitter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server as an unmodified client of TiKV sees it.
 */
@SuppressWarnings("try")
class TikvSessionTests {

	@Test
	void servesAnUnmodifiedSession() throws Exception {
		try (EmbeddedTikv tikv = EmbeddedTikv.builder().start();
				TiSession session = TiSession.create(TiConfiguration.createDefault(tikv.address()));
				KVClient client = session.createKVClient()) {
			TiTimestamp start = session.getTimestamp();
			try (TwoPhaseCommitter committer = new TwoPhaseCommitter(session, start.getVersion())) {
				byte[] key = { 'k' };
				committer.prewritePrimaryKey(org.tikv.common.util.ConcreteBackOffer.newCustomBackOff(5000), key,
						new byte[] { 'v' });
				committer.commitPrimaryKey(org.tikv.common.util.ConcreteBackOffer.newCustomBackOff(5000), key,
						session.getTimestamp().getVersion());
			}
			long now = session.getTimestamp().getVersion();
			assertThat(client.get(ByteString.copyFromUtf8("k"), now)).isEqualTo(ByteString.copyFromUtf8("v"));
			assertThat(client.get(ByteString.copyFromUtf8("k"), start.getVersion()).isEmpty()).isTrue();
			assertThat(tikv.faults().requests()).containsEntry("KvPrewrite", 1L).containsEntry("KvCommit", 1L);
		}
	}

}
