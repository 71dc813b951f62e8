# SPDX-License-Identifier: Apache-2.0
"""Clients that a test of a cluster looks at from outside: says on standard output, a JSON object a line, what they see.

usage: clients.py FOLDER_OF_THE_CLIENT talk URL COUNT    writes COUNT numbers to "from.python", watches "from.java"
       clients.py FOLDER_OF_THE_CLIENT crowd URL COUNT   has COUNT clients present in "room"

Ends when standard input does.
"""

import asyncio
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(sys.argv[1]).resolve() / "src"))
from sodp import SodpClient

MODE, URL, COUNT = sys.argv[2], sys.argv[3], int(sys.argv[4])


def say(**fields):
    print(json.dumps(fields), flush=True)


async def talk():
    client = SodpClient(URL)
    await client.ready
    client.watch("from.java", lambda value, meta: say(seen=value, version=meta.version, source=meta.source))
    say(ready=True)
    for number in range(COUNT):
        result = await client.set("from.python", number)
        say(written=number, result=result)
    return [client]


async def crowd():
    clients = []
    tasks = set()

    async def enter(client, name):
        # The client does not register it again by itself.
        try:
            await client.presence("room", f"/{name}", True)
            say(entered=name)
        except Exception as failure:
            say(failed=name, reason=str(failure))

    def add(name):
        def connected():
            task = asyncio.get_running_loop().create_task(enter(client, name))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        client = SodpClient(URL, on_connect=connected)
        clients.append(client)

    for number in range(COUNT):
        add(f"python{number + 1}")
    for client in clients:
        await client.ready
    say(ready=True)
    return clients


async def main():
    clients = await (talk if MODE == "talk" else crowd)()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    for client in clients:
        client.close()


asyncio.run(main())
