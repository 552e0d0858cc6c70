package io.tito.benchmark;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

/**
 * How long the compiler of a JVM has worked since it started.
 */
public final class CompilationTime {

	private CompilationTime() {
	}

	/**
	 * Ask this JVM.
	 * @return the time of all its compiler threads
	 */
	public static Duration here() {
		return Duration.ofMillis(ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
	}

	/**
	 * Ask another JVM.
	 * @param process its process
	 * @return the time of all its compiler threads
	 * @throws IOException if it does not answer
	 */
	public static Duration of(ProcessHandle process) throws IOException {
		try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(agent(process)))) {
			CompilationMXBean compiler = ManagementFactory.newPlatformMXBeanProxy(connector.getMBeanServerConnection(),
					ManagementFactory.COMPILATION_MXBEAN_NAME, CompilationMXBean.class);
			return Duration.ofMillis(compiler.getTotalCompilationTime());
		}
	}

	private static String agent(ProcessHandle process) throws IOException {
		try {
			VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
			try {
				return machine.startLocalManagementAgent();
			}
			finally {
				machine.detach();
			}
		}
		catch (AttachNotSupportedException ex) {
			throw new IOException("The server's JVM cannot be asked how long it compiled", ex);
		}
	}

}
