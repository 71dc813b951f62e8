// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

class ReceivedRequestTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private static HttpServletRequest withAddress(HttpServletRequest request, String address) {
		return new HttpServletRequestWrapper(request) {

			@Override
			public String getRemoteAddr() {
				return address;
			}

		};
	}

	@Test
	void aRequestFromThisMachineIsLocal() {
		assertThat(new ReceivedRequest(this.request).isLocal()).isTrue();
	}

	@Test
	void aFilterCannotMakeARemoteRequestLocal() {
		this.request.setRemoteAddr("203.0.113.1");

		assertThat(new ReceivedRequest(withAddress(this.request, "127.0.0.1")).isLocal()).isFalse();
	}

	@Test
	void aFilterThatKnowsBetterIsBelieved() {
		assertThat(new ReceivedRequest(withAddress(this.request, "203.0.113.1")).isLocal()).isFalse();
	}

	@Test
	void aValveCannotMakeARemoteRequestLocal() {
		this.request.setRemoteAddr("203.0.113.1");
		ReceivedRequest.note(this.request);
		this.request.setRemoteAddr("127.0.0.1");

		assertThat(new ReceivedRequest(this.request).isLocal()).isFalse();
	}

	@Test
	void aHeaderThatAValveHasRemovedIsRemembered() {
		this.request.addHeader("X-Forwarded-For", "127.0.0.1");
		ReceivedRequest.note(this.request);
		this.request.removeHeader("X-Forwarded-For");

		assertThat(new ReceivedRequest(this.request).forwardedBy()).isEqualTo("X-Forwarded-For");
	}

	@Test
	void aValveThatNoOneHasWatchedMayHaveRemovedHeaders() {
		this.request.setAttribute("org.apache.tomcat.request.forwarded", true);

		assertThat(new ReceivedRequest(this.request).isLocal()).isFalse();
	}

	@Test
	void aValveThatHadNothingToRemoveChangesNothing() {
		ReceivedRequest.note(this.request);
		this.request.setAttribute("org.apache.tomcat.request.forwarded", true);

		assertThat(new ReceivedRequest(this.request).isLocal()).isTrue();
	}

}
