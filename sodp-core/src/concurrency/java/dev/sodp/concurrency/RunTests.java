// SPDX-License-Identifier: Apache-2.0

package dev.sodp.concurrency;

import java.io.PrintWriter;

import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

/** Runs one test in a JVM of its own; the exit code says whether it ran and failed. */
final class RunTests {

	/** No JVM that could not even run the test ends with this code. */
	static final int TEST_FAILED = 42;

	private RunTests() {
	}

	public static void main(String[] args) {
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create()
			.execute(LauncherDiscoveryRequestBuilder.request().selectors(selectMethod(args[0])).build(), listener);
		TestExecutionSummary summary = listener.getSummary();
		PrintWriter out = new PrintWriter(System.out, true);
		summary.printTo(out);
		summary.printFailuresTo(out);
		boolean ranOne = summary.getTestsStartedCount() == 1;
		System.exit((ranOne && summary.getTestsFailedCount() == 1) ? TEST_FAILED : 0);
	}

}
