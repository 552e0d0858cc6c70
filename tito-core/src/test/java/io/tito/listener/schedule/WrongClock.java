package io.tito.listener.schedule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

/**
 * A Java agent that lets Tito see a wrong machine clock: in its classes, each question
 * for the time of day is answered by the methods of this one. The monotonic clock stays.
 */
public final class WrongClock {

	private static final String SELF = WrongClock.class.getName().replace('.', '/');

	/** What is asked, and the name of the method that answers instead. */
	private static final Map<String, String> QUESTIONS = Map.of("java/lang/System.currentTimeMillis()J", "millis",
			"java/time/Instant.now()Ljava/time/Instant;", "instant", "java/time/Clock.systemUTC()Ljava/time/Clock;",
			"clock");

	private static long errorMillis;

	private WrongClock() {
	}

	/**
	 * The options of a JVM whose clock is wrong.
	 * @param error by how much
	 */
	static List<String> options(Duration error) {
		return error.isZero() ? List.of() : List.of("-javaagent:" + agent() + "=" + error.toMillis());
	}

	/**
	 * Called by the JVM before it runs the program.
	 * @param error by how many milliseconds the clock is wrong
	 * @param instrumentation what is told of each class
	 */
	public static void premain(String error, Instrumentation instrumentation) {
		errorMillis = Long.parseLong(error);
		instrumentation.addTransformer(new ClassFileTransformer() {
			@Override
			public byte @Nullable [] transform(@Nullable ClassLoader loader, String name, @Nullable Class<?> redefined,
					@Nullable ProtectionDomain domain, byte[] bytes) {
				return name.startsWith("io/tito/") && !name.equals(SELF) ? rewritten(bytes) : null;
			}
		});
	}

	public static long millis() {
		return System.currentTimeMillis() + errorMillis;
	}

	public static Instant instant() {
		return Instant.ofEpochMilli(millis());
	}

	public static Clock clock() {
		return Clock.offset(Clock.systemUTC(), Duration.ofMillis(errorMillis));
	}

	private static byte[] rewritten(byte[] bytes) {
		ClassWriter writer = new ClassWriter(0);
		new ClassReader(bytes).accept(new ClassVisitor(Opcodes.ASM9, writer) {
			@Override
			public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
					String[] exceptions) {
				return answering(super.visitMethod(access, name, descriptor, signature, exceptions));
			}
		}, 0);
		return writer.toByteArray();
	}

	private static MethodVisitor answering(MethodVisitor method) {
		return new MethodVisitor(Opcodes.ASM9, method) {
			@Override
			public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
				String answer = QUESTIONS.get(owner + "." + name + descriptor);
				super.visitMethodInsn(opcode, (answer != null) ? SELF : owner, (answer != null) ? answer : name,
						descriptor, isInterface);
			}
		};
	}

	/**
	 * An archive that names this class as an agent; the class itself is on the class
	 * path.
	 */
	private static synchronized Path agent() {
		Path jar = JavaProcess.LOGS.resolve("wrong-clock.jar").toAbsolutePath();
		if (Files.exists(jar)) {
			return jar;
		}
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), WrongClock.class.getName());
		try {
			Files.createDirectories(jar.getParent());
			new JarOutputStream(Files.newOutputStream(jar), manifest).close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return jar;
	}

}
