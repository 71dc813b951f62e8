# SPDX-License-Identifier: Apache-2.0
"""Runs the integration suite of the published Python client against a secured server that is running or starting,
then what the suite does not try: other tokens, keys and values than are allowed. Writes a JUnit report.

usage: suite.py FOLDER_OF_THE_CLIENT REPORT [PORT]
"""

import asyncio
import sys
import time
from pathlib import Path
from xml.sax.saxutils import quoteattr

import msgpack
import websockets

CLIENT = Path(sys.argv[1]).resolve()
REPORT = Path(sys.argv[2])
SECRET = "a-secret-of-tests-that-everyone-may-know"
START_TIMEOUT = 60

# The suite starts a server of its own from this place; here one is running already.
binary = CLIENT.parent / "target" / "debug" / "sodp-server"
binary.parent.mkdir(parents=True, exist_ok=True)
binary.write_text("#!/bin/sh\nexec sleep 600\n")
binary.chmod(0o755)

sys.path.insert(0, str(CLIENT))
import integration

if len(sys.argv) > 3:
    integration.PORT = int(sys.argv[3])
# Its own secret is shorter than HS256 demands.
integration.SECRET = SECRET
URL = f"ws://localhost:{integration.PORT}"

results = []


async def check(name, test):
    try:
        await asyncio.wait_for(test(), 10)
        results.append((name, None))
        print(f"  ✓ {name}")
    except Exception as failure:
        results.append((name, repr(failure)))
        print(f"  ✗ {name}: {failure!r}")


async def server():
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        try:
            async with websockets.connect(URL):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.2)


async def refusal(call):
    """The text with which the server refuses a call of the client."""
    try:
        await call
    except RuntimeError as error:
        return str(error)
    raise AssertionError("it was not refused")


def mentions(text, *parts):
    for part in parts:
        assert part in text, f"{part!r} is not in {text!r}"


async def other_keys_are_denied():
    client = integration.new_client("alice")
    await client.ready
    try:
        await client.set("user.alice.name", "Alice")
        mentions(await refusal(client.set("user.bob.name", "Bob")), "Not allowed", "user.bob.name")
        mentions(await refusal(client.set("integ.admin", 1)), "Not allowed", "integ.admin")
        mentions(await refusal(client.set("elsewhere", 1)), "Not allowed", "elsewhere")
    finally:
        client.close()


async def other_values_are_refused():
    client = integration.new_client("alice")
    await client.ready
    try:
        value = {"name": "Alice", "health": 1, "position": {"x": "left", "y": 0}}
        mentions(await refusal(client.set("integ.player", value)), "integ.player.position.x", "expected Float")
    finally:
        client.close()


async def first_answer(*frames):
    """What a client that sends these frames is answered after HELLO, and the code with which it is sent away."""
    async with websockets.connect(URL) as socket:
        hello = msgpack.unpackb(await socket.recv())
        assert hello[0] == 0x01 and hello[3]["auth"] is True, hello
        for frame in frames:
            await socket.send(msgpack.packb(frame))
        answer = msgpack.unpackb(await socket.recv())
        await socket.wait_closed()
        return answer[3]["code"], socket.close_code


def with_token(token):
    async def test():
        answer = await first_answer([0x0B, 0, 1, {"token": token}])
        assert answer == (401, 4401), answer

    return test


async def nothing_comes_without_a_token():
    answer = await first_answer([0x02, 0, 1, {"state": "integ.player"}])
    assert answer == (401, 4401), answer


async def main():
    await server()
    try:
        await integration.main()
    except SystemExit:
        pass
    for number in range(integration.passed):
        results.append((f"suite of the client, check {number + 1}", None))
    for number in range(integration.failed):
        results.append((f"suite of the client, failed check {number + 1}", "see the output"))
    if not integration.passed:
        results.append(("suite of the client", "it checked nothing"))

    print("\n── What the suite does not try ──")
    await check("keys of others are denied", other_keys_are_denied)
    await check("values that are not of the schema are refused", other_values_are_refused)
    await check("nothing comes without a token", nothing_comes_without_a_token)
    await check("a token with another secret is refused", with_token(integration.make_jwt("eve", SECRET + "-or-not")))
    await check("a token that has expired is refused", with_token(integration.make_jwt("eve", SECRET, -1)))
    await check("what is no token is refused", with_token("let me in"))


def report():
    failures = sum(1 for _, failure in results if failure)
    cases = "".join(
        f"<testcase classname=\"python\" name={quoteattr(name)}>"
        + (f"<failure message={quoteattr(failure)}/>" if failure else "")
        + "</testcase>\n"
        for name, failure in results
    )
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    # On one line, and in this order, as the script that counts expects it.
    REPORT.write_text(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        f"<testsuite name=\"{REPORT.stem[5:]}\" tests=\"{len(results)}\" errors=\"0\" skipped=\"0\" failures=\"{failures}\" >\n"
        f"{cases}</testsuite>\n"
    )
    print(f"{len(results) - failures} passed, {failures} failed")
    return failures


asyncio.run(main())
sys.exit(1 if report() else 0)
