# SPDX-License-Identifier: MIT
"""What `Scripts/bench wire` and `Scripts/bench telegram` do, by Telethon: READY_FILE PHONE CODE MEBIBYTES for a document up and
down, READY_FILE PHONE CODE files COUNT for files of 4 KiB, one message each."""

import asyncio
import io
import json
import random
import sys
import time

from telethon import TelegramClient, functions
from telethon.crypto import rsa
from telethon.sessions import MemorySession


async def large(client, channel, size):
    content = io.BytesIO(bytes(range(256)) * (size // 256))
    content.name = "bench"
    begin = time.monotonic()
    message = await client.send_file(channel, content, force_document=True, file_size=size)
    up = time.monotonic() - begin
    begin = time.monotonic()
    received = 0
    async for piece in client.iter_download(message.document, request_size=1 << 19):
        received += len(piece)
    down = time.monotonic() - begin
    assert received == size, received
    return {"up": round(up, 3), "down": round(down, 3), "bytes": size}


async def small(client, channel, count):
    begin = time.monotonic()
    for number in range(count):
        content = io.BytesIO(random.Random(number).randbytes(4096))
        content.name = str(number)
        await client.send_file(channel, content, force_document=True)
    return {"up": round(time.monotonic() - begin, 3), "files": count}


async def main():
    with open(sys.argv[1]) as file:
        ready = json.load(file)
    phone, code = sys.argv[2], sys.argv[3]
    rsa._server_keys.clear()
    rsa.add_key(ready["rsa_public_key_pem"], old=False)
    session = MemorySession()
    home = next(dc for dc in ready["dcs"] if dc["id"] == 2)
    session.set_dc(2, home["host"], home["port"])
    client = TelegramClient(session, 1, "0123456789abcdef0123456789abcdef")
    await client.connect()
    await client.send_code_request(phone)
    await client.sign_in(phone, code)
    updates = await client(functions.channels.CreateChannelRequest(title="Bench", about="", broadcast=True))
    channel = updates.chats[0]
    if sys.argv[4] == "files":
        result = await small(client, channel, int(sys.argv[5]))
    else:
        result = await large(client, channel, int(sys.argv[4]) << 20)
    await client.disconnect()
    print(json.dumps(result))


asyncio.run(main())
