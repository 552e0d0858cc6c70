package io.tito.client.internal.txn.commit;

import io.tito.client.LimitExceededException;
import io.tito.key.Key;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WriteBufferTests {

	private static final Key KEY = Key.of("k");

	private static final byte[] VALUE = { 1 };

	private final WriteBuffer buffer = new WriteBuffer();

	@Test
	void keepsTheDemandOfAnInsert() {
		this.buffer.insert(KEY, VALUE);
		this.buffer.put(KEY, VALUE);
		assertThat(kind()).isEqualTo(Write.Kind.INSERT);
		this.buffer.delete(KEY);
		assertThat(kind()).isEqualTo(Write.Kind.CHECK_ABSENT);
		this.buffer.delete(KEY);
		assertThat(kind()).isEqualTo(Write.Kind.CHECK_ABSENT);
		this.buffer.put(KEY, VALUE);
		assertThat(kind()).isEqualTo(Write.Kind.INSERT);
	}

	@Test
	void writesOverALock() {
		this.buffer.lock(KEY);
		assertThat(kind()).isEqualTo(Write.Kind.LOCK);
		this.buffer.delete(KEY);
		assertThat(kind()).isEqualTo(Write.Kind.DELETE);
		this.buffer.lock(KEY);
		assertThat(kind()).isEqualTo(Write.Kind.DELETE);
	}

	@Test
	void remembersADoubleInsert() {
		this.buffer.put(KEY, VALUE);
		assertThat(this.buffer.duplicate()).isNull();
		this.buffer.insert(KEY, VALUE);
		assertThat(this.buffer.duplicate()).isEqualTo(KEY);
	}

	@Test
	void countsWhatIsReplacedOnce() {
		for (int i = 0; i < 20; i++) {
			this.buffer.put(KEY, new byte[6 << 20]);
		}
		assertThat(this.buffer.bytes()).isEqualTo((6 << 20) + 1);
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> {
			for (int i = 0; i < 20; i++) {
				this.buffer.put(Key.of("k" + i), new byte[6 << 20]);
			}
		}).withMessageContaining("divide");
	}

	private Write.Kind kind() {
		Write write = this.buffer.get(KEY);
		return (write != null) ? write.kind() : null;
	}

}
