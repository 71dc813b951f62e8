// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class OriginRefusalsTests {

	private final AtomicLong clock = new AtomicLong();

	private final OriginRefusals refusals = new OriginRefusals(this.clock::get);

	private void refuse(String origin) {
		this.refusals.refused(origin, false, new ServletServerHttpRequest(new MockHttpServletRequest()));
	}

	@Test
	void theUsualPortIsLeftOut(CapturedOutput output) {
		refuse("https://a.example");

		assertThat(output).contains("'https://a.example'").contains("the origin of this server is 'http://localhost'");
	}

	@Test
	void manyRefusalsAreOneLineAMinute(CapturedOutput output) {
		for (int i = 0; i < 100; i++) {
			refuse("https://flood.example");
		}
		this.clock.addAndGet(Duration.ofMinutes(1).toNanos());
		refuse("https://later.example");

		assertThat(output.toString().lines().filter((line) -> line.contains("flood.example"))).hasSize(1);
		assertThat(output).contains("later.example").contains("99 refusals before this one were not logged");
	}

	@Test
	void anOriginCanNeitherBreakTheLineNorFillTheLog(CapturedOutput output) {
		refuse("https://a\r\nINFO all is well" + "x".repeat(10_000));

		assertThat(output).contains("https://a??INFO all is well").doesNotContain("x".repeat(200));
	}

}
