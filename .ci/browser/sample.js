// SPDX-License-Identifier: Apache-2.0

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";

const JAR = "../../sample-app/target/sample-app.jar";
/** For a quick start. */
const JVM_OPTIONS = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dspring.aot.enabled=true"];

const java = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : "java";

/** An instance of the packaged sample in a process of its own, on a loopback port. */
export class Sample {
  static #processes = new Set();

  #process;

  constructor(process, port) {
    this.#process = process;
    this.port = port;
    this.url = `http://127.0.0.1:${port}/`;
  }

  /**
   * Starts an instance on a port, 0 for a free one, and waits until it serves. Its output goes to a file. What was
   * computed ahead of time has a server in a client too, so each name has its own state.
   */
  static async start(name, port = 0, ...options) {
    const started = spawn(java, [...JVM_OPTIONS, "-jar", JAR, "--server.address=127.0.0.1", `--server.port=${port}`,
      `--sodp.server.persistence.directory=target/sodp-data/${name}`, ...options], { stdio: ["ignore", "pipe", "inherit"] });
    this.#processes.add(started);
    const log = createWriteStream(`target/${name}.log`, { flags: "a" });
    return new Promise((resolve, reject) => {
      let tomcat;
      createInterface(started.stdout).on("line", (line) => {
        log.write(`${line}\n`);
        tomcat ??= line.match(/Tomcat started on port (\d+)/);
        if (line.includes("Started SampleApplication")) {
          resolve(new Sample(started, Number(tomcat[1])));
        }
      });
      started.on("error", reject);
      started.on("exit", () => reject(new Error(`The sample did not start, see target/${name}.log`)));
    });
  }

  /** The address at which other instances reach the state that this one hosts. */
  get sodpUrl() {
    return `ws://127.0.0.1:${this.port}/sodp`;
  }

  recordMatch(player, points) {
    return fetch(`${this.url}matches`, { method: "POST", body: new URLSearchParams({ player, points }) });
  }

  writeScore(value) {
    return fetch(`${this.url}score/${value}`, { method: "POST" });
  }

  /** Lets the instance hang, with its connections open. */
  freeze() {
    this.#process.kill("SIGSTOP");
  }

  thaw() {
    this.#process.kill("SIGCONT");
  }

  async kill() {
    this.#process.kill("SIGKILL");
    await once(this.#process, "exit");
  }

  /** Ends all instances, also those that are still starting. */
  static killAll() {
    this.#processes.forEach((process) => process.kill("SIGKILL"));
  }
}
