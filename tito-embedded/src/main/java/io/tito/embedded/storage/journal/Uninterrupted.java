package io.tito.embedded.storage.journal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Forces files in a thread that nobody interrupts: an interrupt would close the file.
 * Threads of applications read and write here.
 */
public final class Uninterrupted {

	private Uninterrupted() {
	}

	/**
	 * Force, and wait for it.
	 * @param force what to do
	 * @throws RuntimeException that of the work, as it is
	 */
	public static void run(Runnable force) {
		try {
			CompletableFuture.runAsync(force, Uninterrupted::inThread).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw ex;
		}
	}

	private static void inThread(Runnable work) {
		Thread thread = new Thread(work, "tito-embedded-force");
		thread.setDaemon(true);
		thread.start();
	}

}
