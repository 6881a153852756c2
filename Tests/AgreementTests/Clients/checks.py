# SPDX-License-Identifier: MIT
"""What the clients share: where the emulator is, its control socket, and the list of checks.

A client is run as `PROGRAM.py READY_FILE PHONE CODE PHONE_2FA CODE_2FA PASSWORD [CHECK]`. It prints one JSON object for
each check that passed, and ends with 1 at the first that does not.
"""

import asyncio
import hashlib
import io
import json
import random
import sys
import time
import traceback

MEBIBYTE = 1 << 20


class Emulator:
    """The servers that a ready file names, and the control socket that scripts faults."""

    def __init__(self, path):
        with open(path) as file:
            ready = json.load(file)
        self.centers = {dc["id"]: (dc["host"], dc["port"]) for dc in ready["dcs"]}
        self.key = ready["rsa_public_key_pem"]
        self.socket = ready["control_socket"]

    async def call(self, method, **parameters):
        reader, writer = await asyncio.open_unix_connection(self.socket)
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        writer.write(json.dumps(request).encode() + b"\n")
        await writer.drain()
        answer = json.loads(await reader.readline())
        writer.close()
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]


class Arguments:
    def __init__(self):
        words = sys.argv[1:]
        self.emulator = Emulator(words[0])
        self.phone, self.code, self.phone_2fa, self.code_2fa, self.password = words[1:6]
        self.only = words[6:]


def data(size, seed):
    """Bytes that no part of which is like another."""
    return random.Random(seed).randbytes(size)


# One red pixel.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082")


def named(name, content):
    file = io.BytesIO(content)
    file.name = name
    return file


async def until(claim, seconds=30):
    """What an event handler noted comes when it comes."""
    deadline = time.monotonic() + seconds
    while not claim() and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    return claim()


def digest(content):
    return hashlib.sha256(content).hexdigest()


def expect(claim, *facts):
    if not claim:
        raise AssertionError(f"not so: {facts}")


async def run(checks, only):
    """`checks`: names and coroutine functions, in order; later ones use what earlier ones left."""
    for name, check in checks:
        if only and name not in only:
            continue
        start = time.monotonic()
        try:
            facts = await asyncio.wait_for(check(), 60) or {}
        except BaseException:
            traceback.print_exc()
            print(json.dumps({"check": name, "ok": False}), flush=True)
            sys.exit(1)
        seconds = round(time.monotonic() - start, 3)
        print(json.dumps({"check": name, "ok": True, "seconds": seconds, **facts}), flush=True)
