// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import dev.sodp.journal.redis.RedisMode;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class RedisConnectionsTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, DataRedisAutoConfiguration.class));

	private static RedisConnections connections(ApplicationContext context) {
		ObjectProvider<LettuceClientOptionsBuilderCustomizer> customizers = context
			.getBeanProvider(LettuceClientOptionsBuilderCustomizer.class);
		return new RedisConnections(context.getBean(DataRedisConnectionDetails.class),
				context.getBean(DataRedisProperties.class), customizers);
	}

	private static RedisServers servers(ApplicationContext context) {
		return connections(context).servers();
	}

	private static RedisURI uri(ApplicationContext context) {
		return servers(context).uris().get(0);
	}

	private static String password(RedisURI uri) {
		char[] password = uri.getCredentialsProvider().resolveCredentials().block().getPassword();
		return new String(password);
	}

	private static String username(RedisURI uri) {
		return uri.getCredentialsProvider().resolveCredentials().block().getUsername();
	}

	@Test
	void withoutPropertiesRedisIsOnThisMachine() {
		this.contextRunner.run((context) -> {
			assertThat(servers(context).mode()).isEqualTo(RedisMode.STANDALONE);
			assertThat(servers(context).uris()).containsExactly(RedisURI.create("redis://localhost:6379"));
			assertThat(servers(context).description()).isEqualTo("Redis at localhost:6379");
		});
	}

	@Test
	void oneServer() {
		this.contextRunner
			.withPropertyValues("spring.data.redis.host=redis.example.org", "spring.data.redis.port=6380",
					"spring.data.redis.database=3", "spring.data.redis.client-name=shop",
					"spring.data.redis.username=sodp", "spring.data.redis.password=secret")
			.run((context) -> {
				RedisURI uri = uri(context);

				assertThat(uri.getHost()).isEqualTo("redis.example.org");
				assertThat(uri.getPort()).isEqualTo(6380);
				assertThat(uri.getDatabase()).isEqualTo(3);
				assertThat(uri.getClientName()).isEqualTo("shop");
				assertThat(username(uri)).isEqualTo("sodp");
				assertThat(password(uri)).isEqualTo("secret");
				assertThat(uri.isSsl()).isFalse();
			});
	}

	@Test
	void aPasswordNeedsNoUser() {
		this.contextRunner.withPropertyValues("spring.data.redis.password=secret").run((context) -> {
			assertThat(username(uri(context))).isNull();
			assertThat(password(uri(context))).isEqualTo("secret");
		});
	}

	@Test
	void theDescriptionContainsNoCredentials() {
		this.contextRunner.withPropertyValues("spring.data.redis.url=rediss://sodp:secret@redis.example.org:6380")
			.run((context) -> assertThat(servers(context).description()).isEqualTo("Redis at redis.example.org:6380"));
	}

	@Test
	void aUrlWithTls() {
		this.contextRunner.withPropertyValues("spring.data.redis.url=rediss://sodp:secret@redis.example.org:6380")
			.run((context) -> {
				assertThat(uri(context).isSsl()).isTrue();
				assertThat(uri(context).isVerifyPeer()).isTrue();
				assertThat(username(uri(context))).isEqualTo("sodp");
			});
	}

	@Test
	void sentinelsHaveCredentialsOfTheirOwn() {
		this.contextRunner
			.withPropertyValues("spring.data.redis.sentinel.master=mymaster",
					"spring.data.redis.sentinel.nodes=one:26379,two:26379", "spring.data.redis.sentinel.username=watch",
					"spring.data.redis.sentinel.password=other", "spring.data.redis.password=secret",
					"spring.data.redis.database=2", "spring.data.redis.ssl.enabled=true")
			.run((context) -> {
				RedisURI uri = uri(context);

				assertThat(servers(context).mode()).isEqualTo(RedisMode.SENTINEL);
				assertThat(uri.getSentinelMasterId()).isEqualTo("mymaster");
				assertThat(uri.getDatabase()).isEqualTo(2);
				assertThat(password(uri)).isEqualTo("secret");
				assertThat(uri.isSsl()).isTrue();
				assertThat(uri.getSentinels()).hasSize(2).allSatisfy((sentinel) -> {
					assertThat(username(sentinel)).isEqualTo("watch");
					assertThat(password(sentinel)).isEqualTo("other");
					assertThat(sentinel.isSsl()).isTrue();
				});
				assertThat(servers(context).description())
					.isEqualTo("Redis 'mymaster' behind the sentinels at one:26379, two:26379");
			});
	}

	@Test
	void aCluster() {
		this.contextRunner
			.withPropertyValues("spring.data.redis.cluster.nodes=one:7000,two:7001", "spring.data.redis.username=sodp",
					"spring.data.redis.password=secret")
			.run((context) -> {
				assertThat(servers(context).mode()).isEqualTo(RedisMode.CLUSTER);
				assertThat(servers(context).uris()).extracting(RedisURI::getHost).containsExactly("one", "two");
				assertThat(servers(context).uris()).allSatisfy((uri) -> assertThat(username(uri)).isEqualTo("sodp"));
				assertThat(servers(context).description()).isEqualTo("the Redis cluster at one:7000, two:7001");
			});
	}

	@Test
	void aPrimaryAndItsReplicas() {
		this.contextRunner.withPropertyValues("spring.data.redis.masterreplica.nodes=one:6379,two:6379")
			.run((context) -> {
				assertThat(servers(context).mode()).isEqualTo(RedisMode.STANDALONE);
				assertThat(servers(context).uris()).extracting(RedisURI::getHost).containsExactly("one", "two");
			});
	}

	@Test
	void connectionDetailsOfAContainerReplaceTheProperties() {
		DataRedisConnectionDetails container = new DataRedisConnectionDetails() {

			@Override
			public Standalone getStandalone() {
				return Standalone.of("container", 32768);
			}

		};
		this.contextRunner.withPropertyValues("spring.data.redis.host=redis.example.org")
			.withBean(DataRedisConnectionDetails.class, () -> container)
			.run((context) -> assertThat(uri(context).getHost()).isEqualTo("container"));
	}

	@Test
	void connectionsHaveTheTimeoutThatIsConfigured() {
		this.contextRunner.withPropertyValues("spring.data.redis.connect-timeout=3s")
			.run((context) -> assertThat(connections(context).options().getSocketOptions().getConnectTimeout())
				.hasSeconds(3));
	}

	@Test
	void certificatesAreThoseOfTheBundle() {
		this.contextRunner
			.withPropertyValues("spring.data.redis.ssl.bundle=mine",
					"spring.ssl.bundle.jks.mine.options.ciphers=TLS_AES_128_GCM_SHA256",
					"spring.ssl.bundle.jks.mine.options.enabled-protocols=TLSv1.3")
			.run((context) -> {
				ClientOptions options = connections(context).options();

				assertThat(uri(context).isSsl()).isTrue();
				assertThat(options.getSslOptions().getCipherSuites()).containsExactly("TLS_AES_128_GCM_SHA256");
				assertThat(options.getSslOptions().getProtocols()).containsExactly("TLSv1.3");
			});
	}

	@Test
	void customizersOfLettuceAreApplied() {
		this.contextRunner
			.withBean(LettuceClientOptionsBuilderCustomizer.class, () -> (options) -> options.requestQueueSize(17))
			.run((context) -> assertThat(connections(context).options().getRequestQueueSize()).isEqualTo(17));
	}

}
