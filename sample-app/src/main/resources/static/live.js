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

/** A BigInt, because a score may be larger than what a number of JavaScript holds exactly. */
let score = 0n;

function show(view) {
  showScore(view.score);
  find("level").textContent = view.level?.number ?? "–";
  showMatches(view.matches);
  showConnection(view.connection);
  showInstances(view.instances, view.self);
  find("stale").hidden = view.connection?.live ?? true;
}

function showScore(latest) {
  score = BigInt(latest?.value ?? 0);
  find("score").textContent = latest?.value ?? "–";
  find("version").textContent = latest?.version ?? "–";
  find("source").textContent = latest?.source.toLowerCase() ?? "–";
}

function showMatches(matches) {
  const rows = matches.map((match) => {
    const row = document.createElement("li");
    row.textContent = `${match.player} by ${match.points}`;
    return row;
  });
  find("matches").replaceChildren(...rows.reverse());
}

function showConnection(connection) {
  const live = connection?.live ?? false;
  const lost = connection?.state === "WAITING" || connection?.state === "FAILED";
  showPill(meanings[connection?.state] ?? "Not started", live ? "live" : lost ? "lost" : "waiting");
  find("state").textContent = connection?.state ?? "–";
  find("since").textContent = connection ? time.format(new Date(connection.since)) : "–";
  find("server").textContent = connection?.server ?? "–";
  find("failure-row").hidden = !connection?.failure;
  find("failure").textContent = connection?.failure ?? "";
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
  find("no-players").hidden = rows.length > 0;
}

function showPill(text, state) {
  const pill = find("connection");
  // Writing the same text again would make screen readers announce it again.
  if (pill.textContent !== text) {
    pill.textContent = text;
  }
  pill.dataset.state = state;
}

function showAlert(id, text) {
  find(id).textContent = text;
  find(id).hidden = !text;
}

/** Whatever the page shows is from before this instance fell silent. */
function showSilence() {
  showPill("This instance does not answer", "lost");
  find("state").textContent = "unknown";
  find("stale").hidden = false;
}

/** Sends a write; what went wrong shows where the alert with the id is. */
async function send(path, alert) {
  showAlert(alert, "");
  try {
    const response = await fetch(path, { method: "POST" });
    if (!response.ok) {
      const problem = await response.json().catch(() => ({}));
      const outcome = response.status === 504 ? "Perhaps not written" : "Not written";
      showAlert(alert, `${outcome}: ${problem.detail ?? response.statusText}`);
    }
  } catch {
    showAlert(alert, "Perhaps not written: this instance does not answer.");
  }
}

/** What was typed, digit by digit: as a number it would be rounded beyond 2^53. */
function typed(id) {
  const { value, valueAsNumber } = find(id);
  return Number.isSafeInteger(valueAsNumber) ? valueAsNumber : value;
}

function write(value) {
  return send(`score/${value}`, "problem");
}

for (const button of document.querySelectorAll("button[data-step]")) {
  button.addEventListener("click", () => write(score + BigInt(button.dataset.step)));
}
for (const button of document.querySelectorAll("button[data-value]")) {
  button.addEventListener("click", () => write(Number(button.dataset.value)));
}
find("set").addEventListener("submit", (event) => {
  event.preventDefault();
  write(typed("value"));
});

find("match").addEventListener("submit", (event) => {
  event.preventDefault();
  send(`matches/${encodeURIComponent(find("player").value)}/${typed("points")}`, "refusal");
});

function follow() {
  const events = new EventSource("live");
  events.addEventListener("message", (event) => show(JSON.parse(event.data)));
  events.addEventListener("error", () => {
    showSilence();
    // A browser gives up by itself after an answer that is no event stream, such as a proxy's error page.
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(follow, 2000);
    }
  });
}

follow();
