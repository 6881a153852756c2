# SPDX-License-Identifier: MIT
"""The same document up and down by Telethon, for `Scripts/bench wire`: READY_FILE PHONE CODE MEBIBYTES."""

import asyncio
import io
import json
import sys
import time

from telethon import TelegramClient, functions
from telethon.crypto import rsa
from telethon.sessions import MemorySession


async def main():
    with open(sys.argv[1]) as file:
        ready = json.load(file)
    phone, code, size = sys.argv[2], sys.argv[3], int(sys.argv[4]) << 20
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
    content = io.BytesIO(bytes(range(256)) * (size // 256))
    content.name = "bench"
    begin = time.monotonic()
    message = await client.send_file(updates.chats[0], content, force_document=True, file_size=size)
    up = time.monotonic() - begin
    begin = time.monotonic()
    received = 0
    async for piece in client.iter_download(message.document, request_size=1 << 19):
        received += len(piece)
    down = time.monotonic() - begin
    assert received == size, received
    await client.disconnect()
    print(json.dumps({"up": round(up, 3), "down": round(down, 3), "bytes": size}))


asyncio.run(main())
