// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, afterEach, before, describe, it } from "node:test";
import puppeteer from "puppeteer-core";
import { findLayoutProblems, findStrayLabels } from "./layout.js";
import { Sample } from "./sample.js";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const WIDTHS = [360, 768, 1200];
const SCHEMES = ["light", "dark"];

/** Long enough for a busy machine. */
const PATIENCE_MS = 30_000;

/** More pages than the six connections that a browser opens to a host. */
const MANY_PAGES = 7;

// One suite, since nested ones would be counted twice.
describe("The sample's page", { timeout: 300_000 }, () => {
  let server;
  let client;
  let browser;

  before(async () => {
    server = await Sample.start("server");
    [client, browser] = await Promise.all([
      Sample.start("client", 0, "--sodp.server.enabled=false", `--sodp.url=${server.sodpUrl}`,
        "--sodp.reconnect.delay=100ms", "--sodp.reconnect.max-delay=200ms", "--sodp.call-timeout=2s"),
      puppeteer.launch({
        executablePath: process.env.CHROMIUM,
        args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-proxy-server"],
      }),
    ]);
  });

  after(async () => {
    Sample.killAll();
    await browser?.close();
  });

  afterEach(async () => {
    const [first, ...others] = await browser.pages();
    await Promise.all(others.map((page) => page.close()));
    await first.bringToFront();
  });

  async function open(instance) {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(instance.url);
    return page;
  }

  async function openLive(instance) {
    const page = await open(instance);
    await waitForText(page, "#connection", "Live");
    return page;
  }

  for (const scheme of SCHEMES) {
    for (const width of WIDTHS) {
      it(`fits into ${width} px when everything is as long as it gets, ${scheme}`, async () => {
        const page = await openLive(server);
        await show(page, width, scheme);
        await fillWithLongValues(page);
        await screenshot(page, `live-${width}-${scheme}`);
        assert.deepEqual(await page.evaluate(findLayoutProblems), []);
        assert.deepEqual(await page.evaluate(findStrayLabels), []);
      });
    }
  }

  async function fillWithLongValues(page) {
    await server.writeScore(-1_234_567_890_123_456);
    for (let i = 0; i < 5; i++) {
      await server.recordMatch("W".repeat(50), Number.MAX_SAFE_INTEGER);
    }
    await waitForText(page, "#score", "-1234567890123456");
    await page.waitForFunction(() => document.querySelectorAll("#matches li").length === 5);
    await record(page, "a", "-1");
    await waitForText(page, "#refusal", "Not written");
  }

  it("fits into every width before anything has happened", async () => {
    const page = await browser.newPage();
    // The module is what fills the page.
    await page.setJavaScriptEnabled(false);
    await page.goto(server.url);
    for (const width of WIDTHS) {
      await show(page, width, "light");
      assert.deepEqual(await page.evaluate(findLayoutProblems), []);
    }
  });

  for (const scheme of SCHEMES) {
    it(`is accessible, ${scheme}`, async () => {
      const page = await openLive(server);
      await show(page, 360, scheme);
      await fillWithLongValues(page);
      await assertAccessible(page);
    });
  }

  it("loads nothing from elsewhere, and without an error", async () => {
    const page = await browser.newPage();
    const problems = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith(server.url) && !request.url().startsWith("data:")) {
        problems.push(request.url());
      }
    });
    await page.goto(server.url);
    await waitForText(page, "#connection", "Live");
    assert.deepEqual(problems, []);
  });

  it("counts on from a score beyond the numbers of a browser", async () => {
    const page = await openLive(server);
    await setScore(page, "9007199254740993");
    await waitForText(page, "#score", "9007199254740993");
    await page.click("button[data-step='1']");
    await waitForText(page, "#score", "9007199254740994");
  });

  it("records a winner whose name is no path segment", async () => {
    const page = await openLive(server);
    await record(page, "a/b", "3");
    await waitForText(page, "#matches li", "a/b by 3");
    assert.equal(await text(page, "#refusal"), "");
  });

  it("asks for a name instead of recording spaces", async () => {
    const page = await openLive(server);
    await record(page, "  ", "3");
    assert.match(await page.$eval("#player", (player) => player.validationMessage), /format/);
  });

  it("shows a refused match as an alert in red, and nowhere else", async () => {
    const page = await openLive(server);
    await record(page, "Nemo", "-1");
    await waitForText(page, "#refusal", "Not written: The database rejected the match");
    assert.deepEqual(await alerts(page), ["Not written: The database rejected the match"]);
    const [red, green, blue] = await colorOf(page, "#refusal");
    assert.ok(red > 2 * green && red > 2 * blue, `the color is ${[red, green, blue]}`);
    assert.doesNotMatch(await text(page, "#matches"), /Nemo/);

    await record(page, "Nemo", "1");
    await waitForText(page, "#matches li", "Nemo by 1");
    assert.deepEqual(await alerts(page), []);
  });

  it("works in many tabs at once, each showing fresh values when it comes to the front", async () => {
    const pages = [];
    for (let i = 0; i < MANY_PAGES; i++) {
      pages.push(await openLive(server));
    }
    const [first, last] = [pages.at(0), pages.at(-1)];
    assert.equal(await first.evaluate(() => document.visibilityState), "hidden");
    assert.match(await text(first, "#stale"), /before this page was hidden/);

    await setScore(last, "71");
    await waitForText(last, "#score", "71");

    await first.bringToFront();
    await waitForText(first, "#score", "71");
    assert.equal(await text(first, "#stale"), "");
  });

  it("offers a second window, and a change in one shows in both", async () => {
    const page = await openLive(server);
    const opened = new Promise((resolve) => page.once("popup", resolve));
    await page.click("#second");
    const second = await opened;
    await waitForText(second, "#connection", "Live");

    await setScore(page, "81");
    await waitForText(page, "#score", "81");
    await waitForText(second, "#score", "81");

    await second.click("button[data-step='1']");
    await waitForText(second, "#score", "82");
    await waitForText(page, "#score", "82");
  });

  it("looks stale while its instance hangs, and recovers", async () => {
    const page = await openLive(server);
    const live = await colorOf(page, "#score");
    server.freeze();
    try {
      await waitForText(page, "#connection", "This instance does not answer");
      assert.notDeepEqual(await colorOf(page, "#score"), live);
    } finally {
      server.thaw();
    }
    await waitForText(page, "#connection", "Live");
    assert.equal(await text(page, "#stale"), "");
    assert.deepEqual(await colorOf(page, "#score"), live);
  });

  it("says what is stale and what becomes of a click while the connection is lost, and recovers", async () => {
    const gone = await openLive(server);
    const cut = await openLive(client);
    await setScore(cut, "91");
    await waitForText(cut, "#score", "91");
    const live = await colorOf(cut, "#score");

    await server.kill();

    await waitForText(cut, "#stale", "What is dimmed is as of");
    assert.notDeepEqual(await colorOf(cut, "#score"), live);
    await cut.click("button[data-step='1']");
    await waitForText(cut, "#problem", "Not written: +1 needs the current score");
    await cut.click("button[data-value='0']");
    await waitForText(cut, "#progress", "Waiting for the connection");
    await waitForText(cut, "#problem", "Not written");
    await record(cut, "Late", "1");
    await waitForText(cut, "#recording", "Recorded in the database");
    await assertFits(cut, "lost");

    await gone.bringToFront();
    await waitForText(gone, "#connection", "This instance does not answer");
    assert.match(await text(gone, "#stale"), /^What is dimmed is as of .*, before this instance fell silent\.$/);
    await setScore(gone, "5");
    await waitForText(gone, "#problem", "Perhaps not written: this instance does not answer");
    await assertFits(gone, "silent");

    server = await Sample.start("server", server.port);

    await waitForText(gone, "#connection", "Live");
    await waitForText(gone, "#score", "91");
    assert.equal(await text(gone, "#stale"), "");
    await server.writeScore(92);
    await waitForText(gone, "#score", "92");
    await cut.bringToFront();
    await waitForText(cut, "#score", "92");
    assert.deepEqual(await colorOf(cut, "#score"), live);
    await cut.click("button[data-step='1']");
    await waitForText(cut, "#score", "93");
    assert.deepEqual(await alerts(cut), []);
  });

  async function assertFits(page, name) {
    for (const scheme of SCHEMES) {
      for (const width of WIDTHS) {
        await show(page, width, scheme);
        await screenshot(page, `${name}-${width}-${scheme}`);
        assert.deepEqual(await page.evaluate(findLayoutProblems), [], `${width} px, ${scheme}`);
      }
      await assertAccessible(page);
    }
    await show(page, WIDTHS[0], SCHEMES[0]);
  }
});

