// SPDX-License-Identifier: Apache-2.0

const find = (id) => document.getElementById(id);
const time = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "medium" });

/** What a state of the client means to somebody who looks at the page. */
const meanings = {
  STOPPED: "Stopped",
  CONNECTING: "Connecting",
  CONNECTED: "Live, catching up",
  RESTORED: "Live",
  WAITING: "Lost, trying again",
  FAILED: "Given up",
  CLOSED: "Closed",
};

/** An instance sends its view every five seconds, whether it changed or not. */
const SILENCE_MS = 12_000;
const RETRY_MS = 1_000;
const ANSWER_MS = 10_000;
/** A write that is faster shows no progress, which would only flicker. */
const SLOW_MS = 300;

/** A BigInt, because a score may be larger than what a number of JavaScript holds exactly. */
let score = 0n;
/** Whether the values may be out of date, as they are before the first view. */
let stale = true;
/** When the values were last known to be current. */
let current;

function show(view) {
  showScore(view.score);
  setText("level", view.level?.number ?? "–");
  showMatches(view.matches);
  showConnection(view.connection);
  showInstances(view.instances, view.self);
  if (view.connection?.live) {
    current = new Date();
    showFresh();
  } else {
    showStale("values", "the connection was lost");
  }
}

function showScore(latest) {
  score = BigInt(latest?.value ?? 0);
  setText("score", latest?.value ?? "–");
  setText("version", latest?.version ?? "–");
  setText("source", latest?.source.toLowerCase() ?? "–");
}

function showMatches(matches) {
  const rows = matches.map((match) => {
    const row = document.createElement("li");
    row.textContent = `${match.player} by ${match.points}`;
    return row;
  });
  find("matches").replaceChildren(...rows.reverse());
  find("no-matches").hidden = rows.length > 0;
}

function showConnection(connection) {
  const live = connection?.live ?? false;
  // Each further attempt would otherwise be announced twice, when it begins and when it fails.
  const state = current && connection?.state === "CONNECTING" ? "WAITING" : connection?.state;
  const lost = state === "WAITING" || state === "FAILED";
  showPill(meanings[state] ?? "Not started", live ? "live" : lost ? "lost" : "waiting");
  setText("state", connection?.state ?? "–");
  setText("since", connection ? time.format(new Date(connection.since)) : "–");
  setText("server", connection?.server ?? "–");
  find("failure-row").hidden = !connection?.failure;
  setText("failure", connection?.failure ?? "");
}

function showInstances(instances, self) {
  const rows = Object.entries(instances)
    .sort(([, one], [, other]) => one.port - other.port)
    .map(([id, instance]) => {
      const row = document.createElement("li");
      const name = document.createElement("code");
      name.textContent = id;
      const here = id === self ? ", this one" : "";
      row.append(name, ` ${instance.role} on port ${instance.port}${here}`);
      return row;
    });
  find("instances").replaceChildren(...rows);
  find("no-instances").hidden = rows.length > 0;
}

function showPill(text, state) {
  setText("connection", text);
  find("connection").dataset.state = state;
}

function showFresh() {
  setStale(false, "");
  setText("stale", "");
}

/** Dims what may be out of date, either the values or all that the page shows, and says so. */
function showStale(extent, event) {
  setStale(true, extent);
  setText("stale", current
    ? `What is dimmed is as of ${time.format(current)}, before ${event}.`
    : "What is dimmed may be out of date.");
}

function setStale(value, extent) {
  stale = value;
  document.body.dataset.stale = extent;
  for (const button of steps) {
    button.ariaDisabled = String(value);
  }
}

/** Whatever the page shows is from before this instance fell silent. */
function showSilence() {
  showPill("This instance does not answer", "lost");
  setText("state", "unknown");
  showStale("all", "this instance fell silent");
}

function setText(id, text) {
  const element = find(id);
  // Writing the same text again would make screen readers announce it again.
  if (element.textContent !== String(text)) {
    element.textContent = text;
  }
}

/**
 * Sends a write. What goes wrong shows where the alert is; a write that takes its time shows where the progress is.
 * Returns whether the write succeeded.
 */
async function send(path, body, progress, alert) {
  setText(alert, "");
  const text = stale ? "Waiting for the connection…" : "Sending…";
  const slow = setTimeout(() => setText(progress, text), stale ? 0 : SLOW_MS);
  const problem = await post(path, body);
  clearTimeout(slow);
  setText(progress, "");
  setText(alert, problem);
  return !problem;
}

/** Returns what went wrong, or an empty text. */
async function post(path, body) {
  try {
    const response = await fetch(path, { method: "POST", body, signal: AbortSignal.timeout(ANSWER_MS) });
    if (response.ok) {
      return "";
    }
    const problem = await response.json().catch(() => ({}));
    const outcome = response.status === 504 ? "Perhaps not written" : "Not written";
    return `${outcome}: ${problem.detail ?? `the instance answered with status ${response.status}`}`;
  } catch {
    return "Perhaps not written: this instance does not answer.";
  }
}

/** What was typed, digit by digit: as a number it would be rounded beyond 2^53. */
function typed(id) {
  const { value, valueAsNumber } = find(id);
  return Number.isSafeInteger(valueAsNumber) ? valueAsNumber : value;
}

function write(value) {
  return send(`score/${value}`, null, "progress", "problem");
}

const steps = document.querySelectorAll("button[data-step]");
for (const button of steps) {
  button.addEventListener("click", () => {
    if (stale) {
      setText("problem", `Not written: ${button.textContent} needs the current score, which this page does not have.`);
    } else {
      write(score + BigInt(button.dataset.step));
    }
  });
}
for (const button of document.querySelectorAll("button[data-value]")) {
  button.addEventListener("click", () => write(Number(button.dataset.value)));
}
find("set").addEventListener("submit", (event) => {
  event.preventDefault();
  write(typed("value"));
});

find("match").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (await send("matches", new URLSearchParams(new FormData(form)), "recording", "refusal")) {
    form.reset();
    setText("recording", stale ? "Recorded in the database; the list may not show it." : "");
  }
});

find("second").addEventListener("click", (event) => {
  event.preventDefault();
  window.open(event.target.href, "_blank", "popup,width=480,height=900");
});

let events;
let timer;

function follow() {
  leave();
  events = new EventSource("live");
  events.addEventListener("message", (event) => {
    expectView();
    show(JSON.parse(event.data));
  });
  events.addEventListener("error", onSilence);
  expectView();
}

function leave() {
  clearTimeout(timer);
  events?.close();
}

/** A connection that is cut off without an end, or an instance that hangs, causes no error. */
function expectView() {
  clearTimeout(timer);
  timer = setTimeout(onSilence, SILENCE_MS);
}

function onSilence() {
  leave();
  showSilence();
  timer = setTimeout(follow, RETRY_MS);
}

function followWhileVisible() {
  // Browsers open six connections to a host, so the streams of six hidden tabs would block every other request.
  if (document.hidden) {
    leave();
    showPill("Connecting", "waiting");
    showStale("all", "this page was hidden");
  } else {
    follow();
  }
}

document.addEventListener("visibilitychange", followWhileVisible);
followWhileVisible();
