package io.tito.autoconfigure.cluster;

import io.tito.autoconfigure.tikv.TitoClientAutoConfiguration;
import io.tito.client.TitoClient;
import io.tito.cluster.ClusterMember;
import io.tito.cluster.Membership;
import io.tito.key.Namespace;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of this instance's membership.
 */
@AutoConfiguration(after = TitoClientAutoConfiguration.class)
@ConditionalOnBean(TitoClient.class)
@ConditionalOnMissingBean(Membership.class)
@EnableConfigurationProperties({ TitoClusterProperties.class, TitoInstanceProperties.class })
public final class TitoClusterAutoConfiguration {

	private static final String WEB_SERVER = "org.springframework.boot.web.server.context.WebServerApplicationContext";

	@Bean
	ClusterMember titoClusterMember(TitoClient client, Namespace namespace, TitoInstanceProperties instance,
			TitoClusterProperties cluster, ApplicationContext context) {
		String name = (instance.name() != null) ? instance.name()
				: InstanceName.of(context.getEnvironment(), hasWebServer(context));
		return new ClusterMember(client, namespace, name, cluster.settings());
	}

	@Bean
	ClusterMemberLifecycle titoClusterMemberLifecycle(ClusterMember member) {
		return new ClusterMemberLifecycle(member);
	}

	private static boolean hasWebServer(ApplicationContext context) {
		ClassLoader loader = TitoClusterAutoConfiguration.class.getClassLoader();
		return ClassUtils.isPresent(WEB_SERVER, loader)
				&& ClassUtils.resolveClassName(WEB_SERVER, loader).isInstance(context);
	}

}