async function show(page, width, scheme) {
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
}

function screenshot(page, name) {
  return page.screenshot({ path: `target/${name}.png`, fullPage: true });
}

async function assertAccessible(page) {
  await page.addScriptTag({ path: axe });
  const violations = await page.evaluate(async () => (await window.axe.run()).violations
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}: ${node.failureSummary}`)));
  assert.deepEqual(violations, []);
}

async function record(page, player, points) {
  await fill(page, "#player", player);
  await fill(page, "#points", points);
  await page.click("#match button");
}

async function setScore(page, value) {
  await fill(page, "#value", value);
  await page.click("#set button");
}

async function fill(page, selector, value) {
  await page.$eval(selector, (input) => input.select());
  await page.type(selector, value);
}

function text(page, selector) {
  return page.$eval(selector, (element) => element.textContent);
}

/** Waits until the text of an element begins with what is expected. */
async function waitForText(page, selector, expected) {
  try {
    await page.waitForFunction((of, start) => document.querySelector(of)?.textContent.startsWith(start),
      { polling: 50, timeout: PATIENCE_MS }, selector, expected);
  } catch (cause) {
    throw new Error(`${selector} is "${await text(page, selector)}", not "${expected}"`, { cause });
  }
}

/** What a screen reader announces as an alert. */
async function alerts(page) {
  const tree = await page.accessibility.snapshot({ interestingOnly: false });
  const found = [];
  const visit = (node) => {
    if (node.role === "alert") {
      found.push(textOf(node));
    }
    node.children?.forEach(visit);
  };
  visit(tree);
  return found.filter((alert) => alert);
}

function textOf(node) {
  return node.role === "StaticText" ? node.name : (node.children ?? []).map(textOf).join("");
}

function colorOf(page, selector) {
  return page.$eval(selector, (element) => getComputedStyle(element).color.match(/\d+/g).map(Number));
}
